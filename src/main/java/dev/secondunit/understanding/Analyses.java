package dev.secondunit.understanding;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.Question;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Model;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.CostCheck;
import dev.secondunit.generation.PricedJob;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes questions about media in: resolves their files, chooses who is asked, prices them and makes
 * durable jobs of them. An equal question is answered with the job that exists already. Safe for
 * many threads.
 */
public final class Analyses {
  /** An answer this long is reserved for where neither the caller nor the catalogue says. */
  private static final int TOKENS_WHEN_NOT_SAID = 4_096;

  private final Analysts analysts;
  private final InputResolver inputs;
  private final JobStore jobs;
  private final SpendingCaps caps;
  private final Settings settings;
  private final Identifiers identifiers;
  private final Clock clock;
  private final CostCheck costs;

  public Analyses(
      Analysts analysts,
      InputResolver inputs,
      JobStore jobs,
      SpendingCaps caps,
      Settings settings,
      Identifiers identifiers,
      Clock clock) {
    this.analysts = Objects.requireNonNull(analysts, "analysts");
    this.inputs = Objects.requireNonNull(inputs, "inputs");
    this.jobs = Objects.requireNonNull(jobs, "jobs");
    this.caps = Objects.requireNonNull(caps, "caps");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.identifiers = Objects.requireNonNull(identifiers, "identifiers");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.costs = new CostCheck(settings, caps, jobs);
  }

  /** The same for a caller who may read other files and has other jobs. */
  public Analyses seenBy(InputResolver theirInputs, JobStore theirJobs) {
    return new Analyses(analysts, theirInputs, theirJobs, caps, settings, identifiers, clock);
  }

  Analysts analysts() {
    return analysts;
  }

  JobStore jobs() {
    return jobs;
  }

  SpendingCaps caps() {
    return caps;
  }

  String nextId() {
    return identifiers.next("job");
  }

  MediaInput resolve(String source, String field, Set<Mode> expected) throws InterruptedException {
    return inputs.resolve(source, field, expected);
  }

  /** Whether a question that a backend has accepted can be taken back from it. */
  public boolean cancels(String backend) {
    MediaModel model = analysts.backends().get(backend);
    return model != null && model.cancels();
  }

  /** Whether {@code auto} finds a model for these kinds of media. */
  public boolean anyFor(Set<Mode> kinds) {
    return analysts.anyFor(kinds);
  }

  /** Why {@code auto} finds no model for these kinds of media, in words for the caller. */
  public String nobodyFor(Set<Mode> kinds) {
    try {
      analysts.choose(GenerationRequest.AUTO, null, kinds);
      return "";
    } catch (FailureException e) {
      return e.failure().message();
    }
  }

  /**
   * Plans a question: resolves and measures its files, decides who is asked and what that costs.
   * Sends nothing and changes nothing.
   *
   * @param expected the kinds of media that fit
   * @throws dev.secondunit.failure.FailureException that names what cannot be asked
   */
  public PlannedAnalysis plan(AnalysisRequest request, Set<Mode> expected)
      throws InterruptedException {
    List<Medium> media = new ArrayList<>();
    for (AnalysisRequest.Input input : request.inputs()) {
      MediaInput file =
          input.resolved() != null
              ? input.resolved()
              : inputs.resolve(input.source(), input.field(), expected);
      media.add(new Medium(file, input.name(), null, null));
    }
    Optional<Job> before =
        request.continues() == null ? Optional.empty() : Optional.of(earlier(request.continues()));
    Analysts.Choice choice = choose(request, media, before);
    Fitting fitting = new Fitting(choice, media, request.strict());
    Manner manner = fitting.fit(request.manner());
    AnalysisOrder order =
        new AnalysisOrder(
            request.tool(),
            media,
            modified(media),
            request.prompt(),
            manner,
            request.continues(),
            request.readAs());
    List<Question.Turn> earlier = new Conversation(jobs).before(before.orElse(null));
    Optional<Failure> objection =
        choice.backend().objection(Questions.of("", 0, choice.model(), order, media, earlier));
    if (objection.isPresent()) {
      throw objection.get().asException();
    }
    return new PlannedAnalysis(
        new AnalysisPlan(
            choice.backend().name(),
            choice.model(),
            new PlanAccount(
                fitting.adjustments(),
                fitting.ignored(),
                choice.warnings(),
                choice.skipped(),
                estimate(choice, order, earlier),
                pricesAsOf(choice))),
        order);
  }

  private static Map<Path, Instant> modified(List<Medium> media) {
    Map<Path, Instant> modified = new HashMap<>();
    for (Medium medium : media) {
      Path path = medium.file().path();
      try {
        modified.put(path, Files.getLastModifiedTime(path).toInstant());
      } catch (IOException e) {
        throw new FailureException(
            Failure.of(ErrorCode.FILE_NOT_FOUND, "The file " + path + " cannot be looked at.")
                .withField("video", medium.file().given()),
            e);
      }
    }
    return modified;
  }

