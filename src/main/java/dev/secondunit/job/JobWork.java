package dev.secondunit.job;

import java.time.Duration;
import java.util.Objects;

/**
 * The work of one kind of job, one short step at a time. A step reads the job, does one thing that
 * may be interrupted anywhere, and records it by {@link JobStore#change} before anything that
 * depends on it. The engine never runs two steps of one job at once unless it believes that the
 * process of the first has died; guarded changes decide who wins then.
 */
public interface JobWork {
  /** Whose jobs: the value of {@link Job#kind()}. */
  String kind();

  /**
   * Takes one step.
   *
   * @return when to take the next one, or that there is none
   * @throws InterruptedException when the engine stops; the job stays as recorded
   */
  Next step(Job job) throws InterruptedException;

  /**
   * What follows a step.
   *
   * @param busy whether others of the same kind need not try before either
   */
  record Next(Duration after, boolean busy) {
    /** The job is terminal. */
    public static final Next NONE = new Next(null, false);

    public static final Next AT_ONCE = new Next(Duration.ZERO, false);

    public static Next after(Duration after) {
      return new Next(Objects.requireNonNull(after, "after"), false);
    }

    /** The vendor asked everybody to wait. */
    public static Next busy(Duration after) {
      return new Next(Objects.requireNonNull(after, "after"), true);
    }
  }
}
