package dev.secondunit.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How long vendors have had the jobs that they accepted, and how long they may have them. The time
 * before this process first asked is told by the clock, and never counts for so much that nobody
 * would ask again; from then on it is measured. So a clock that is set does not end what has just
 * begun. Safe for many threads.
 */
public final class VendorTime {
  /** Whatever the clock says, each process that takes a job up asks for it at least so long. */
  private static final Duration LEAST_ASKING = Duration.ofMinutes(1);

  /** A job not asked for so long has ended in another process. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Function<Job, Terms> terms;
  private final Clocks clocks;

  /** The one that was asked for the longest ago first. */
  private final Map<String, Watched> watched = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * How long a vendor may have a job.
   *
   * @param free whether nothing is paid for it
   * @param deadline after which it is only asked for rarely
   */
  public record Terms(boolean free, Duration deadline) {
    public Terms {
      Objects.requireNonNull(deadline, "deadline");
    }

    /** What is free is given up at its deadline; what was bought is looked after for longer. */
    public Duration patience() {
      return free ? deadline : deadline.plus(Overtime.LENGTH);
    }
  }

  /** How long a vendor has had a job by now. */
  public record Taken(Terms terms, Duration length) {
    public boolean longerThan(Duration other) {
      return length.compareTo(other) > 0;
    }
  }

  /**
   * How long an attempt had run when this process first asked; when that was, and the last time.
   */
  private record Watched(
      int attempt, Terms terms, Duration before, Instant from, Instant lastAsked) {
    Watched askedAt(Instant now) {
      return new Watched(attempt, terms, before, from, now);
    }
  }

  /**
   * @param terms of a job; asked for once per attempt
   */
  public VendorTime(Function<Job, Terms> terms, Clocks clocks) {
    this.terms = Objects.requireNonNull(terms, "terms");
    this.clocks = Objects.requireNonNull(clocks, "clocks");
  }

  /** What the present attempt of a job has taken. */
  public synchronized Taken taken(Job job) {
    Instant now = clocks.stopwatch().instant();
    Watched known = watched.get(job.id());
    Watched watch =
        known != null && known.attempt() == job.attempt()
            ? known.askedAt(now)
            : watchFrom(now, job);
    watched.put(job.id(), watch);
    Iterator<Watched> oldest = watched.values().iterator();
    while (oldest.next().lastAsked().isBefore(now.minus(FORGOTTEN))) {
      oldest.remove();
    }
    Duration measured = Duration.between(watch.from(), now);
    return new Taken(watch.terms(), watch.before().plus(measured));
  }

  /** Nobody waits for this job's vendor any more. */
  public synchronized void over(Job job) {
    watched.remove(job.id());
  }

  synchronized int watched() {
    return watched.size();
  }

  private Watched watchFrom(Instant now, Job job) {
    Terms known = terms.apply(job);
    Duration shown = Duration.between(job.submittedAt(), clocks.time().instant());
    Duration most = known.patience().minus(LEAST_ASKING);
    return new Watched(job.attempt(), known, shown.compareTo(most) > 0 ? most : shown, now, now);
  }
}
