package dev.secondunit.understanding;

import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.PricedJob;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.understanding.SceneFrames.Scene;
import dev.secondunit.understanding.SceneReport.Told;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The questions about the scenes of a film: each is planned once, and all are priced before the
 * first is put. For one thread.
 */
final class SceneQuestions {
  private static final String TRANSCRIBE =
      "Write down word for word what is said, and nothing else. Where nobody speaks, answer"
          + " (no speech).";

  /** Faster than people speak: what is reserved for words not heard yet is rather too much. */
  private static final int CHARACTERS_PER_SECOND = 20;

  private static final int SOUND_BYTES_PER_SECOND = 6_000;

  /** Stand for sounds and pictures that were not cut out yet; no file has such a hash. */
  private static final String NOT_HEARD = "not heard";

  private static final String NOT_SEEN = "not seen";

  private final Analyses analyses;
  private final FilmScenes films;
  private final SceneOrder order;
  private final List<Scene> scenes;
  private final Analyses.Run run;
  private final Map<Integer, Planned> transcripts = new HashMap<>();
  private final Map<Integer, Planned> descriptions = new HashMap<>();

  /**
   * @param run of each question; what the caller allows is shared among them
   */
  SceneQuestions(
      Analyses analyses, FilmScenes films, SceneOrder order, List<Scene> scenes, Analyses.Run run) {
    this.analyses = analyses;
    this.films = films;
    this.order = order;
    this.scenes = scenes;
    this.run =
        new Analyses.Run(
            run.owner(), run.session(), null, share(order, scenes.size()), run.partOf());
  }

  /** Where no price is known, each question may cost its part of what the caller allows. */
  private static UsdAmount share(SceneOrder order, int scenes) {
    if (order.maxCost() == null) {
      return null;
    }
    int questions = scenes * (order.listens() ? 2 : 1);
    return new UsdAmount(order.maxCost().micros() / Math.max(1, questions));
  }

  /**
   * A question that can be put, or why it cannot: the other scenes go on.
   *
   * @param job null where it was refused
   */
  record Planned(PricedJob job, FailureException refused) {}

  /** Asks for the words of a scene. Cuts its sound out. */
  Planned transcript(int scene) throws InterruptedException {
    Planned planned = transcripts.get(scene);
    if (planned == null) {
      planned = heard(scene);
      transcripts.put(scene, planned);
    }
    return planned;
  }

  private Planned heard(int scene) throws InterruptedException {
    try {
      return planned(hearing(films.sound(order.film(), scenes.get(scene))));
    } catch (FailureException e) {
      return new Planned(null, e);
    }
  }

  /**
   * Asks what a scene shows.
   *
   * @param transcript what was heard in it, or null where nobody asks for that
   */
  Planned description(int scene, Told transcript) throws InterruptedException {
    Planned planned = descriptions.get(scene);
    if (planned == null) {
      planned = planned(seeing(scene, transcript == null ? "" : transcript.text().strip()));
      descriptions.put(scene, planned);
    }
    return planned;
  }

  /** Puts a question, or finds the equal one that was put before; its job's id. */
  String put(Planned question) {
    return analyses.accept(analyses.renewed(question.job(), run)).job().id();
  }

  /**
   * All questions, so that they can be priced before the first is put. Where the words of a scene
   * are not known yet, its description is one with as many as could be said.
   *
   * @param cutting whether sounds may be cut out for that; without, they are priced by length
   */
  List<PricedJob> all(boolean cutting) throws InterruptedException {
    List<PricedJob> all = new ArrayList<>();
    for (int scene = 0; scene < scenes.size(); scene++) {
      if (order.listens()) {
        addWithWords(all, scene, cutting);
      } else {
        add(all, description(scene, order.silence()));
      }
    }
    return all.stream().map(job -> analyses.renewed(job, run)).toList();
  }

  private void addWithWords(List<PricedJob> all, int scene, boolean cutting)
      throws InterruptedException {
    boolean cut = cutting || films.knownSound(order.film(), scenes.get(scene)).isPresent();
    Planned words = cut ? transcript(scene) : planned(hearing(notHeard(scenes.get(scene))));
    if (words.job() == null) {
      return;
    }
    add(all, words);
    Optional<Job> known =
        analyses
            .jobs()
            .equal(analyses.renewed(words.job(), run).job())
            .filter(job -> job.state() == JobState.SUCCEEDED);
    if (known.isPresent()) {
      add(all, description(scene, Told.of(known.get())));
    } else {
      int characters = (int) Math.ceil(CHARACTERS_PER_SECOND * scenes.get(scene).seconds());
      add(all, planned(seeing(scene, "x".repeat(characters))));
    }
  }

  /** What describing any one scene asks, apart from its words; before the scenes are known. */
  PricedJob anyDescription() throws InterruptedException {
    return orRefused(planned(seeing(0, "")));
  }

  /** What writing down the words of the whole film asks, as if it were one scene. */
  PricedJob allWords() throws InterruptedException {
    return orRefused(planned(hearing(notHeard(scenes.get(0)))));
  }

  private static PricedJob orRefused(Planned question) {
    if (question.refused() != null) {
      throw question.refused();
    }
    return question.job();
  }

  private static void add(List<PricedJob> all, Planned question) {
    if (question.job() != null) {
      all.add(question.job());
    }
  }

  private Planned planned(AnalysisRequest request) throws InterruptedException {
    try {
      PlannedAnalysis planned = analyses.plan(request, EnumSet.allOf(Mode.class));
      return new Planned(analyses.job(planned, run), null);
    } catch (FailureException e) {
      return new Planned(null, e);
    }
  }

  private AnalysisRequest hearing(MediaInput sound) {
    SceneOrder.Listener listener = order.listener();
    return request(sound, TRANSCRIBE, Manner.usual(), listener.backend(), listener.model());
  }

  /** For the price alone: only its length counts. */
  private MediaInput notHeard(Scene scene) {
    MediaFacts facts =
        new MediaFacts(
            "audio/mpeg",
            Math.round(SOUND_BYTES_PER_SECOND * scene.seconds()),
            NOT_HEARD,
            null,
            null,
            scene.seconds(),
            null,
            null,
            "mp3",
            1,
            16_000);
    return new MediaInput(order.film().given(), order.film().path(), facts);
  }

  /** For the price alone: a picture is a picture. */
  private MediaInput notSeen() {
    MediaFacts facts =
        new MediaFacts("image/jpeg", 0, NOT_SEEN, 768, 432, null, null, "mjpeg", null, null, null);
    return new MediaInput(order.film().given(), order.film().path(), facts);
  }

  private AnalysisRequest seeing(int index, String words) throws InterruptedException {
    Scene scene = scenes.get(index);
    Map<String, String> values = new HashMap<>();
    values.put("number", Integer.toString(index + 1));
    values.put("count", Integer.toString(scenes.size()));
    values.put("start", seconds(scene.start()));
    values.put("end", seconds(scene.end()));
    values.put("duration", seconds(scene.seconds()));
    values.put("file", order.film().path().getFileName().toString());
    values.put(SceneTemplate.TRANSCRIPT, words);
    Manner asked = order.manner();
    return request(
        scene.frame() == null
            ? notSeen()
            : new MediaInput(order.film().given(), scene.frame(), FilmFrames.jpeg(scene.frame())),
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

  private static AnalysisRequest request(
      MediaInput file, String prompt, Manner manner, String backend, String model) {
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

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}
