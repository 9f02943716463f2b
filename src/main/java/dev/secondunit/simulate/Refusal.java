package dev.secondunit.simulate;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** A vendor says no. Each vendor gives it its own status, code and shape. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  enum Kind {
    INVALID(400),
    UNKNOWN_FIELD(400),
    UNPROCESSABLE(422),
    MODERATED(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    MODEL_NOT_FOUND(404),
    METHOD(405),
    CONFLICT(409),
    TOO_LARGE(413),
    CONTENT_TYPE(415),
    RATE_LIMITED(429),
    QUOTA(429),
    INTERNAL(500),
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final Kind kind;
  private final String field;
  private final double retryAfterSeconds;

  private Refusal(Kind kind, String field, String message, double retryAfterSeconds) {
    super(Objects.requireNonNull(message), null, false, false);
    this.kind = Objects.requireNonNull(kind);
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static Refusal of(Kind kind, String message) {
    return new Refusal(kind, null, message, -1);
  }

  static Refusal invalid(String field, String message) {
    return new Refusal(Kind.INVALID, field, message, -1);
  }

  static Refusal of(Kind kind, String field, String message) {
    return new Refusal(kind, field, message, -1);
  }

  static Refusal rateLimited(OptionalDouble retryAfterSeconds) {
    return new Refusal(
        Kind.RATE_LIMITED, null, "Too many requests. Slow down.", retryAfterSeconds.orElse(-1));
  }

  Kind kind() {
    return kind;
  }

  Optional<String> field() {
    return Optional.ofNullable(field);
  }

  OptionalDouble retryAfterSeconds() {
    return retryAfterSeconds < 0 ? OptionalDouble.empty() : OptionalDouble.of(retryAfterSeconds);
  }
}
