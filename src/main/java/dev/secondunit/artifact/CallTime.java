package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The time of one call, counted from its start, so that it does not outlive the patience of whoever
 * called: all that it fetches from elsewhere shares one limit, and what it then waits for comes out
 * of the same time. Safe for many threads.
 */
public final class CallTime {
  /** The most that one call fetches, all its inputs together; hosts give a call up after 60 s. */
  public static final Duration LONGEST_FETCH = Duration.ofSeconds(30);

  /** For work that nobody waits for. */
  public static final CallTime UNLIMITED = new CallTime(() -> 0, null);

  private final LongSupplier nanoseconds;
  private final long begun;
  private final Duration longestFetch;

  /**
   * @param nanoseconds a clock that only goes forward, such as {@link System#nanoTime}
   * @param longestFetch null for no limit
   */
  CallTime(LongSupplier nanoseconds, Duration longestFetch) {
    this.nanoseconds = Objects.requireNonNull(nanoseconds, "nanoseconds");
    this.begun = nanoseconds.getAsLong();
    this.longestFetch = longestFetch;
  }

  /**
   * A call that starts now.
   *
   * @param nanoseconds a clock that only goes forward, such as {@link System#nanoTime}
   */
  public static CallTime starting(LongSupplier nanoseconds) {
    return new CallTime(nanoseconds, LONGEST_FETCH);
  }

  /** What is left of a time that began with the call; zero when it has passed. */
  public Duration leftOf(Duration whole) {
    Duration left = whole.minusNanos(nanoseconds.getAsLong() - begun);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Something that takes a while; ends when its thread is interrupted. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws InterruptedException;
  }

  /**
   * Fetches a file within what is left, and gives it up after that.
   *
   * @param field the argument that names it, or null
   * @param what the file in words that hold no credential
   * @throws FailureException {@code download_failed} when the time is over; else what the fetching
   *     says
   */
  public Path fetch(String field, String what, Work<Path> fetch) throws InterruptedException {
    return longestFetch == null
        ? fetch.run()
        : within(leftOf(longestFetch), fetch).orElseThrow(() -> late(field, what));
  }

  /** The result of work on a thread of its own, or empty where it was given up after this time. */
  public static <T> Optional<T> within(Duration time, Work<T> work) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread thread = new Thread(task, "work-for-a-call");
    thread.setDaemon(true);
    thread.start();
    try {
      return Optional.of(task.get(time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw causeOf(e);
    } finally {
      task.cancel(true);
    }
  }

  private FailureException late(String field, String what) {
    Failure failure =
        Failure.of(
                ErrorCode.DOWNLOAD_FAILED,
                what
                    + " was not here within the "
                    + longestFetch.toSeconds()
                    + " seconds that one call fetches. Nothing that needs it was bought.")
            .withHint("Download it first, then call again with the path of the local file.");
    return new FailureException(field == null ? failure : failure.withField(field, what));
  }

  private static RuntimeException causeOf(ExecutionException e) throws InterruptedException {
    Throwable cause = e.getCause();
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("work throws nothing else", cause);
  }
}
