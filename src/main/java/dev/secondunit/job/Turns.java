package dev.secondunit.job;

import java.time.Duration;
import java.util.LinkedHashMap;
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
 * the job comes again by itself. Processes that share a store refuse and remember different jobs of
 * one lane, so a lane that has room and remembers nobody looks for those. Safe for many threads; no
 * I/O.
 */
public final class Turns {
  /** Kept free for the first step of further lanes, and for saying no. */
  private static final int KEPT_FREE = 4;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration WAIT_PER_JOB_BEFORE = Duration.ofMillis(10);

  /**
   * How long a called job's turn is kept for it: it is found here at once, or another process has
   * found it, and then nobody comes.
   */
  private static final Duration PROMISE = Duration.ofMillis(300);

  /** How often a lane looks for jobs that wait elsewhere. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

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
    long others =
        lanes.values().stream().filter(each -> each != lane && each.needsWorkers(now)).count();
    return lane.spoken() < Math.max(1, shared / (others + 1)) && spoken < shared;
  }

  private void forgetOldPromises(long now) {
    for (Lane lane : lanes.values()) {
      lane.promised.values().removeIf(until -> until - now < 0);
    }
  }

  /** A turn that is kept for a job for a moment. */
  record Call(String lane, String jobId) {}

  /** Gives a turn back. Somebody else may be called for it. */
  public synchronized void giveBack(String laneName) {
    lanes.get(laneName).taken--;
    taken--;
    forgetIdleLanes();
  }

  /**
   * Whom to call now: of this lane while it may take a turn, else of the lane that has the fewest.
   */
  synchronized Optional<Call> next(String laneName) {
    long now = nanoTime.getAsLong();
    forgetOldPromises(now);
    Lane own = lanes.get(laneName);
    boolean ownMay = own != null && own.waiting > 0 && admits(own, now);
    String name = ownMay ? laneName : neediest(now);
    if (name == null) {
      return Optional.empty();
    }
    Lane lane = lanes.get(name);
    String jobId = lane.next().orElseThrow();
    lane.promised.put(jobId, now + PROMISE.toNanos());
    return Optional.of(new Call(name, jobId));
  }

  /** The called job needs no turn of this process. */
  synchronized void withdraw(Call call) {
    Lane lane = lanes.get(call.lane());
    if (lane != null) {
      lane.promised.remove(call.jobId());
    }
  }

  /**
   * How many jobs of the lane to look for that wait elsewhere and to {@link #remember}: none unless
   * the lane has room, remembers nobody and has not looked just now.
   */
  synchronized int missing(String laneName) {
    Lane lane = lanes.computeIfAbsent(laneName, name -> new Lane());
    long now = nanoTime.getAsLong();
    if (lane.waiting > 0 || now < lane.nextLook || !admits(lane, now)) {
      return 0;
    }
    lane.nextLook = now + LOOK_EVERY.toNanos();
    return shared;
  }

  /** A job of this lane waits, though it has not asked here. */
  synchronized void remember(String laneName, String party, String jobId) {
    lanes.computeIfAbsent(laneName, name -> new Lane()).remember(party, jobId);
  }

  /** The job waits for a turn no more, if it did. */
  public synchronized void forget(String laneName, String party, String jobId) {
    Lane lane = lanes.get(laneName);
    if (lane != null) {
      lane.forget(party, jobId);
      lane.promised.remove(jobId);
      forgetIdleLanes();
    }
  }

  /** Of the lanes that may take a turn, the one that has the fewest; null when there is none. */
  private String neediest(long now) {
    String neediest = null;
    for (Map.Entry<String, Lane> each : lanes.entrySet()) {
      Lane lane = each.getValue();
      boolean fewer = neediest == null || lane.spoken() < lanes.get(neediest).spoken();
      if (lane.waiting > 0 && fewer && admits(lane, now)) {
        neediest = each.getKey();
      }
    }
    return neediest;
  }

  private void forgetIdleLanes() {
    long now = nanoTime.getAsLong();
    lanes.values().removeIf(lane -> lane.idle(now));
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
