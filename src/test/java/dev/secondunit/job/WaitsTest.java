package dev.secondunit.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {
  private static final Failure BUSY = Failure.of(ErrorCode.VENDOR_UNAVAILABLE, "Busy.");

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 4", "3, 8", "5, 32", "6, 60", "7, 60", "1000000, 60"})
  void backoff_doublesUpToAMinute(int failures, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), Waits.backoff(failures));
    assertEquals(Duration.ofSeconds(seconds), Waits.asTold(BUSY, failures));
  }

  @ParameterizedTest
  @CsvSource({"7.5, 7500", "600, 600000", "0, 250", "0.01, 250"})
  void asTold_isWhatTheVendorSaysAndNeverNothing(double told, long milliseconds) {
    assertEquals(Duration.ofMillis(milliseconds), Waits.asTold(BUSY.withRetryAfter(told), 1));
  }

  @Test
  void atLeast_keepsWhatIsLonger() {
    assertEquals(Duration.ofMillis(250), Waits.atLeast(Duration.ZERO));
    assertEquals(Duration.ofMinutes(3), Waits.atLeast(Duration.ofMinutes(3)));
  }
}
