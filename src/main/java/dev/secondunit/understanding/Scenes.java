package dev.secondunit.understanding;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Job;
import dev.secondunit.job.NewJob;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes in films whose scenes are to be described one by one. The job it makes is free; every scene
 * is a question of its own, with its own money, so one that fails does not touch the others and
 * what was answered is never bought again. Safe for many threads.
 */
public final class Scenes {
  private final Analyses analyses;

  public Scenes(Analyses analyses) {
    this.analyses = Objects.requireNonNull(analyses, "analyses");
  }

  /** A request that is ready to be accepted. */
  public static final class Planned {
    private final SceneOrder order;

    private Planned(SceneOrder order) {
      this.order = order;
    }

    /** What a dry run shows: how many scenes there are is found by the job. */
    public ObjectNode preview() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("ok", true);
      json.put("dry_run", true);
      json.put("tool", "analyze_video");
      json.put("backend", order.backend());
      json.put("model", order.model());
      if (order.listener() != null) {
        json.put("transcripts_by", order.listener().model());
      }
      json.set("effective", order.write());
      json.putObject("cost").putNull("estimate_usd");
      return json;
    }
  }

  /**
   * Checks a request. Sends nothing and changes nothing.
   *
   * @throws dev.secondunit.failure.FailureException that names what cannot be asked
   */
  public Planned plan(SceneRequest request, UsdAmount maxCost) throws InterruptedException {
    SceneTemplate template = new SceneTemplate(request.prompt(), request.fields());
    MediaInput film = analyses.resolve(request.video(), "video", Set.of(Mode.VIDEO));
    if (film.facts().durationSeconds() == null) {
      throw Failure.of(ErrorCode.MEDIA_TYPE_MISMATCH, film.given() + " has no length.")
          .withField("video", film.given())
          .asException();
    }
    Analysts analysts = analyses.analysts();
    Analysts.Choice choice =
        analysts.choose(request.backendType(), request.model(), Set.of(Mode.IMAGE));
    SceneOrder.Listener listener =
        template.needsTranscript() && film.facts().hasAudio()
            ? analysts
                .listener(choice.backend().name())
                .orElseThrow(
                    () ->
                        Failure.of(
                                ErrorCode.NO_BACKEND_AVAILABLE,
                                "The prompt asks for {transcript}, and no backend with a key writes"
                                    + " down sound.")
                            .withField("prompt", "{transcript}")
                            .withHint(
                                "Set GOOGLE_API_KEY or OPENAI_API_KEY, or leave {transcript} out.")
                            .asException())
            : null;
    return new Planned(
        new SceneOrder(
            film,
            request.prompt(),
            request.fields(),
            request.offsetSeconds(),
            request.manner(),
            choice.backend().name(),
            choice.model(),
            listener,
            request.strict(),
            maxCost,
            request.readAs()));
  }

  /**
   * Makes a durable job of it. Asked again it looks at all scenes, and buys only what is missing.
   */
  public Job accept(Planned planned, Analyses.Run run) {
    SceneOrder order = planned.order;
    String id = analyses.nextId();
    return analyses
        .jobs()
        .accept(
            new NewJob(
                id,
                SceneWork.KIND,
                run.owner(),
                run.session(),
                order.backend(),
                order.model(),
                order.write(),
                JsonNodeFactory.instance.objectNode(),
                id,
                run.requestKey(),
                Duration.ZERO,
                UsdAmount.ZERO),
            analyses.caps(),
            null,
            0)
        .job();
  }
}
