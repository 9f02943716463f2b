package dev.secondunit.backend.http;

import java.time.Duration;

/**
 * Hears of every request that was sent to a vendor, on the sending thread. Must return at once and
 * throw nothing.
 */
@FunctionalInterface
public interface CallListener {
  CallListener NONE = (vendor, kind, outcome, took) -> {};

  /**
   * @param vendor the name of the vendor's profile
   * @param outcome {@code ok}, {@code client_error} for a status of 4xx, {@code server_error} for
   *     one of 5xx, or {@code no_answer} when none came whole
   * @param took until the answer was read, or given up
   */
  void ended(String vendor, CallKind kind, String outcome, Duration took);
}
