package dev.secondunit.understanding;

import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.PricedJob;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.LocalWork;
import dev.secondunit.job.LocalWork.Finished;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.understanding.SceneFrames.Scene;
import dev.secondunit.understanding.SceneReport.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
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
  private static final String TRANSCRIBE =
      "Write down word for word what is said, and nothing else. Where nobody speaks, answer"
          + " (no speech).";
  private static final String SILENT = "(no sound)";

  private final Analyses analyses;
  private final JobWatch watch;
  private final SceneFrames frames;
  private final FilmSound sound;
  private final MediaMeasurer measurer;

  /**
   * @param analyses that sees everybody's jobs
   * @param folder where pictures and sounds of scenes are kept
   */
  public SceneWork(
      Analyses analyses,
      JobWatch watch,
      Supplier<Ffmpeg> ffmpeg,
      MediaMeasurer measurer,
      Path folder) {
    this.measurer = Objects.requireNonNull(measurer, "measurer");
    this.analyses = Objects.requireNonNull(analyses, "analyses");
    this.watch = Objects.requireNonNull(watch, "watch");
    this.frames = new SceneFrames(ffmpeg, folder);
    this.sound = new FilmSound(ffmpeg, folder);
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
    double length = order.film().facts().durationSeconds();
    Manner manner = order.manner();
    double start = manner.startSeconds() == null ? 0 : manner.startSeconds();
    double end = manner.endSeconds() == null ? length : Math.min(length, manner.endSeconds());
    List<Scene> scenes = frames.of(order.film(), order.offset(), start, end);
    progress.accept(0.1);
    checkCost(job, order, scenes);
    List<Told> transcripts = transcripts(job, order, scenes, open, progress);
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++) {
      Told transcript = transcripts.get(i);
      asked.add(
          transcript != null && transcript.failure() != null
              ? new Asked(null, new FailureException(transcript.failure()))
              : ask(job, order, scenes.size(), description(order, scenes, i, transcript)));
    }
    List<Told> descriptions = answers(asked, open, progress, 0.5, 1);
    return SceneReport.of(order, scenes, transcripts, descriptions);
  }

  private List<Told> transcripts(
      Job job, SceneOrder order, List<Scene> scenes, List<String> open, DoubleConsumer progress)
      throws InterruptedException {
    List<Told> none = new ArrayList<>();
    scenes.forEach(scene -> none.add(null));
    if (!order.template().needsTranscript()) {
      return none;
    }
    if (order.listener() == null) {
      none.replaceAll(nothing -> Told.words(SILENT));
      return none;
    }
    List<Asked> asked = new ArrayList<>();
    for (Scene scene : scenes) {
      asked.add(ask(job, order, scenes.size(), transcript(order, scene)));
    }
    return answers(asked, open, progress, 0.1, 0.5);
  }

  /** A question is taken in, or its own failure is kept: the other scenes go on. */
  private Asked ask(Job job, SceneOrder order, int scenes, Wording wording)
      throws InterruptedException {
    try {
      PlannedAnalysis planned = analyses.plan(wording.request(), EnumSet.allOf(Mode.class));
      Analyses.Run run = run(job, order, scenes);
      return new Asked(analyses.accept(analyses.job(planned, run)).job().id(), null);
    } catch (FailureException e) {
      return new Asked(null, e);
    }
  }

  private static Analyses.Run run(Job job, SceneOrder order, int scenes) {
    return new Analyses.Run(job.owner(), job.session(), null, share(order, scenes), job);
  }

  /** Where no price is known, each question may cost its part of what the caller allows. */
  private static UsdAmount share(SceneOrder order, int scenes) {
    if (order.maxCost() == null) {
      return null;
    }
    int questions = scenes * (order.listener() == null ? 1 : 2);
    return new UsdAmount(order.maxCost().micros() / Math.max(1, questions));
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

  /** Before the first question it is known whether all that are still to be put may be put. */
  private void checkCost(Job job, SceneOrder order, List<Scene> scenes)
      throws InterruptedException {
    Analyses.Run run = run(job, order, scenes.size());
    List<PricedJob> questions = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++) {
      if (order.listener() != null && order.template().needsTranscript()) {
        PricedJob heard = question(transcript(order, scenes.get(i)), run);
        if (analyses.jobs().equal(heard.job()).isPresent()) {
          // Begun before. What the description asks is known only with the words that were heard;
          // its own reservation stays the guard.
          continue;
        }
        questions.add(heard);
      }
      questions.add(question(description(order, scenes, i, null), run));
    }
    analyses.checkCost(questions, order.maxCost(), null);
  }

  private PricedJob question(Wording wording, Analyses.Run run) throws InterruptedException {
    return analyses.job(analyses.plan(wording.request(), EnumSet.allOf(Mode.class)), run);
  }

  /** A question about one file, to one model. */
  private record Wording(
      MediaInput file, String prompt, Manner manner, String backend, String model) {
    AnalysisRequest request() {
      return new AnalysisRequest(
          "analyze_video",
          List.of(new AnalysisRequest.Input(file.given(), null, "video", file)),
          prompt,
          manner,
          backend,
          model,
          null,
          false,
          JsonNodeFactory.instance.arrayNode());
    }
  }

  private Wording description(SceneOrder order, List<Scene> scenes, int index, Told transcript) {
    Scene scene = scenes.get(index);
    Map<String, String> values = new HashMap<>();
    values.put("number", Integer.toString(index + 1));
    values.put("count", Integer.toString(scenes.size()));
    values.put("start", seconds(scene.start()));
    values.put("end", seconds(scene.end()));
    values.put("duration", seconds(scene.seconds()));
    values.put("file", order.film().path().getFileName().toString());
    values.put(SceneTemplate.TRANSCRIPT, transcript == null ? "" : transcript.text().strip());
    Manner asked = order.manner();
    return new Wording(
        new MediaInput(order.film().given(), scene.frame(), FilmFrames.jpeg(scene.frame())),
        order.template().fill(values),
        new Manner(
            asked.instructions(),
            asked.schema(),
            asked.temperature(),
            asked.maxTokens(),
            null,
            null,
            false,
            asked.options()),
        order.backend(),
        order.model());
  }

  private Wording transcript(SceneOrder order, Scene scene) throws InterruptedException {
    Path heard = sound.of(order.film(), scene.start(), scene.end());
    return new Wording(
        new MediaInput(order.film().given(), heard, measurer.measure(heard)),
        TRANSCRIBE,
        Manner.usual(),
        order.listener().backend(),
        order.listener().model());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}
