package dev.secondunit.job;

import java.time.Duration;

/** Hears of every step of a job as it begins, on the thread that takes it. Must throw nothing. */
@FunctionalInterface
public interface StepListener {
  StepListener NONE = lateness -> {};

  /**
   * @param lateness how long after it was due
   */
  void began(Duration lateness);
}
