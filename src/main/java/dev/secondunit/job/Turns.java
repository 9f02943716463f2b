package dev.secondunit.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Shares the workers of a process. Steps that may hold each other up stand in one lane: the creates
 * of one model, or the polls or downloads of one vendor. A lane may use what the others leave, and
 * never the last few workers, so that a slow vendor holds its own jobs alone. Within a lane the
 * parties (batches, or the single jobs of a session) are served in turn, so that a batch of a
 * thousand does not stand before a single shot.
 *
 * <p>A job that gets no turn is remembered and called when a turn is free; should the call be lost,
 * the job comes again by itself. Safe for many threads; no I/O.
 */
public final class Turns {
  /** Kept free for the first step of further lanes, and for saying no. */
  private static final int KEPT_FREE = 4;

  /** Two are called for each turn given back, so that a lane that may grow does. */
  private static final int CALLED_AT_ONCE = 2;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration WAIT_PER_JOB_BEFORE = Duration.ofMillis(10);

  /** How long a called job's turn is kept for it. */
  private static final Duration PROMISE = Duration.ofSeconds(2);

  private final int workers;
  private final int shared;
  private final LongSupplier nanoTime;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private int taken;

  /**
   * @param workers how many steps the process takes at once, five or more
   */
  public Turns(int workers) {
    this(workers, System::nanoTime);
  }

  Turns(int workers, LongSupplier nanoTime) {
    if (workers <= KEPT_FREE) {
      throw new IllegalArgumentException("workers <= " + KEPT_FREE);
    }
    this.workers = workers;
    this.shared = workers - KEPT_FREE;
    this.nanoTime = nanoTime;
  }

  /** One lane: who has a turn, who was promised one, and who waits, by party. */
  private static final class Lane {
    private int taken;
    private long pausedUntil = Long.MIN_VALUE;
    private final Map<String, Long> promised = new HashMap<>();
    private final Map<String, LinkedHashMap<String, Integer>> parties = new LinkedHashMap<>();
    private int waiting;

    boolean active() {
      return taken > 0 || waiting > 0;
    }

    int spoken() {
      return taken + promised.size();
    }

    /** How often this job has waited before. */
    int wait(String party, String jobId) {
      LinkedHashMap<String, Integer> jobs =
          parties.computeIfAbsent(party, name -> new LinkedHashMap<>());
      Integer before = jobs.get(jobId);
      jobs.put(jobId, before == null ? 1 : before + 1);
      waiting += before == null ? 1 : 0;
      return before == null ? 0 : before;
    }

    void forget(String party, String jobId) {
      LinkedHashMap<String, Integer> jobs = parties.get(party);
      if (jobs != null && jobs.remove(jobId) != null) {
        waiting--;
        if (jobs.isEmpty()) {
          parties.remove(party);
        }
      }
    }

    /** The first job of the party whose turn it is; that party goes to the end. */
    Optional<String> next() {
      if (waiting == 0) {
        return Optional.empty();
      }
      String party = parties.keySet().iterator().next();
      LinkedHashMap<String, Integer> jobs = parties.remove(party);
      String jobId = jobs.keySet().iterator().next();
      jobs.remove(jobId);
      waiting--;
      if (!jobs.isEmpty()) {
        parties.put(party, jobs);
      }
      return Optional.of(jobId);
    }
  }

  /**
   * Asks for a turn, to be given back with {@link #giveBack}.
   *
   * @return zero when the turn was given, else when to ask again unless called before
   */
  public synchronized Duration take(String laneName, String party, String jobId) {
    Lane lane = lanes.computeIfAbsent(laneName, name -> new Lane());
    long now = nanoTime.getAsLong();
    forgetOldPromises(now);
    boolean called = lane.promised.remove(jobId) != null;
    if (called || admits(lane, now)) {
      lane.forget(party, jobId);
      lane.taken++;
      taken++;
      return Duration.ZERO;
    }
    int before = lane.wait(party, jobId);
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(before, 6));
    Duration behind = WAIT_PER_JOB_BEFORE.multipliedBy(lane.waiting);
    return least(LONGEST_WAIT, wait.compareTo(behind) > 0 ? wait : behind);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private boolean admits(Lane lane, long now) {
    if (now < lane.pausedUntil) {
      return false;
    }
    int spoken = lanes.values().stream().mapToInt(Lane::spoken).sum();
    if (lane.spoken() == 0) {
      return spoken < workers - 1;
    }
    long others = lanes.values().stream().filter(each -> each != lane && each.active()).count();
    return lane.spoken() < Math.max(1, shared / (others + 1)) && spoken < shared;
  }

  private void forgetOldPromises(long now) {
    for (Lane lane : lanes.values()) {
      lane.promised.values().removeIf(until -> until - now < 0);
    }
  }

  /**
   * Gives a turn back.
   *
   * @return the jobs to call now: turns are kept for them for a moment
   */
  public synchronized List<String> giveBack(String laneName) {
    Lane own = lanes.get(laneName);
    own.taken--;
    taken--;
    long now = nanoTime.getAsLong();
    forgetOldPromises(now);
    List<String> called = new ArrayList<>();
    while (called.size() < CALLED_AT_ONCE) {
      Lane lane = admits(own, now) && own.waiting > 0 ? own : neediest(now);
      if (lane == null) {
        break;
      }
      String jobId = lane.next().orElseThrow();
      lane.promised.put(jobId, now + PROMISE.toNanos());
      called.add(jobId);
    }
    forgetIdleLanes();
    return called;
  }

  /** Of the lanes that may take a turn, the one that has the fewest; null when there is none. */
  private Lane neediest(long now) {
    Lane neediest = null;
    for (Lane lane : lanes.values()) {
      boolean fewer = neediest == null || lane.spoken() < neediest.spoken();
      if (lane.waiting > 0 && fewer && admits(lane, now)) {
        neediest = lane;
      }
    }
    return neediest;
  }

  private void forgetIdleLanes() {
    long now = nanoTime.getAsLong();
    Iterator<Lane> each = lanes.values().iterator();
    while (each.hasNext()) {
      Lane lane = each.next();
      if (!lane.active() && lane.promised.isEmpty() && now >= lane.pausedUntil) {
        each.remove();
      }
    }
  }

  /** Nobody in this lane shall be sent before this long: the vendor asked to wait. */
  public synchronized void pause(String laneName, Duration wait) {
    Lane lane = lanes.computeIfAbsent(laneName, name -> new Lane());
    lane.pausedUntil = Math.max(lane.pausedUntil, nanoTime.getAsLong() + wait.toNanos());
  }

  /** How many turns are taken now. */
  synchronized int taken() {
    return taken;
  }
}
