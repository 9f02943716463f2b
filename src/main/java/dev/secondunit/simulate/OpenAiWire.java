package dev.secondunit.simulate;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI as its client {@code openai} 7.55.0 (November 2026) speaks it, and servers that speak its
 * {@code /videos} with differences of their own.
 */
final class OpenAiWire implements Wire {
  private final Routes routes = new Routes();

  OpenAiWire(Simulation simulation, Dialect dialect) {
    if (dialect != Dialect.OPENAI_TODAY) {
      new OpenAiVideos(simulation, dialect).addTo(routes);
    }
    if (dialect == Dialect.OPENAI || dialect == Dialect.OPENAI_TODAY) {
      new OpenAiImages(simulation).addTo(routes);
      new OpenAiText(simulation).addTo(routes);
    }
  }

  @Override
  public Routes routes() {
    return routes;
  }

  @Override
  public void authorize(Exchange exchange) {
    String key = Keys.bearer(exchange);
    if (Keys.isWrong(key)) {
      throw Refusal.of(Refusal.Kind.UNAUTHENTICATED, "Incorrect API key provided: ***.");
    }
  }

  @Override
  public Answer refuse(Exchange exchange, Refusal refusal) {
    Answer answer =
        exchange.dialect() == Dialect.SGLANG
            ? Answer.json(
                refusal.kind().status(), Json.object().put("detail", refusal.getMessage()))
            : Answer.json(refusal.kind().status(), error(refusal));
    if (refusal.retryAfterSeconds().isEmpty()) {
      return answer;
    }
    double seconds = refusal.retryAfterSeconds().getAsDouble();
    return answer
        .with("retry-after-ms", String.valueOf(Math.round(seconds * 1000)))
        .with("retry-after", String.valueOf((long) Math.ceil(seconds)));
  }

  private static ObjectNode error(Refusal refusal) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error").put("message", refusal.getMessage());
    error.put("type", type(refusal.kind()));
    refusal
        .field()
        .ifPresentOrElse(field -> error.put("param", field), () -> error.putNull("param"));
    String code =
        switch (refusal.kind()) {
          case UNAUTHENTICATED -> "invalid_api_key";
          case RATE_LIMITED -> "rate_limit_exceeded";
          case QUOTA -> "insufficient_quota";
          case MODERATED -> "moderation_blocked";
          case UNKNOWN_FIELD -> "unknown_parameter";
          case INVALID -> "invalid_value";
          default -> refusal.kind().name().toLowerCase(Locale.ROOT);
        };
    error.put("code", code);
    return body;
  }

  private static String type(Refusal.Kind kind) {
    return switch (kind) {
      case INTERNAL, UNAVAILABLE -> "server_error";
      case RATE_LIMITED -> "requests";
      case QUOTA -> "insufficient_quota";
      case MODERATED -> "image_generation_user_error";
      default -> "invalid_request_error";
    };
  }
}
