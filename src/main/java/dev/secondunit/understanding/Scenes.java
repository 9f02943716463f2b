package dev.secondunit.understanding;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.generation.PricedJob;
import dev.secondunit.job.Job;
import dev.secondunit.job.NewJob;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.understanding.SceneFrames.Scene;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes in films whose scenes are to be described one by one. The job it makes is free; every scene
 * is a question of its own, with its own money, so one that fails does not touch the others and
 * what was answered is never bought again. Safe for many threads.
 */
public final class Scenes {
  private final Analyses analyses;
  private final FilmScenes films;

  public Scenes(Analyses analyses, FilmScenes films) {
    this.analyses = Objects.requireNonNull(analyses, "analyses");
    this.films = Objects.requireNonNull(films, "films");
  }

  /** A request that is ready to be accepted. */
  public static final class Planned {
    private final SceneOrder order;
    private final LocalDate pricesAsOf;

    private Planned(SceneOrder order, LocalDate pricesAsOf) {
      this.order = order;
      this.pricesAsOf = pricesAsOf;
    }

    /** What a dry run shows. */
    public ObjectNode preview(Bill bill) {
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
      bill.tell(json);
      if (pricesAsOf != null) {
        ((ObjectNode) json.path("cost")).put("as_of", pricesAsOf.toString());
      }
      return json;
    }
  }

  /** What a request would buy, as far as that can be told before it is accepted. */
  public sealed interface Bill {
    /**
     * Fails when that may not be spent.
     *
     * @param approved the most that a person has agreed to for this call, or null
     */
    void check(UsdAmount approved);

    /** Adds it to what a dry run shows. */
    void tell(ObjectNode preview);
  }

  /** The scenes are known, so that every question has its price. */
  private record Counted(
      Analyses analyses, int scenes, List<PricedJob> questions, UsdAmount maxCost) implements Bill {
    @Override
    public void check(UsdAmount approved) {
      analyses.checkCost(questions, maxCost, approved);
    }

    @Override
    public void tell(ObjectNode preview) {
      List<PricedJob> unpaid = analyses.unpaid(questions);
      preview.put("scenes", scenes);
      preview.put("questions", unpaid.size());
      preview.put("answered_before", questions.size() - unpaid.size());
      preview.putObject("cost").set("estimate_usd", usd(unpaid));
    }
  }

  /**
   * There was no time to count the scenes. The job counts them, and checks what they cost together
   * before it asks about the first.
   *
   * @param words what the transcripts of the whole film are, or null where none are wanted
   */
  private record Uncounted(PricedJob description, PricedJob words) implements Bill {
    @Override
    public void check(UsdAmount approved) {
      // The job does, once it knows how many there are.
    }

    @Override
    public void tell(ObjectNode preview) {
      ObjectNode cost = preview.putObject("cost").putNull("estimate_usd");
      cost.set("each_scene_usd", usd(List.of(description)));
      if (words != null) {
        cost.set("transcripts_usd", usd(List.of(words)));
      }
      preview
          .putArray("warnings")
          .add(
              "The scenes could not be counted within this call, so the sum is not known; the job"
                  + " counts them and checks the sum against max_cost_usd and the caps before"
                  + " anything is sent.");
    }
  }

  /** Null where one has no price: unknown never means free. */
  private static JsonNode usd(List<PricedJob> questions) {
    UsdAmount sum = UsdAmount.ZERO;
    for (PricedJob each : questions) {
      if (!each.priceKnown()) {
        return JsonNodeFactory.instance.nullNode();
      }
      sum = sum.plus(each.job().held());
    }
    return JsonNodeFactory.instance.numberNode(sum.usd());
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
            null,
            request.readAs()),
        choice.known() == null ? null : choice.known().prices().asOf());
  }

  /**
   * Whether something limits what a call with this limit of its own, or null, may cost, so that its
   * bill has to be checked.
   */
  public boolean limited(UsdAmount maxCost) {
    return analyses.limited(maxCost);
  }

  /**
   * Prices a request. Looks through the film for that, where nobody did before; sends nothing.
   *
   * @param time how long that may take
   */
  public Bill bill(Planned planned, Analyses.Run run, Duration time) throws InterruptedException {
    SceneOrder order = planned.order;
    Optional<List<Scene>> scenes = films.within(time, order);
    if (scenes.isPresent()) {
      SceneQuestions questions = new SceneQuestions(analyses, films, order, scenes.get(), run);
      return new Counted(analyses, scenes.get().size(), questions.all(false), order.maxCost());
    }
    Scene any = new Scene(0, order.film().facts().durationSeconds(), null);
    SceneQuestions questions = new SceneQuestions(analyses, films, order, List.of(any), run);
    return new Uncounted(questions.anyDescription(), order.listens() ? questions.allWords() : null);
  }

  /**
   * Makes a durable job of it. Asked again it looks at all scenes, and buys only what is missing.
   *
   * @param approved the most that a person has agreed to for this call, or null
   */
  public Job accept(Planned planned, Analyses.Run run, UsdAmount approved) {
    SceneOrder order = planned.order.approved(approved);
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
