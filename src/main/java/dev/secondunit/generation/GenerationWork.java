package dev.secondunit.generation;

import dev.secondunit.artifact.Artifact;
import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.Provenance;
import dev.secondunit.artifact.Staged;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.Settlement;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;

/**
 * Makes one shot, a step at a time. What is on disk before each next thing happens:
 *
 * <pre>
 * queued       the row, with request, plan and reserved money         nothing was sent
 * submitting   the attempt's number                                   a create may be on its way
 * running      the vendor's id                                        ask again, whoever asks
 * downloading  what the vendor made, and the settled cost             fetch again, or the rest
 * succeeded    file, sidecar, then row, asset and continuation        nothing left to do
 * </pre>
 *
 * A create is sent again only when the vendor provably did not accept it. A step that finds a job
 * in {@code submitting} knows that another one died in there, and asks the vendor's records before
 * it gives up with {@code submit_unknown}.
 */
public final class GenerationWork implements JobWork {
  public static final String KIND = "generation";

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final Duration PATIENCE_UNREACHABLE = Duration.ofMinutes(15);
  private static final Duration PATIENCE_BUSY = Duration.ofHours(24);
  private static final int RECONCILE_TRIES = 6;
  private static final int DOWNLOAD_TRIES = 40;

  private static final Logger LOG = LoggerFactory.getLogger(GenerationWork.class);

  private final JobStore jobs;
  private final Supplier<Map<String, Backend>> backends;
  private final ArtifactStore artifacts;
  private final ScratchFolders scratch;
  private final Function<Plan, Duration> deadlines;
  private final Clock clock;
  private final Map<String, Submission> unrecorded = new ConcurrentHashMap<>();

  /**
   * @param backends by name, opened on first use
   * @param deadlines how long a vendor may work on a plan before it counts as never finishing
   */
  public GenerationWork(
      JobStore jobs,
      Supplier<Map<String, Backend>> backends,
      ArtifactStore artifacts,
      ScratchFolders scratch,
      Function<Plan, Duration> deadlines,
      Clock clock) {
    this.jobs = jobs;
    this.backends = backends;
    this.artifacts = artifacts;
    this.scratch = scratch;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Next step(Job job) throws InterruptedException {
    Backend backend = backends.get().get(job.backend());
    if (backend == null) {
      return waitForBackend(job, "this program has no backend named " + job.backend());
    }
    return switch (job.state()) {
      case QUEUED -> submit(job, backend);
      case SUBMITTING -> reconcile(job, backend);
      case RUNNING -> poll(job, backend);
      case DOWNLOADING -> download(job, backend);
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED, SUBMIT_UNKNOWN -> Next.NONE;
    };
  }

  private Next submit(Job job, Backend backend) throws InterruptedException {
    if (job.cancelRequested()) {
      return end(JobChange.of(job, JobState.CANCELLED).settle(Settlement.RELEASE));
    }
    Readiness readiness = backend.readiness();
    if (!readiness.usable()) {
      return waitForBackend(job, readiness.reason());
    }
    // Whatever needs the disk comes before the attempt begins: a full one must not look like a
    // create that may have left.
    Shot shot = shot(job, job.attempt() + 1);
    Optional<Job> begun =
        jobs.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt().progress(null, null));
    if (begun.isEmpty()) {
      return Next.AT_ONCE;
    }
    Job submitting = begun.get();
    Submission answer;
    try {
      answer = backend.submit(shot);
    } catch (BackendException e) {
      return afterSubmit(submitting, e);
    } catch (RuntimeException e) {
      LOG.error("{}: the create ended in a defect", job.id(), e);
      return submitUnknown(submitting, null);
    }
    return record(submitting, answer);
  }

  private Shot shot(Job job, int attempt) {
    GenerationOrder order = GenerationOrder.read(job.request());
    return new Shot(
        job.id(),
        attempt,
        PlanJson.read(job.plan()),
        order.source(),
        scratch.of(job.id()),
        order.name());
  }

