package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallTimeTest {
  private static final Path FILE = Path.of("clip.mp4");

  private final AtomicLong now = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Path hang() throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return FILE;
    } finally {
      ended.countDown();
    }
  }

  @Test
  void fetch_longerThanTheCallMay_isGivenUpWithTheWayOut() throws Exception {
    CallTime time = new CallTime(now::get, Duration.ofMillis(20));

    Failure failure =
        assertThrows(
                FailureException.class,
                () -> time.fetch("input_images[1]", "https://example.com/?…", this::hang))
            .failure();

    assertEquals(ErrorCode.DOWNLOAD_FAILED, failure.code());
    assertEquals("input_images[1]", failure.field());
    assertEquals(Charged.NO, failure.charged());
    assertTrue(failure.message().contains("Nothing that needs it was bought"), failure.message());
    assertTrue(failure.hint().contains("path of the local file"), failure.hint());
    assertTrue(ended.await(20, TimeUnit.SECONDS), "what fetches is told to end");
  }

  @Test
  void fetch_afterOthersTookTheTime_hasNoneLeft() throws Exception {
    CallTime time = CallTime.starting(now::get);
    Path first =
        time.fetch(
            "video",
            "https://example.com/a",
            () -> {
              now.addAndGet(Duration.ofSeconds(31).toNanos());
              return FILE;
            });

    assertSame(FILE, first);
    assertThrows(
        FailureException.class, () -> time.fetch("video", "https://example.com/b", this::hang));
  }

  @Test
  void fetch_failing_saysWhy() {
    FailureException denied = Failure.of(ErrorCode.URL_DENIED, "No.").asException();
    CallTime time = CallTime.starting(now::get);

    assertSame(
        denied,
        assertThrows(
            FailureException.class,
            () ->
                time.fetch(
                    "video",
                    "https://example.com/a",
                    () -> {
                      throw denied;
                    })));
  }

  @Test
  void fetch_interruptedCaller_endsTheFetch() throws Exception {
    CallTime time = CallTime.starting(now::get);
    Thread.currentThread().interrupt();

    assertThrows(
        InterruptedException.class,
        () -> time.fetch("video", "https://example.com/a", () -> FILE.resolve(hang())));
  }

  @Test
  void leftOf_countsFromTheStartAndEndsAtZero() {
    now.set(5);
    CallTime time = CallTime.starting(now::get);
    now.addAndGet(Duration.ofSeconds(20).toNanos());

    assertEquals(Duration.ofSeconds(10), time.leftOf(Duration.ofSeconds(30)));
    assertEquals(Duration.ZERO, time.leftOf(Duration.ofSeconds(20)));
    assertEquals(Duration.ZERO, time.leftOf(Duration.ofSeconds(3)));
  }
}
