package dev.secondunit.backend.http;

import java.time.Duration;
import java.util.Objects;

/**
 * Every bound on what comes over HTTP, by name.
 *
 * @param connect longest wait for a connection
 * @param create how long a create may take until its answer is read whole, unless the call says
 *     otherwise
 * @param read the same for polls and reads
 * @param transfer how long one upload or one download call may take; a download resumes in the next
 *     call
 * @param stall longest silence between two bytes
 * @param jsonBytes most that is kept in memory of one JSON answer; media inside it goes to disk
 * @param errorBytes most that is read of an error answer
 * @param fileBytes largest file that is fetched or unpacked from an answer
 * @param readAttempts how often a poll, read or download is tried inside one call
 * @param redirects how many redirects a read or download follows
 * @param longestWait longest wait between two tries inside one call; what asks for more is handed
 *     to the caller
 * @param longestRetryAfter longest delay believed when a vendor says when to come back
 */
public record HttpLimits(
    Duration connect,
    Duration create,
    Duration read,
    Duration transfer,
    Duration stall,
    long jsonBytes,
    long errorBytes,
    long fileBytes,
    int readAttempts,
    int redirects,
    Duration longestWait,
    Duration longestRetryAfter) {

  public HttpLimits {
    Objects.requireNonNull(connect, "connect");
    Objects.requireNonNull(create, "create");
    Objects.requireNonNull(read, "read");
    Objects.requireNonNull(transfer, "transfer");
    Objects.requireNonNull(stall, "stall");
    Objects.requireNonNull(longestWait, "longestWait");
    Objects.requireNonNull(longestRetryAfter, "longestRetryAfter");
    if (jsonBytes < 1 || errorBytes < 1 || fileBytes < 1 || readAttempts < 1 || redirects < 0) {
      throw new IllegalArgumentException("a limit is too small");
    }
  }

  /** The usual limits, with the largest file as configured. */
  public static HttpLimits withFileBytes(long fileBytes) {
    return new HttpLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(90),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        8L << 20,
        64L << 10,
        fileBytes,
        3,
        5,
        Duration.ofSeconds(5),
        Duration.ofHours(1));
  }

  /** These limits with other times, for a simulator or a test that must not wait. */
  public HttpLimits withTimes(
      Duration connect, Duration create, Duration read, Duration transfer, Duration stall) {
    return new HttpLimits(
        connect,
        create,
        read,
        transfer,
        stall,
        jsonBytes,
        errorBytes,
        fileBytes,
        readAttempts,
        redirects,
        longestWait,
        longestRetryAfter);
  }

  /** These limits with other sizes. */
  public HttpLimits withSizes(long jsonBytes, long errorBytes, long fileBytes) {
    return new HttpLimits(
        connect,
        create,
        read,
        transfer,
        stall,
        jsonBytes,
        errorBytes,
        fileBytes,
        readAttempts,
        redirects,
        longestWait,
        longestRetryAfter);
  }
}