  /**
   * Records a create's answer, also when the job was given up as unknown in the meantime. While the
   * store cannot take it, the answer is kept here and recorded by the next step.
   */
  private Next record(Job job, Submission answer) {
    unrecorded.put(job.id(), answer);
    Optional<Job> recorded;
    try {
      recorded =
          answer instanceof Submission.Accepted accepted
              ? recordAccepted(job, accepted)
              : recordDelivered(job, (Submission.Delivered) answer);
    } catch (FailureException e) {
      LOG.error("{} was accepted and cannot be recorded yet: {}", job.id(), answer, e);
      throw e;
    }
    unrecorded.remove(job.id());
    if (recorded.isEmpty()) {
      LOG.error(
          "{} was changed by somebody else; this answer belongs to nobody: {}", job.id(), answer);
      return Next.AT_ONCE;
    }
    return answer instanceof Submission.Accepted accepted
        ? Next.after(atLeast(accepted.pollAfter()))
        : Next.AT_ONCE;
  }

  private Optional<Job> recordAccepted(Job job, Submission.Accepted accepted) {
    Set<JobState> from = Set.of(JobState.SUBMITTING, JobState.SUBMIT_UNKNOWN, JobState.QUEUED);
    return jobs.change(
        JobChange.of(job.id(), from, JobState.RUNNING)
            .atAttempt(job.attempt())
            .vendorReference(OutcomeJson.write(accepted.reference()))
            .scheduleStep(accepted.pollAfter()));
  }

  private Optional<Job> recordDelivered(Job job, Submission.Delivered delivered) {
    Set<JobState> from = Set.of(JobState.SUBMITTING, JobState.SUBMIT_UNKNOWN);
    scratch.makeDurable(job.id());
    return jobs.change(
        JobChange.of(job.id(), from, JobState.DOWNLOADING)
            .atAttempt(job.attempt())
            .vendorReference(OutcomeJson.write(delivered.reference()))
            .outcome(OutcomeJson.write(delivered.outcome()))
            .settle(spent(job, delivered.outcome()))
            .scheduleStep(Duration.ZERO));
  }

  private Next afterSubmit(Job job, BackendException problem) {
    Failure failure = problem.failure().withJobId(job.id());
    return switch (problem.fate()) {
      case NOT_ACCEPTED -> queueAgain(job, failure);
      case REJECTED ->
          end(JobChange.of(job, JobState.FAILED).failure(failure).settle(settlement(failure, job)));
      case UNKNOWN -> submitUnknown(job, failure);
    };
  }

