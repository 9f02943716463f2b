package dev.secondunit.generation;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.backend.Backend;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.job.Clocks;
import dev.secondunit.job.Endings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.Queueing;
import dev.secondunit.job.SecondWay;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.Identifiers;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

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

  /**
   * What plans are asked about.
   *
   * @param deadlines how long a vendor may work on one before it is only asked rarely
   * @param anew how something is planned as things stand now; sends nothing
   */
  public record Plans(Function<Plan, Duration> deadlines, Function<GenerationRequest, Plan> anew) {}

  /**
   * Where media lie, and what is known of them.
   *
   * @param assets those of all owners
   * @param scratch where vendors that answer with media put them
   */
  public record Media(ArtifactStore artifacts, Assets assets, ScratchFolders scratch) {}

  private static final Endings.Words WORDS =
      new Endings.Words(
          "request",
          "accepted",
          "Look at the vendor's own records; retry_jobs does that where the vendor has a list."
              + " With accept_possible_double_charge it buys anew what it cannot find.");

  private static final Duration UNTIL_THE_BACKEND_IS_BACK = Duration.ofSeconds(15);

  private final Supplier<Map<String, Backend>> backends;
  private final Answers answers;
  private final Queueing queueing;
  private final Submits submits;
  private final Polls polls;
  private final Fetches fetches;

  /**
   * @param backends by name, opened on first use
   * @param caps what a shot that is sent elsewhere must fit
   * @param identifiers for the jobs that late answers become
   * @param clocks what time it is, and how long something takes
   */
  public GenerationWork(
      JobStore jobs,
      Supplier<Map<String, Backend>> backends,
      Media media,
      SpendingCaps caps,
      Plans plans,
      Identifiers identifiers,
      Clocks clocks) {
    this.backends = backends;
    ScratchFolders scratch = media.scratch();
    SecondWay elsewhere = new FallingBack(jobs, backends, caps, scratch);
    OwnFileInstead ownFile = new OwnFileInstead(jobs, media.assets(), plans.anew(), clocks.time());
    Endings endings =
        new Endings(
            jobs,
            WORDS,
            Billing::estimate,
            ended -> tidyUp(scratch, ended),
            (job, failure) ->
                failure.code() == ErrorCode.CONTINUATION_EXPIRED
                    ? ownFile.take(job, failure)
                    : elsewhere.take(job, failure));
    this.answers = new Answers(jobs, scratch, identifiers);
    this.queueing = new Queueing(jobs, endings, clocks.time());
    this.submits =
        new Submits(jobs, media.artifacts(), answers, endings, queueing, scratch, ownFile);
    this.polls = new Polls(jobs, endings, plans.deadlines(), clocks);
    this.fetches = new Fetches(jobs, media.artifacts(), endings, scratch, clocks);
  }

  /** What may still be answered, or was made already, needs its folder. */
  private static void tidyUp(ScratchFolders scratch, Job ended) {
    if (ended.state() != JobState.SUBMIT_UNKNOWN && ended.outcome() == null) {
      scratch.remove(ended.id(), ended.attempt());
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Next step(Job job) throws InterruptedException {
    if (answers.recordKept(job)) {
      return Next.AT_ONCE;
    }
    Backend backend = backends.get().get(job.backend());
    if (backend == null) {
      return job.state() == JobState.QUEUED
          ? queueing.untilUsable(job, "this program has no backend of that name")
          : Next.after(UNTIL_THE_BACKEND_IS_BACK);
    }
    return switch (job.state()) {
      case QUEUED -> submits.submit(job, backend);
      case SUBMITTING -> submits.reconcile(job, backend);
      case RUNNING -> polls.poll(job, backend);
      case DOWNLOADING -> fetches.download(job, backend);
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED, SUBMIT_UNKNOWN -> Next.NONE;
    };
  }
}
