package dev.secondunit.job;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.UsdAmount;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * One job as it stands in the store. The JSON parts belong to whoever does the work; the job core
 * stores them and never looks inside.
 *
 * @param kind whose work it is, such as {@code generation}
 * @param owner whose it is
 * @param session who asked, for the cap per session
 * @param request what was asked, normalised
 * @param plan what was decided to be done
 * @param attempt how many creates were begun; 0 before the first
 * @param vendorReference what finds the job at the vendor, or null before it accepted
 * @param outcome what the vendor made, or null before it did
 * @param result what the caller is told, or null before success
 * @param failure why it failed, or why it is not known what became of it; else null
 * @param progress 0 to 1, or null when unknown
 * @param progressMessage a few words for people, or null
 * @param cancelRequested whether somebody asked to stop it
 * @param pollFailures how many reads in a row went wrong
 * @param reserved what the newest attempt holds against the caps; zero for free ones, and where no
 *     price is known
 * @param settled what all attempts have cost together, as far as that is known; null while one of
 *     them is open, and when it is not known of the newest
 * @param submittedAt when the last create was begun, or null
 * @param dueAt when the next step is due; null in a terminal state
 * @param finishedAt when it became terminal, or null
 * @param queuedAt since when it waits to be sent: when it was accepted, or taken up again by hand
 * @param unknownAttempts the attempts whose fate is not known and after which it was bought anew,
 *     or may be once it cannot be found at the vendor
 * @param pastAttempts those it has gone on from in another way than being sent again because they
 *     were not accepted
 * @param refusedSince the first time since it was queued that it could not be sent, or null
 * @param lateJob the job that the late answer to one of those became, or null
 * @param lateAnswerOf the job whose late answer this one is, or null
 * @param batchId the batch it was first accepted in, or null
 */
public record Job(
    String id,
    String kind,
    JobState state,
    String owner,
    String session,
    String backend,
    String model,
    ObjectNode request,
    ObjectNode plan,
    int attempt,
    ObjectNode vendorReference,
    ObjectNode outcome,
    ObjectNode result,
    Failure failure,
    Double progress,
    String progressMessage,
    boolean cancelRequested,
    int pollFailures,
    UsdAmount reserved,
    UsdAmount settled,
    Instant createdAt,
    Instant submittedAt,
    Instant dueAt,
    Instant updatedAt,
    Instant finishedAt,
    Instant queuedAt,
    Set<Integer> unknownAttempts,
    PastAttempts pastAttempts,
    Instant refusedSince,
    String lateJob,
    String lateAnswerOf,
    String batchId) {
  public Job {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(queuedAt, "queuedAt");
    unknownAttempts = Set.copyOf(unknownAttempts);
    Objects.requireNonNull(pastAttempts, "pastAttempts");
  }

  /**
   * Whether its newest attempt was provably not accepted, or it was taken up again since and that
   * is kept in {@link #pastAttempts()}.
   */
  public boolean notAccepted() {
    return switch (state) {
      case QUEUED, CANCELLED -> vendorReference == null;
      case FAILED -> vendorReference == null && failure != null && failure.charged() == Charged.NO;
      case SUBMITTING, RUNNING, DOWNLOADING, SUCCEEDED, EXPIRED, SUBMIT_UNKNOWN -> false;
    };
  }
}
