package dev.secondunit.generation;

import dev.secondunit.artifact.Artifact;
import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.Provenance;
import dev.secondunit.artifact.Staged;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Clocks;
import dev.secondunit.job.Endings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Overtime;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Sightings;
import dev.secondunit.job.Waits;
import dev.secondunit.media.Mode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;

/** Fetches what was made, checks and stores it, and tells what differs from what was asked. */
final class Fetches {
  /** With {@link Waits#backoff}: half an hour. After that it is fetched rarely. */
  private static final int QUICK_TRIES = 40;

  private static final int TRIES_A_DAY = (int) Overtime.LENGTH.dividedBy(Overtime.PAUSE);

  /** However long a vendor says to keep its copy. */
  private static final int MOST_DAYS = 7;

  /** A refusal may pass, and so may broken bytes; said for so long, neither does. */
  private static final Duration UNTIL_FINAL = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);

  private final JobStore jobs;
  private final ArtifactStore artifacts;
  private final Endings endings;
  private final ScratchFolders scratch;
  private final Clock clock;
  private final Sightings refusals;

  Fetches(
      JobStore jobs,
      ArtifactStore artifacts,
      Endings endings,
      ScratchFolders scratch,
      Clocks clocks) {
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.endings = endings;
    this.scratch = scratch;
    this.clock = clocks.time();
    this.refusals = new Sightings(clocks.stopwatch());
  }

  Next download(Job job, Backend backend) throws InterruptedException {
    Plan plan = PlanJson.read(job.plan());
    GenerationOrder order = GenerationOrder.read(job.request());
    Outcome outcome = OutcomeJson.read(job.outcome());
    List<StoredFile> stored = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try {
      for (int index = 0; index < outcome.files().size(); index++) {
        RemoteFile file = outcome.files().get(index);
        if (file.companion().isPresent()) {
          companion(job, plan, order, file, index, backend, missing).ifPresent(stored::add);
        } else {
          stored.add(new StoredFile(index, null, fetch(job, plan, order, file, index, backend)));
        }
      }
    } catch (BackendException e) {
      boolean refused = e.fate() == BackendException.Fate.REJECTED;
      return afterFailedDownload(job, outcome, e.failure(), refused);
    } catch (FailureException e) {
      return afterFailedDownload(job, outcome, e.failure(), false);
    }
    refusals.over(job.id());
    return succeed(job, plan, order, withWarnings(outcome, missing), stored);
  }

  /** What goes with the result is fetched once; that it cannot be had is told and no failure. */
  private Optional<StoredFile> companion(
      Job job,
      Plan plan,
      GenerationOrder order,
      RemoteFile file,
      int index,
      Backend backend,
      List<String> missing)
      throws InterruptedException {
    String kind = file.companion().orElseThrow();
    Failure failure;
    try {
      Artifact artifact = fetch(job, plan, order, file, index, backend);
      return Optional.of(new StoredFile(index, kind, artifact));
    } catch (BackendException e) {
      failure = e.failure();
    } catch (FailureException e) {
      failure = e.failure();
    }
    artifacts.discard(order.folder(), job.id(), index);
    missing.add("There is no " + kind + " of it: " + failure.message());
    return Optional.empty();
  }

  private static Outcome withWarnings(Outcome outcome, List<String> more) {
    List<String> warnings = new ArrayList<>(outcome.warnings());
    warnings.addAll(more);
    return new Outcome(
        outcome.files(), outcome.model(), outcome.cost(), outcome.continuation(), warnings);
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
            file.companion().map(kind -> kind + " " + order.title()).orElse(order.title()),
            file.companion().isPresent() ? Mode.IMAGE : plan.mode(),
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
        JobReport.cost(plan.account(), job),
        order.parents(),
        plan.backend().equals("previz"));
  }

  private Next afterFailedDownload(Job job, Outcome outcome, Failure problem, boolean refused) {
    int failures = job.pollFailures() + 1;
    if (mayPass(problem) && !lasting(job, problem, refused) && inTime(outcome, failures)) {
      if (problem.code() == ErrorCode.MEDIA_CORRUPT
          || problem.code() == ErrorCode.MEDIA_TYPE_MISMATCH) {
        discard(job);
      }
      jobs.change(
          JobChange.of(job, JobState.DOWNLOADING)
              .pollFailures(failures)
              .progress(1.0, again(failures) + problem.message()));
      return Next.after(failures < QUICK_TRIES ? Waits.backoff(failures) : Overtime.PAUSE);
    }
    refusals.over(job.id());
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
    return endings.fail(job, JobState.FAILED, failure, Settlement.KEEP);
  }

  private static String again(int failures) {
    return failures < QUICK_TRIES
        ? "fetching again: "
        : "fetching again every " + Overtime.PAUSE.toMinutes() + " minutes: ";
  }

  /** Whether the vendor refuses to hand it out, or hands out broken bytes, and keeps to that. */
  private boolean lasting(Job job, Failure problem, boolean refused) {
    if (!refused && problem.code() != ErrorCode.MEDIA_CORRUPT) {
      refusals.over(job.id());
      return false;
    }
    return refusals.again(job.id()).compareTo(UNTIL_FINAL) >= 0;
  }

  /** Until the vendor drops its copy, or for a day where it does not say when. */
  private boolean inTime(Outcome outcome, int failures) {
    if (failures < QUICK_TRIES) {
      return true;
    }
    Instant expiresAt = outcome.continuation() == null ? null : outcome.continuation().expiresAt();
    int days = expiresAt == null ? 1 : MOST_DAYS;
    return failures < QUICK_TRIES + days * TRIES_A_DAY
        && (expiresAt == null || clock.instant().isBefore(expiresAt));
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
      Job job, Plan plan, GenerationOrder order, Outcome outcome, List<StoredFile> stored) {
    JobChange change = JobChange.of(job, JobState.SUCCEEDED);
    for (StoredFile file : stored) {
      List<String> parents =
          file.companion() == null ? order.parents() : List.of(Assets.firstAssetId(job.id()));
      change.document(Assets.document(job, plan, file.artifact(), file.index(), parents));
    }
    if (outcome.continuation() != null) {
      change.document(Assets.document(job, plan, outcome.continuation()));
    }
    ArrayNode defects = Defects.between(plan, stored.get(0).artifact().facts());
    change.result(JobReport.result(job, plan, outcome, stored, defects));
    change.progress(1.0, null);
    if (jobs.change(change).isPresent()) {
      scratch.remove(job.id(), job.attempt());
      LOG.info(
          "{} is stored: {}",
          job.id(),
          stored.stream()
              .map(each -> each.artifact().location())
              .collect(Collectors.joining(", ")));
    }
    return Next.NONE;
  }
}
