package dev.secondunit.job;

import java.time.Instant;
import java.util.List;

/** How much there is of what, over the whole store. Every call does I/O; safe for many threads. */
public interface JobStatistics {
  /** How many jobs of a backend are in a state. */
  record Count(JobState state, String backend, long jobs) {}

  /** Only where there are any. */
  List<Count> jobs();

  /**
   * The steps to come.
   *
   * @param scheduled how many, due or not, that nobody has begun
   * @param due how many of them are due by now
   * @param oldestDue since when the one that waits longest is due, or null when none is
   */
  record Queue(long scheduled, long due, Instant oldestDue) {}

  Queue queue();
}
