package dev.secondunit.understanding;

import dev.secondunit.backend.question.Question.Turn;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The questions and answers before one; all of it stands in the jobs' rows. */
final class Conversation {
  /** Older turns are left out. */
  static final int MOST_TURNS = 20;

  private final JobStore jobs;

  Conversation(JobStore jobs) {
    this.jobs = jobs;
  }

  /**
   * The turns up to and with a job, oldest first.
   *
   * @param last the job that is asked further about, or null for none
   */
  List<Turn> before(Job last) {
    Deque<Turn> turns = new ArrayDeque<>();
    Job job = last;
    while (job != null && turns.size() < MOST_TURNS) {
      AnalysisOrder order = AnalysisOrder.read(job.request());
      String answer = job.result() == null ? "" : job.result().path("text").asString("");
      turns.addFirst(new Turn(order.media(), order.prompt(), answer));
      job = order.continues() == null ? null : jobs.find(order.continues()).orElse(null);
    }
    return List.copyOf(turns);
  }
}
