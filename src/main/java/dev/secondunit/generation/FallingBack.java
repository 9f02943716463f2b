package dev.secondunit.generation;

import dev.secondunit.backend.Backend;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Fallbacks.Taken;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.PastAttempt;
import dev.secondunit.job.Route;
import dev.secondunit.job.SecondWay;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends a shot to another backend when it failed before it was accepted, or when the vendor says
 * itself that it failed and bills nothing; only to where the server's owner allowed it, and only
 * within what the call and the caps allow. Never when an answer was lost, when anything may have
 * been billed, or when the content was refused.
 *
 * <p>One change of the row gives the old reservation back, holds the new price and puts the job on
 * its new way, so that a crash finds either the failed attempt or the new way, and buys once.
 */
final class FallingBack implements SecondWay {
  /**
   * What another vendor may do better. A refusal of content is not carried elsewhere, and neither
   * is a request that the vendor calls wrong: it may mean the content.
   */
  private static final Set<ErrorCode> WORTH_ANOTHER =
      EnumSet.of(
          ErrorCode.BACKEND_UNAVAILABLE,
          ErrorCode.MODEL_RETIRED,
          ErrorCode.RATE_LIMITED,
          ErrorCode.VENDOR_AUTHENTICATION,
          ErrorCode.VENDOR_QUOTA,
          ErrorCode.VENDOR_FAILED,
          ErrorCode.VENDOR_UNAVAILABLE);

  private static final Set<JobState> BEFORE_ANYTHING_WAS_MADE =
      EnumSet.of(JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING);

  private static final Logger LOG = LoggerFactory.getLogger(FallingBack.class);

  private final JobStore jobs;
  private final Supplier<Map<String, Backend>> backends;
  private final SpendingCaps caps;
  private final ScratchFolders scratch;

  FallingBack(
      JobStore jobs,
      Supplier<Map<String, Backend>> backends,
      SpendingCaps caps,
      ScratchFolders scratch) {
    this.jobs = jobs;
    this.backends = backends;
    this.caps = caps;
    this.scratch = scratch;
  }

  @Override
  public Answer take(Job job, Failure failure) {
    boolean permitted =
        failure.charged() == Charged.NO
            && WORTH_ANOTHER.contains(failure.code())
            && BEFORE_ANYTHING_WAS_MADE.contains(job.state())
            && job.outcome() == null
            && job.unknownAttempts().isEmpty()
            && !job.cancelRequested();
    if (!permitted) {
      return new NotTaken(failure);
    }
    GenerationOrder order = GenerationOrder.read(job.request());
    Fallbacks fallbacks = order.fallbacks();
    List<String> obstacles = new ArrayList<>();
    for (int index = 0; index < fallbacks.allowed().size(); index++) {
      Plan plan = fallbacks.allowed().get(index);
      String obstacle = obstacle(plan, fallbacks.most());
      if (obstacle == null) {
        obstacle = tried(job, order, index, failure);
      }
      if (obstacle == null) {
        return new Taken();
      }
      obstacles.add(plan.backend() + " (" + obstacle + ")");
    }
    return new NotTaken(
        obstacles.isEmpty() ? failure : failure.withHint(words(failure, obstacles)));
  }

  private static String words(Failure failure, List<String> obstacles) {
    String before = failure.hint() == null ? "" : failure.hint() + " ";
    return before + "No fallback was taken: " + String.join("; ", obstacles) + ".";
  }

  private String obstacle(Plan plan, UsdAmount most) {
    Backend backend = backends.get().get(plan.backend());
    if (backend == null) {
      return "this program has no backend of that name";
    }
    if (!backend.readiness().usable()) {
      return backend.readiness().reason();
    }
    return most != null && plan.estimate().compareTo(most) > 0
        ? "it costs " + plan.estimate() + ", and what the call may cost leaves " + most
        : null;
  }

  /** Takes one, or says why the caps forbid it. */
  private String tried(Job job, GenerationOrder order, int index, Failure failure) {
    Plan present = PlanJson.read(job.plan());
    Plan next = order.fallbacks().allowed().get(index);
    Fallbacks.Taken step =
        new Fallbacks.Taken(
            job.backend(),
            job.model(),
            next.backend(),
            next.model(),
            present.estimate(),
            next.estimate(),
            failure.message(),
            job.attempt(),
            job.state() == JobState.RUNNING);
    List<Fallbacks.Taken> before = order.fallbacks().taken();
    Fallbacks.Taken first = before.isEmpty() ? step : before.get(0);
    Plan told =
        next.adjusted(
            "backend_type",
            first.fromBackend() + "/" + first.fromModel(),
            next.backend() + "/" + next.model(),
            "fallback, because nothing was made or billed there: " + failure.message());
    ObjectNode request = order.with(order.fallbacks().after(index, step)).write();
    Route route = new Route(next.backend(), next.model(), request, PlanJson.write(told));
    JobChange change =
        JobChange.of(job, JobState.QUEUED)
            .reroute(Route.of(job), route)
            .settle(new Settlement.Rebook(next.estimate(), caps))
            .progress(null, "sent to " + next.backend() + " instead: " + failure.message());
    if (job.vendorReference() != null) {
      change.leaveAttempt(PastAttempt.Fate.FAILED);
    }
    boolean gone;
    try {
      gone = jobs.change(change).isPresent();
    } catch (FailureException e) {
      if (e.failure().code() == ErrorCode.BUDGET_EXCEEDED) {
        return e.failure().message();
      }
      throw e;
    }
    // Whoever changed it first may have brought an answer, whose bytes lie there.
    if (gone) {
      scratch.remove(job.id(), job.attempt());
      LOG.info("{}: {} instead of {}", job.id(), next.backend(), job.backend());
    }
    return null;
  }
}
