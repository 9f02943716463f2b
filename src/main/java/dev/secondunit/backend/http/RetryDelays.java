package dev.secondunit.backend.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads when a vendor wants to be asked again, in all the ways vendors say it. */
final class RetryDelays {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([a-z]*)");
  private static final Pattern INSTANT =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})");
  private static final Pattern IN_WORDS =
      Pattern.compile(
          "(?:try again|retry|wait)[^.]{0,30}?(?:after|in|for)?\\s+((?:\\d{1,9}(?:\\.\\d{1,6})?\\s*"
              + "(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)(?![a-z])\\s*)+)");
  private static final long EPOCH_NOT_DELTA = 1_000_000_000L;

  private RetryDelays() {}

  /** The delay asked for, never negative and at most {@code longest}. */
  static Optional<Duration> read(Headers headers, ErrorBody body, Instant now, Duration longest) {
    return fromHeaders(headers, now)
        .or(() -> fromDetails(body.json()))
        .or(() -> fromWords(body.message(), now))
        .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
        .map(delay -> delay.compareTo(longest) > 0 ? longest : delay);
  }

  private static Optional<Duration> fromHeaders(Headers headers, Instant now) {
    return headers
        .first("retry-after-ms")
        .flatMap(value -> amount(value, "ms"))
        .or(() -> headers.first("Retry-After").flatMap(value -> secondsOrDate(value, now)))
        .or(() -> headers.first("X-RateLimit-Reset").flatMap(value -> resetAt(value, now)))
        .or(() -> headers.first("x-ratelimit-reset-requests").flatMap(RetryDelays::amounts));
  }

  private static Optional<Duration> secondsOrDate(String value, Instant now) {
    Optional<Duration> seconds = amount(value, "s");
    if (seconds.isPresent()) {
      return seconds;
    }
    try {
      Instant date =
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, date));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Seconds since 1970, or seconds from now. */
  private static Optional<Duration> resetAt(String value, Instant now) {
    return amount(value, "s")
        .map(
            delta ->
                delta.toSeconds() >= EPOCH_NOT_DELTA
                    ? Duration.between(now, Instant.ofEpochMilli(delta.toMillis()))
                    : delta);
  }

  /** {@code google.rpc.RetryInfo}: a text such as {@code 34.4s}. */
  private static Optional<Duration> fromDetails(JsonNode json) {
    for (JsonNode detail : json.path("error").path("details")) {
      JsonNode delay = detail.path("retryDelay");
      if (delay.isString()) {
        return amounts(delay.asString());
      }
    }
    return Optional.empty();
  }

  private static Optional<Duration> fromWords(String message, Instant now) {
    Matcher date = INSTANT.matcher(message);
    if (date.find()) {
      try {
        return Optional.of(Duration.between(now, ZonedDateTime.parse(date.group()).toInstant()));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
    Matcher words = IN_WORDS.matcher(message.toLowerCase(Locale.ROOT));
    return words.find() ? amounts(words.group(1)) : Optional.empty();
  }

  private static Optional<Duration> amount(String value, String unit) {
    Matcher matcher = AMOUNT.matcher(value.strip());
    return matcher.matches() && matcher.group(2).isEmpty()
        ? duration(matcher.group(1), unit)
        : Optional.empty();
  }

  /** One or more amounts with units, such as {@code 6m0s}. */
  private static Optional<Duration> amounts(String value) {
    Matcher matcher = AMOUNT.matcher(value.strip().toLowerCase(Locale.ROOT));
    Duration sum = null;
    while (matcher.find()) {
      Optional<Duration> part = duration(matcher.group(1), matcher.group(2));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      sum = sum == null ? part.get() : sum.plus(part.get());
    }
    return Optional.ofNullable(sum);
  }

  private static Optional<Duration> duration(String number, String unit) {
    double milliseconds =
        switch (unit) {
          case "ms", "millisecond", "milliseconds" -> 1;
          case "", "s", "sec", "secs", "second", "seconds" -> 1_000;
          case "m", "min", "mins", "minute", "minutes" -> 60_000;
          case "h", "hour", "hours" -> 3_600_000;
          default -> -1;
        };
    return milliseconds < 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (Double.parseDouble(number) * milliseconds)));
  }
}
