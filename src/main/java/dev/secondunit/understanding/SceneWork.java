package dev.secondunit.understanding;

import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.LocalWork;
import dev.secondunit.job.LocalWork.Finished;
import dev.secondunit.understanding.SceneFrames.Scene;
import dev.secondunit.understanding.SceneQuestions.Planned;
import dev.secondunit.understanding.SceneReport.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes the scenes of a film: finds the cuts, takes a picture of each scene, lets its sound be
 * written down where the prompt asks for that, and puts one question per scene. Beginning again is
 * harmless: the questions are jobs of their own, and an equal one of the same film's job is the
 * same job, also where answers are not kept for others.
 */
public final class SceneWork implements LocalWork.Computation {
  public static final String KIND = "scenes";

  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Analyses analyses;
  private final JobWatch watch;
  private final FilmScenes films;

  /**
   * @param analyses that sees everybody's jobs
   */
  public SceneWork(Analyses analyses, JobWatch watch, FilmScenes films) {
    this.analyses = Objects.requireNonNull(analyses, "analyses");
    this.watch = Objects.requireNonNull(watch, "watch");
    this.films = Objects.requireNonNull(films, "films");
  }

  /** One question on its way: the job it became, or why it became none. */
  private record Asked(String jobId, FailureException refused) {}

  @Override
  public Finished compute(Job job, DoubleConsumer progress) throws InterruptedException {
    SceneOrder order = SceneOrder.read(job.request());
    List<String> open = new ArrayList<>();
    try {
      return new Finished(described(job, order, open, progress), List.of());
    } catch (InterruptedException e) {
      // Stopped by hand, the questions are stopped with it; on a restart they go on.
      analyses
          .jobs()
          .find(job.id())
          .filter(Job::cancelRequested)
          .ifPresent(stopped -> open.forEach(analyses.jobs()::requestCancel));
      throw e;
    }
  }

  private ObjectNode described(
      Job job, SceneOrder order, List<String> open, DoubleConsumer progress)
      throws InterruptedException {
    List<Scene> scenes = films.of(order);
    progress.accept(0.1);
    Analyses.Run run = new Analyses.Run(job.owner(), job.session(), null, null, job);
    SceneQuestions questions = new SceneQuestions(analyses, films, order, scenes, run);
    // Before the first question it is known whether all that are still to be put may be put.
    analyses.checkCost(questions.all(true), order.maxCost(), order.approved());
    List<Told> transcripts = transcripts(questions, order, scenes, open, progress);
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++) {
      Told transcript = transcripts.get(i);
      asked.add(
          transcript != null && transcript.failure() != null
              ? new Asked(null, new FailureException(transcript.failure()))
              : ask(questions, questions.description(i, transcript)));
    }
    List<Told> descriptions = answers(asked, open, progress, 0.5, 1);
    return SceneReport.of(order, scenes, transcripts, descriptions);
  }

  private List<Told> transcripts(
      SceneQuestions questions,
      SceneOrder order,
      List<Scene> scenes,
      List<String> open,
      DoubleConsumer progress)
      throws InterruptedException {
    if (!order.listens()) {
      List<Told> none = new ArrayList<>();
      scenes.forEach(scene -> none.add(order.silence()));
      return none;
    }
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++) {
      asked.add(ask(questions, questions.transcript(i)));
    }
    return answers(asked, open, progress, 0.1, 0.5);
  }

  /** A question is taken in, or its own failure is kept: the other scenes go on. */
  private static Asked ask(SceneQuestions questions, Planned planned) {
    if (planned.refused() != null) {
      return new Asked(null, planned.refused());
    }
    try {
      return new Asked(questions.put(planned), null);
    } catch (FailureException e) {
      return new Asked(null, e);
    }
  }

  private List<Told> answers(
      List<Asked> asked, List<String> open, DoubleConsumer progress, double from, double to)
      throws InterruptedException {
    List<String> ids =
        asked.stream().map(Asked::jobId).filter(Objects::nonNull).distinct().toList();
    open.addAll(ids);
    Map<String, Job> answered = new HashMap<>();
    while (!ids.isEmpty()) {
      List<Job> jobs = watch.await(ids, JobWatch.Until.ALL, LOOK, looked -> {});
      long done = jobs.stream().filter(each -> each.state().terminal()).count();
      progress.accept(from + (to - from) * done / ids.size());
      if (done == jobs.size()) {
        jobs.forEach(each -> answered.put(each.id(), each));
        break;
      }
    }
    return asked.stream()
        .map(
            each ->
                each.jobId() == null
                    ? Told.failed(each.refused().failure())
                    : Told.of(answered.get(each.jobId())))
        .toList();
  }
}