  private Analysts.Choice choose(
      AnalysisRequest request, List<Medium> media, Optional<Job> before) {
    EnumSet<Mode> kinds = EnumSet.noneOf(Mode.class);
    media.forEach(each -> kinds.add(each.file().facts().mode()));
    String backend = request.backendType();
    String model = request.model();
    if (before.isPresent() && backend.equals(GenerationRequest.AUTO)) {
      // Whoever saw the media goes on.
      backend = before.get().backend();
      model = model == null ? before.get().model() : model;
    }
    return analysts.choose(backend, model, kinds);
  }

  private Job earlier(String id) {
    Job job =
        jobs.find(id)
            .filter(each -> each.kind().equals(AnalysisWork.KIND))
            .orElseThrow(
                () ->
                    Failure.of(ErrorCode.UNKNOWN_ID, "No earlier answer has the id " + id + ".")
                        .withField("continue_from", id)
                        .withHint("The id is the job_id of an answer by a model.")
                        .asException());
    if (job.state() != JobState.SUCCEEDED) {
      throw Failure.of(
              ErrorCode.ILLEGAL_STATE, "Job " + id + " is " + job.state().word() + ", no answer.")
          .withField("continue_from", id)
          .withJobId(id)
          .withHint("Continue from an answer; wait_for_jobs waits for one.")
          .asException();
    }
    return job;
  }

  private UsdAmount estimate(
      Analysts.Choice choice, AnalysisOrder order, List<Question.Turn> earlier) {
    Model model = choice.known();
    if (model == null) {
      return null;
    }
    List<Medium> all = new ArrayList<>(order.media());
    StringBuilder words = new StringBuilder(order.prompt());
    for (Question.Turn turn : earlier) {
      all.addAll(turn.media());
      words.append(turn.prompt()).append(turn.answer());
    }
    Integer most = order.manner().maxTokens();
    return model
        .prices()
        .answer(
            Lengths.total(all, order.manner()),
            InputTokens.expected(model.analysis(), all, order.manner(), words.toString()),
            (long) (most == null ? TOKENS_WHEN_NOT_SAID : most))
        .orElse(null);
  }

  private static LocalDate pricesAsOf(Analysts.Choice choice) {
    return choice.known() == null ? null : choice.known().prices().asOf();
  }

  /**
   * Fails when questions may not cost what they cost together.
   *
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   */
  public void checkCost(List<PricedJob> call, UsdAmount maxCost, UsdAmount approved) {
    costs.check(call, maxCost, approved);
  }

  /** Whether anything limits what a call with this limit of its own may cost. */
  boolean limited(UsdAmount maxCost) {
    return costs.limited(maxCost);
  }

  /** The questions among these that are still to be bought. */
  List<PricedJob> unpaid(List<PricedJob> questions) {
    return costs.unpaid(questions);
  }

  /**
   * How an accepted question is run.
   *
   * @param partOf the job that puts it, or null; one job never puts an equal question twice
   */
  public record Run(
      String owner, String session, String requestKey, UsdAmount maxCost, Job partOf) {
    /** A question that a caller puts. */
    public Run(String owner, String session, String requestKey, UsdAmount maxCost) {
      this(owner, session, requestKey, maxCost, null);
    }

    /** What to hold for a question whose price is not known; null for nothing. */
    private UsdAmount unknownPrice() {
      return maxCost == null || maxCost.micros() == 0 ? null : maxCost;
    }
  }

  /** The job that a planned question becomes once it is accepted. */
  public PricedJob job(PlannedAnalysis planned, Run run) {
    AnalysisPlan plan = planned.plan();
    UsdAmount estimate = plan.account().estimate();
    UsdAmount reservation = estimate == null ? run.unknownPrice() : estimate;
    return new PricedJob(
        new NewJob(
            identifiers.next("job"),
            AnalysisWork.KIND,
            run.owner(),
            run.session(),
            plan.backend(),
            plan.model(),
            planned.order().write(),
            plan.write(),
            fingerprint(planned, run),
            run.requestKey(),
            answersKept(run),
            reservation),
        plan.account().estimate() != null);
  }

  /**
   * The same job where time has passed since it was planned: answers are kept no shorter for it.
   */
  PricedJob renewed(PricedJob job, Run run) {
    return new PricedJob(job.job().deduplicatingWithin(answersKept(run)), job.priceKnown());
  }

  /** Makes the job durable, or finds the equal one that exists already. */
  public Accepted accept(PricedJob job) {
    return jobs.accept(job.job(), caps, null, 0);
  }

  /** Where answers are not kept for others, those of a job are still its own. */
  private String fingerprint(PlannedAnalysis planned, Run run) {
    String fingerprint = Fingerprint.of(planned.plan(), planned.order());
    return run.partOf() == null || !answersKept().isZero()
        ? fingerprint
        : fingerprint + "@" + run.partOf().id();
  }

  /** What a job has asked since it was accepted is known to it, however short answers are kept. */
  private Duration answersKept(Run run) {
    Duration kept = answersKept();
    if (run.partOf() == null) {
      return kept;
    }
    Duration age = Duration.between(run.partOf().createdAt(), clock.instant()).plusMillis(1);
    return age.compareTo(kept) > 0 ? age : kept;
  }

  private Duration answersKept() {
    return settings.seconds(Setting.SECOND_UNIT_ANSWER_SECONDS);
  }
}
