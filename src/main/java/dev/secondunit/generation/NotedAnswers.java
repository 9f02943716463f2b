package dev.secondunit.generation;

import dev.secondunit.backend.Submission;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobStore;
import dev.secondunit.media.Identifiers;
import java.util.Optional;

/**
 * Answers that a process noted beside the bytes and died before it could record them, while another
 * one had given the job up. Reads files and writes the job; safe for many threads.
 */
public final class NotedAnswers {
  private final JobStore jobs;
  private final Answers answers;

  public NotedAnswers(JobStore jobs, ScratchFolders scratch, Identifiers identifiers) {
    this.jobs = jobs;
    this.answers = new Answers(jobs, scratch, identifiers);
  }

  /**
   * Records what was noted for the present attempt of a job.
   *
   * @return the job as it goes on, or empty when nothing was noted
   */
  public Optional<Job> record(Job job) {
    if (!job.kind().equals(GenerationWork.KIND)) {
      return Optional.empty();
    }
    Optional<Submission> noted = answers.noted(job);
    if (noted.isEmpty()) {
      return Optional.empty();
    }
    answers.record(job, noted.get());
    return jobs.find(job.id());
  }
}
