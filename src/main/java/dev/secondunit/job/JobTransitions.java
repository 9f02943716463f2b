package dev.secondunit.job;

import static dev.secondunit.job.JobState.CANCELLED;
import static dev.secondunit.job.JobState.DOWNLOADING;
import static dev.secondunit.job.JobState.EXPIRED;
import static dev.secondunit.job.JobState.FAILED;
import static dev.secondunit.job.JobState.QUEUED;
import static dev.secondunit.job.JobState.RUNNING;
import static dev.secondunit.job.JobState.SUBMITTING;
import static dev.secondunit.job.JobState.SUBMIT_UNKNOWN;
import static dev.secondunit.job.JobState.SUCCEEDED;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The one table of legal state changes. */
public final class JobTransitions {
  private static final Map<JobState, Set<JobState>> LEGAL = new EnumMap<>(JobState.class);

  static {
    // Past submitting only by the late answer to the attempt that was to be bought anew.
    LEGAL.put(QUEUED, Set.of(QUEUED, SUBMITTING, RUNNING, DOWNLOADING, FAILED, CANCELLED));
    // Back to the queue only when the vendor provably did not accept.
    LEGAL.put(SUBMITTING, Set.of(SUBMITTING, QUEUED, RUNNING, DOWNLOADING, FAILED, SUBMIT_UNKNOWN));
    // Back to the queue only for another backend, when the vendor says that it failed unbilled.
    LEGAL.put(RUNNING, Set.of(RUNNING, QUEUED, DOWNLOADING, SUCCEEDED, FAILED, CANCELLED, EXPIRED));
    LEGAL.put(DOWNLOADING, Set.of(DOWNLOADING, SUCCEEDED, FAILED, EXPIRED));
    // A late answer, a look into the vendor's own records, or a retry with an explicit word.
    LEGAL.put(SUBMIT_UNKNOWN, Set.of(QUEUED, SUBMITTING, RUNNING, DOWNLOADING, FAILED));
    // By retry_jobs: from the queue, from the vendor's id, or from the files it already made; or by
    // a late answer.
    LEGAL.put(FAILED, Set.of(QUEUED, RUNNING, DOWNLOADING));
    LEGAL.put(SUCCEEDED, Set.of());
    LEGAL.put(CANCELLED, Set.of());
    // By retry_jobs, from the vendor's id: it may have been asked at the wrong door.
    LEGAL.put(EXPIRED, Set.of(RUNNING));
  }

  private JobTransitions() {}

  public static boolean legal(JobState from, JobState to) {
    return LEGAL.get(from).contains(to);
  }

  /** Throws when a change is not in the table; that is a defect of the caller. */
  public static void check(JobState from, JobState to) {
    if (!legal(from, to)) {
      throw new IllegalStateException("no change from " + from.word() + " to " + to.word());
    }
  }
}
