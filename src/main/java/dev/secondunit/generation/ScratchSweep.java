package dev.secondunit.generation;

import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a killed process left of jobs that are over: it died after the row was written and
 * before the job's scratch folder was removed.
 */
public final class ScratchSweep {
  /** A create may still be answered for so long after it was given up. */
  private static final Duration LATEST_ANSWER = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(ScratchSweep.class);

  private final JobStore jobs;
  private final ScratchFolders scratch;
  private final Clock clock;
  private final AnswerNotes notes;

  public ScratchSweep(JobStore jobs, ScratchFolders scratch, Clock clock) {
    this.jobs = jobs;
    this.scratch = scratch;
    this.clock = clock;
    this.notes = new AnswerNotes(scratch);
  }

  /** Sweeps once. What cannot be removed is logged and left for the next start. */
  public void run() {
    try {
      for (String jobId : scratch.jobIds()) {
        Optional<Job> job = jobs.find(jobId);
        if (job.isPresent() && done(job.get())) {
          scratch.removeAll(jobId);
        }
      }
    } catch (FailureException e) {
      LOG.warn("old scratch folders stay: {}", e.getMessage());
    }
  }

  /**
   * Whether nothing can want the bytes: a failed job is fetched from them again, and one that was
   * given up may have been answered into them.
   */
  private boolean done(Job job) {
    if (!job.state().terminal() || job.state() == JobState.FAILED && job.outcome() != null) {
      return false;
    }
    if (job.state() != JobState.SUBMIT_UNKNOWN) {
      return true;
    }
    boolean old =
        job.finishedAt() != null && job.finishedAt().isBefore(clock.instant().minus(LATEST_ANSWER));
    return old && notes.read(job.id(), job.attempt()).isEmpty();
  }
}
