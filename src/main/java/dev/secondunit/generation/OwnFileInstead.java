package dev.secondunit.generation;

import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Document;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.PastAttempt;
import dev.secondunit.job.Route;
import dev.secondunit.job.SecondWay;
import dev.secondunit.media.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a continuation whose vendor turns out to have lost its copy, earlier than it had
 * said or while the shot waited. Where the same operation can be done with our own file, by the
 * same model and at the same price, it is, and the result says so. Else the shot fails, unbilled,
 * with what is possible instead and what that costs. Either way the copy is written down as gone,
 * in the same change, so that nothing is planned with it again.
 */
final class OwnFileInstead implements SecondWay {
  private static final Logger LOG = LoggerFactory.getLogger(OwnFileInstead.class);

  private final JobStore jobs;
  private final Assets assets;
  private final Function<GenerationRequest, Plan> planner;
  private final Clock clock;

  OwnFileInstead(
      JobStore jobs, Assets assets, Function<GenerationRequest, Plan> planner, Clock clock) {
    this.jobs = jobs;
    this.assets = assets;
    this.planner = planner;
    this.clock = clock;
  }

  /**
   * Why the vendor need not be asked: it was to have a copy when this was planned, and has dropped
   * it since by its own word, or another shot has found it gone. Empty where the copy is thought to
   * be there, or is not wanted.
   */
  Optional<Failure> lost(Job job, GenerationOrder order) {
    ContinuationSource source = order.source();
    if (source == null
        || source.vendorReference().isEmpty()
        || PlanJson.read(job.plan()).operation() == Operation.LAST_FRAME) {
      return Optional.empty();
    }
    Optional<Instant> gone = assets.copyGoneAt(source.continuationId());
    boolean dropped = !source.livesAt(clock.instant()) && source.livesAt(job.createdAt());
    if (gone.isEmpty() && !dropped) {
      return Optional.empty();
    }
    return Optional.of(
        Failure.of(
            ErrorCode.CONTINUATION_EXPIRED,
            source.backend()
                + " has kept no copy of "
                + source.continuationId()
                + " since "
                + gone.orElse(source.expiresAt())
                + "."));
  }

  @Override
  public Answer take(Job job, Failure failure) {
    GenerationOrder order = GenerationOrder.read(job.request());
    ContinuationSource source = order.source();
    if (source == null || failure.charged() != Charged.NO) {
      return new NotTaken(failure);
    }
    Instant now = clock.instant();
    ContinuationSource ours = source.withoutCopy(now);
    List<Document> learnt = assets.withoutCopy(source.continuationId(), now).stream().toList();
    Plan plan = PlanJson.read(job.plan());
    Plan anew;
    try {
      anew = planner.apply(request(order, plan, ours));
    } catch (FailureException e) {
      return new NotTaken(withTheWaysOut(failure, e.failure()), learnt);
    }
    // With our own file there is no copy to miss: what is refused then is refused for good.
    boolean fromCopy = !source.vendorReference().isEmpty();
    if (!fromCopy || !same(plan, anew)) {
      return new NotTaken(failure.withHint(planItAgain(anew)), learnt);
    }
    JobChange change =
        JobChange.of(job, JobState.QUEUED)
            .reroute(
                Route.of(job),
                new Route(
                    job.backend(),
                    job.model(),
                    order.from(ours).write(),
                    PlanJson.write(
                        plan.warning(
                            failure.message()
                                + " Our own file is sent instead, at the same price."))))
            .progress(null, "sending our own file: " + failure.message());
    if (job.vendorReference() != null) {
      change.leaveAttempt(PastAttempt.Fate.FAILED);
    }
    learnt.forEach(change::document);
    jobs.change(change);
    LOG.info("{}: {} has lost its copy of {}", job.id(), job.backend(), source.continuationId());
    return new Taken();
  }

  private static GenerationRequest request(
      GenerationOrder order, Plan plan, ContinuationSource ours) {
    return new GenerationRequest(
        plan.mode(),
        plan.operation(),
        order.asked().path("backend_type").asString(GenerationRequest.AUTO),
        order.asked().path("model").asString(null),
        plan.requested(),
        false,
        ours);
  }

  private static boolean same(Plan plan, Plan anew) {
    return plan.backend().equals(anew.backend())
        && plan.model().equals(anew.model())
        && plan.operation() == anew.operation()
        && Objects.equals(plan.estimate(), anew.estimate())
        && ParametersJson.write(plan.effective()).equals(ParametersJson.write(anew.effective()));
  }

  private static Failure withTheWaysOut(Failure failure, Failure planned) {
    return planned.code() == ErrorCode.CONTINUATION_EXPIRED
        ? failure.withAllowed(planned.allowed()).withHint(planned.hint())
        : failure.withHint(
            planned.message() + (planned.hint() == null ? "" : " " + planned.hint()));
  }

  private static String planItAgain(Plan anew) {
    return "Ask again with continue_from: from our own file, "
        + anew.model()
        + " can "
        + anew.operation().word()
        + " it"
        + (anew.estimate() == null
            ? "; its price is not known."
            : " for about " + anew.estimate() + ".");
  }
}
