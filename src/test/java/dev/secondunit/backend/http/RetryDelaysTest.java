package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelaysTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After | 7 | 7000",
        "retry-after | 0.5 | 500",
        "Retry-After | Sat, 21 Nov 2026 10:00:30 GMT | 30000",
        "Retry-After | Sat, 21 Nov 2026 09:00:00 GMT | 0",
        "Retry-After | 999999 | 3600000",
        "retry-after-ms | 1500 | 1500",
        "X-RateLimit-Reset | 1795255260 | 60000",
        "X-RateLimit-Reset | 12 | 12000",
        "x-ratelimit-reset-requests | 6m0s | 360000",
        "x-ratelimit-reset-requests | 20ms | 20"
      })
  void header_isRead(String name, String value, long milliseconds) {
    Headers headers = new Headers(Map.of(name, List.of(value)));

    assertEquals(Optional.of(Duration.ofMillis(milliseconds)), read(headers, "{}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"error\":{\"details\":[{\"@type\":\"x\"},{\"retryDelay\":\"34.4s\"}]}} | 34400",
        "{\"message\":\"You have exceeded the rate limit (8/60s). Please try again later after 2026-11-21T10:01:00Z.\"} | 60000",
        "{\"message\":\"You have exceeded the rate limit. Please try again later after 30 seconds.\"} | 30000",
        "{\"error\":{\"message\":\"Please try again in 1m30s.\"}} | 90000"
      })
  void body_isRead(String body, long milliseconds) {
    assertEquals(Optional.of(Duration.ofMillis(milliseconds)), read(Headers.NONE, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"message\":\"duration must be 5 seconds\"}",
        "{\"error\":{\"details\":[{\"retryDelay\":\"soon\"}]}}",
        "[]",
        "{}"
      })
  void body_withoutDelay_isEmpty(String body) {
    assertEquals(Optional.empty(), read(Headers.NONE, body));
  }

  @Test
  void header_nonsense_isIgnored() {
    Headers headers = new Headers(Map.of("Retry-After", List.of("soon")));

    assertEquals(Optional.empty(), read(headers, "{}"));
  }

  private static Optional<Duration> read(Headers headers, String body) {
    ErrorBody error = ErrorBody.of(JsonReading.orNull(body), body);
    return RetryDelays.read(headers, error, NOW, Duration.ofHours(1));
  }
}
