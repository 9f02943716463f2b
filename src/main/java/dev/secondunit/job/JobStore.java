package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where jobs live. Every method is one transaction that is on disk when it returns, and safe for
 * many threads and many processes on the same store.
 *
 * <p>Implementations promise: a job that {@link #accept} returned survives any crash; {@link
 * #change} happens whole or not at all; reservations never exceed the caps, however many callers
 * reserve at once; a job that is not terminal always has a step scheduled.
 *
 * @see JobTransitions
 */
public interface JobStore {
  /**
   * Takes a job in: finds an equal one, or reserves its money, writes its row and schedules its
   * first step. Equal are, within the time the new one says, those that are not over without files
   * or that may have been billed; and, however old, those whose fate is open.
   *
   * @param batchId the batch it belongs to, or null
   * @param position its place in the batch
   * @throws dev.secondunit.failure.FailureException {@code budget_exceeded} when the reservation
   *     does not fit, {@code conflicting_arguments} when the request key was used for another
   *     request
   */
  Accepted accept(NewJob job, SpendingCaps caps, String batchId, int position);

  /** A job as taken in, and whether it was there before. */
  record Accepted(Job job, boolean deduplicated) {}

  /**
   * The job that {@link #accept} would give back instead of taking this one in. Changes nothing;
   * empty too where the request key belongs to another request, which {@link #accept} refuses.
   */
  Optional<Job> equal(NewJob job);

  /**
   * The first cap that leaves less than so much for a session now. Changes nothing and holds
   * nothing: what others reserve meanwhile is seen by {@link #accept} alone.
   */
  Optional<Shortfall> shortfall(UsdAmount amount, String session, SpendingCaps caps);

  Optional<Job> find(String jobId);

  /** The job that stands for this one at the vendor, if any: the same backend and reference. */
  Optional<Job> at(String backend, ObjectNode vendorReference);

  /** The jobs that exist, in the order asked for. */
  List<Job> findAll(Collection<String> jobIds);

  /** The jobs of a batch in its order; empty when there is no such batch. */
  List<Job> batch(String batchId);

  /** A page of everybody's jobs, newest first. */
  default Page list(Set<JobState> states, String cursor, int limit) {
    return list(null, states, cursor, limit);
  }

  /**
   * A page of jobs, newest first.
   *
   * @param owner whose jobs, or null for everybody's
   * @param states in which states, or none for all
   * @param cursor as a page before gave it, or null to begin
   */
  Page list(String owner, Set<JobState> states, String cursor, int limit);

  /** Some jobs, and where the next page starts, or null at the end. */
  record Page(List<Job> jobs, String nextCursor) {}

  /**
   * Applies one change.
   *
   * @return the job after the change, or empty when somebody else changed it first
   */
  Optional<Job> change(JobChange change);

  /**
   * Takes in a create's answer that came after its job had gone on without it, as a new job with
   * the same request and plan and in the same batches. The reservation of the attempt moves with
   * it; where none was kept, one is made without asking the caps, because the money is gone.
   * Harmless to repeat.
   *
   * @return the new job
   */
  Job takeIn(LateAnswer answer);

  /**
   * Notes that a job shall stop. Has no effect on a terminal one.
   *
   * @return the job as it is now, or empty when there is none
   */
  Optional<Job> requestCancel(String jobId);

  /**
   * Schedules a step for every job that is not terminal and has none, as a crash of an older
   * release could have left it.
   *
   * @return how many there were
   */
  int scheduleForgotten();

  /**
   * Is told the id of a job after every durable change made through this object, on the changing
   * thread. Where the database passes on news, it is also told of jobs that ended through other
   * processes, on a thread of the store; null then means that any job may have changed.
   */
  void onChange(Consumer<String> listener);
}