  private Next queueAgain(Job job, Failure failure) {
    boolean busy = failure.code() == ErrorCode.RATE_LIMITED;
    Duration patience = busy ? PATIENCE_BUSY : PATIENCE_UNREACHABLE;
    if (Duration.between(job.createdAt(), clock.instant()).compareTo(patience) > 0) {
      return end(
          JobChange.of(job, JobState.FAILED)
              .failure(failure.withCharged(Charged.NO, Retry.NOW))
              .settle(Settlement.RELEASE));
    }
    Duration after =
        failure.retryAfterSeconds() != null
            ? Duration.ofMillis((long) (failure.retryAfterSeconds() * 1_000))
            : backoff(job.attempt());
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .progress(null, "waiting for " + job.backend() + ": " + failure.message()));
    return Next.after(atLeast(after));
  }

  private Next submitUnknown(Job job, Failure cause) {
    Failure failure =
        Failure.of(
                ErrorCode.SUBMIT_UNKNOWN,
                "The request was sent to "
                    + job.backend()
                    + " and the answer was lost; it may have been accepted and billed"
                    + (cause == null ? "." : ": " + cause.message()))
            .withJobId(job.id())
            .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
            .withVendor(cause == null ? null : cause.vendor())
            .withHint(
                "Its amount counts as spent. Look at the vendor's own records; retry_jobs with"
                    + " accept_possible_double_charge buys it anew.");
    return end(JobChange.of(job, JobState.SUBMIT_UNKNOWN).failure(failure));
  }

  /** Another step died between "sent" and "recorded": the vendor's records decide. */
  private Next reconcile(Job job, Backend backend) throws InterruptedException {
    Submission answered = unrecorded.get(job.id());
    if (answered != null) {
      return record(job, answered);
    }
    try {
      Optional<Submission> found = backend.reconcile(shot(job, Math.max(1, job.attempt())));
      return found.isPresent() ? record(job, found.get()) : submitUnknown(job, null);
    } catch (BackendException e) {
      if (e.fate() == BackendException.Fate.NOT_ACCEPTED) {
        jobs.change(JobChange.of(job, JobState.QUEUED));
        return Next.AT_ONCE;
      }
      int tries = job.pollFailures() + 1;
      if (tries >= RECONCILE_TRIES) {
        return submitUnknown(job, e.failure());
      }
      jobs.change(
          JobChange.of(job, JobState.SUBMITTING)
              .pollFailures(tries)
              .progress(null, "looking for it in the records of " + job.backend()));
      return Next.after(backoff(tries));
    }
  }

  private Next poll(Job job, Backend backend) throws InterruptedException {
    VendorReference reference = OutcomeJson.readReference(job.vendorReference());
    if (job.cancelRequested() && backend.cancels() && cancelled(job, backend, reference)) {
      return Next.NONE;
    }
    Poll answer;
    try {
      answer = backend.poll(reference);
    } catch (BackendException e) {
      return afterFailedPoll(job, e);
    }
    if (answer instanceof Poll.Running running) {
      return stillRunning(job, running);
    }
    if (answer instanceof Poll.Done done) {
      jobs.change(
          JobChange.of(job, JobState.DOWNLOADING)
              .outcome(OutcomeJson.write(done.outcome()))
              .settle(spent(job, done.outcome()))
              .progress(1.0, "made; fetching the files"));
      return Next.AT_ONCE;
    }
    Failure failure =
        answer instanceof Poll.Failed failed ? failed.failure() : ((Poll.Expired) answer).failure();
    return end(
        JobChange.of(job, answer instanceof Poll.Failed ? JobState.FAILED : JobState.EXPIRED)
            .failure(failure.withJobId(job.id()))
            .settle(settlement(failure, job)));
  }

  private boolean cancelled(Job job, Backend backend, VendorReference reference)
      throws InterruptedException {
    try {
      if (!backend.cancel(reference)) {
        return false;
      }
    } catch (BackendException e) {
      LOG.warn("{}: the vendor could not be asked to stop: {}", job.id(), e.getMessage());
      return false;
    }
    // What a vendor bills for work it stopped is not known; a free one bills nothing.
    boolean free = PlanJson.read(job.plan()).free();
    return jobs.change(
            JobChange.of(job, JobState.CANCELLED)
                .settle(free ? Settlement.RELEASE : Settlement.KEEP))
        .isPresent();
  }

  private Next stillRunning(Job job, Poll.Running running) {
    Duration worked = Duration.between(job.submittedAt(), clock.instant());
    Duration deadline = deadlines.apply(PlanJson.read(job.plan()));
    if (worked.compareTo(deadline) > 0) {
      Failure failure =
          Failure.of(
                  ErrorCode.DEADLINE_EXCEEDED,
                  job.backend()
                      + " has not finished after "
                      + deadline.toMinutes()
                      + " minutes; it may still finish and be billed.")
              .withJobId(job.id())
              .withCharged(
                  PlanJson.read(job.plan()).free() ? Charged.NO : Charged.UNKNOWN, Retry.USE_JOB)
              .withHint("retry_jobs asks the vendor for the same job once more; it buys nothing.");
      return end(JobChange.of(job, JobState.FAILED).failure(failure));
    }
    boolean news =
        job.pollFailures() > 0
            || !java.util.Objects.equals(running.progress(), job.progress())
            || !java.util.Objects.equals(running.message(), job.progressMessage());
    if (news) {
      jobs.change(
          JobChange.of(job, JobState.RUNNING).progress(running.progress(), running.message()));
    }
    return Next.after(atLeast(running.pollAfter()));
  }

  /** A read went wrong; the job is still the vendor's, so only time can end it. */
  private Next afterFailedPoll(Job job, BackendException problem) {
    int failures = job.pollFailures() + 1;
    Double wait = problem.failure().retryAfterSeconds();
    if (Duration.between(job.submittedAt(), clock.instant())
            .compareTo(deadlines.apply(PlanJson.read(job.plan())).plus(PATIENCE_BUSY))
        > 0) {
      return end(
          JobChange.of(job, JobState.FAILED)
              .failure(
                  problem
                      .failure()
                      .withJobId(job.id())
                      .withCharged(Charged.UNKNOWN, Retry.USE_JOB)));
    }
    jobs.change(
        JobChange.of(job, JobState.RUNNING)
            .pollFailures(failures)
            .progress(
                job.progress(),
                "cannot ask " + job.backend() + ": " + problem.failure().message()));
    return Next.after(
        wait == null ? backoff(failures) : atLeast(Duration.ofMillis((long) (wait * 1_000))));
  }

  private Next download(Job job, Backend backend) throws InterruptedException {
    Plan plan = PlanJson.read(job.plan());
    GenerationOrder order = GenerationOrder.read(job.request());
    Outcome outcome = OutcomeJson.read(job.outcome());
    List<Artifact> stored = new ArrayList<>();
    try {
      for (int index = 0; index < outcome.files().size(); index++) {
        stored.add(fetch(job, plan, order, outcome.files().get(index), index, backend));
      }
    } catch (BackendException e) {
      boolean forGood = e.fate() == BackendException.Fate.REJECTED;
      return afterFailedDownload(job, e.failure(), forGood);
    } catch (FailureException e) {
      return afterFailedDownload(job, e.failure(), false);
    }
    return succeed(job, plan, order, outcome, stored);
  }

  private Artifact fetch(
      Job job, Plan plan, GenerationOrder order, RemoteFile file, int index, Backend backend)
      throws BackendException, InterruptedException {
    Staged staged =
        new Staged(
            order.folder(),
            job.id(),
            index,
            job.createdAt(),
            order.title(),
            plan.mode(),
            file.bytes());
    Optional<Artifact> finished = artifacts.find(staged);
    if (finished.isPresent()) {
      return finished.get();
    }
    Path target = artifacts.stage(order.folder(), job.id(), index);
    backend.download(file, target);
    return artifacts.commit(staged, provenance(job, plan, order, index));
  }

  private static Provenance provenance(Job job, Plan plan, GenerationOrder order, int index) {
    return new Provenance(
        Assets.assetId(job.id(), index),
        order.asked(),
        PlanJson.write(plan),
        job.vendorReference(),
        JobReport.cost(job, plan),
        order.parents(),
        plan.backend().equals("previz"));
  }

  private Next afterFailedDownload(Job job, Failure problem, boolean forGood) {
    int failures = job.pollFailures() + 1;
    if (!forGood && failures < DOWNLOAD_TRIES && mayPass(problem)) {
      if (problem.code() == ErrorCode.MEDIA_CORRUPT
          || problem.code() == ErrorCode.MEDIA_TYPE_MISMATCH) {
        discard(job);
      }
      jobs.change(
          JobChange.of(job, JobState.DOWNLOADING)
              .pollFailures(failures)
              .progress(1.0, "fetching again: " + problem.message()));
      return Next.after(backoff(failures));
    }
    Failure failure =
        new Failure(
            problem.code() == ErrorCode.STORAGE_FAILED
                ? ErrorCode.STORAGE_FAILED
                : ErrorCode.DOWNLOAD_FAILED,
            "It was made and could not be stored: " + problem.message(),
            problem.field(),
            problem.value(),
            null,
            PlanJson.read(job.plan()).free() ? Charged.NO : Charged.YES,
            Retry.USE_JOB,
            null,
            "retry_jobs fetches the same result again; it buys nothing.",
            job.id(),
            problem.vendor());
    return end(JobChange.of(job, JobState.FAILED).failure(failure));
  }

  /** Whether fetching again may help: bytes can arrive broken, a full disk can be emptied. */
  private static boolean mayPass(Failure problem) {
    return switch (problem.code()) {
      case PATH_DENIED, INVALID_ARGUMENT, CONTINUATION_EXPIRED, FILE_TOO_LARGE -> false;
      default -> true;
    };
  }

  private void discard(Job job) {
    GenerationOrder order = GenerationOrder.read(job.request());
    int files = OutcomeJson.read(job.outcome()).files().size();
    for (int index = 0; index < files; index++) {
      artifacts.discard(order.folder(), job.id(), index);
    }
  }

  private Next succeed(
      Job job, Plan plan, GenerationOrder order, Outcome outcome, List<Artifact> stored) {
    JobChange change = JobChange.of(job, JobState.SUCCEEDED);
    for (int index = 0; index < stored.size(); index++) {
      change.document(Assets.document(job, plan, stored.get(index), index, order.parents()));
    }
    if (outcome.continuation() != null) {
      change.document(Assets.document(job, plan, outcome.continuation()));
    }
    ArrayNode defects = Defects.between(plan, stored.get(0).facts());
    change.result(JobReport.result(job, plan, outcome, stored, defects));
    change.progress(1.0, null);
    if (jobs.change(change).isPresent()) {
      scratch.remove(job.id());
      LOG.info(
          "{} is stored: {}",
          job.id(),
          stored.stream().map(each -> each.path().toString()).collect(Collectors.joining(", ")));
    }
    return Next.NONE;
  }

  private Settlement spent(Job job, Outcome outcome) {
    if (outcome.cost() != null) {
      return new Settlement.Spent(outcome.cost());
    }
    // Without a price and without the vendor's figure, what it cost is simply not known.
    boolean priced = PlanJson.read(job.plan()).estimate() != null;
    return priced ? new Settlement.Spent(job.reserved()) : Settlement.KEEP;
  }

  private static Settlement settlement(Failure failure, Job job) {
    return switch (failure.charged()) {
      case NO -> Settlement.RELEASE;
      case YES -> new Settlement.Spent(job.reserved());
      case UNKNOWN -> Settlement.KEEP;
    };
  }

  private Next end(JobChange change) {
    Optional<Job> ended = jobs.change(change);
    if (ended.isEmpty()) {
      return Next.AT_ONCE;
    }
    if (ended.get().state() != JobState.SUBMIT_UNKNOWN && ended.get().outcome() == null) {
      scratch.remove(change.jobId());
    }
    return Next.NONE;
  }

  private Next waitForBackend(Job job, String reason) {
    if (job.state() == JobState.QUEUED && job.cancelRequested()) {
      return end(JobChange.of(job, JobState.CANCELLED).settle(Settlement.RELEASE));
    }
    if (job.state() == JobState.QUEUED
        && Duration.between(job.createdAt(), clock.instant()).compareTo(PATIENCE_UNREACHABLE) > 0) {
      Failure failure =
          Failure.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "The backend " + job.backend() + " cannot be used: " + reason + ".")
              .withJobId(job.id());
      return end(JobChange.of(job, JobState.FAILED).failure(failure).settle(Settlement.RELEASE));
    }
    return Next.after(Duration.ofSeconds(15));
  }

  private static Duration backoff(int failures) {
    Duration wait = Duration.ofSeconds(1L << Math.min(failures, 6));
    return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
  }

  private static Duration atLeast(Duration wait) {
    return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
  }
}
