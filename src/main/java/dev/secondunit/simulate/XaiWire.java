package dev.secondunit.simulate;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * xAI's REST API as its own client {@code @ai-sdk/xai} 5.0.12 (September 2026) speaks it: one
 * bearer key, JSON bodies except for files, and errors in three shapes.
 */
final class XaiWire implements Wire {
  /** 10,000,000,000 ticks are one US dollar. */
  private static final long TICKS_PER_MICRO = 10_000;

  /** Retired names are answered by the model of today (docs.x.ai, retirement of 2026-05-15). */
  private static final Responses.Custom READERS =
      new Responses.Custom(
          Map.of("grok-4.3", "grok-4.3", "grok-4-1-fast-reasoning", "grok-4.3"),
          Set.of("image/png", "image/jpeg"),
          10L << 20,
          true);

  private final Routes routes = new Routes();

  XaiWire(Simulation simulation) {
    XaiFiles files = new XaiFiles(simulation);
    files.addTo(routes);
    new XaiVideos(simulation, files).addTo(routes);
    new XaiImages(simulation, files).addTo(routes);
    new XaiSpeech(simulation).addTo(routes);
    routes.post("/responses", Operation.CREATE, new Responses(simulation, READERS)::respond);
  }

  static long ticks(Job job) {
    return Math.multiplyExact(job.order().price().micros(), TICKS_PER_MICRO);
  }

  @Override
  public Routes routes() {
    return routes;
  }

  @Override
  public void authorize(Exchange exchange) {
    String key = Keys.bearer(exchange);
    if (Keys.isWrong(key)) {
      throw Refusal.invalid(
          null,
          "Incorrect API key provided: " + key.substring(0, Math.min(2, key.length())) + "***");
    }
  }

  @Override
  public Answer refuse(Exchange exchange, Refusal refusal) {
    ObjectNode body = Json.object();
    switch (refusal.kind()) {
      case UNAUTHENTICATED, NOT_FOUND, METHOD, MODEL_NOT_FOUND ->
          body.putObject("error")
              .put("message", refusal.getMessage())
              .put("type", "invalid_request_error")
              .putNull("param")
              .put("code", refusal.kind().name().toLowerCase(java.util.Locale.ROOT));
      case QUOTA ->
          body.put("code", "resource-exhausted")
              .put(
                  "error",
                  "Your team has either used all available credits or reached its monthly spending"
                      + " limit.");
      default -> {
        if (!exchange.path().equals("/tts")) {
          body.put("code", word(refusal.kind()));
        }
        body.put("error", refusal.getMessage());
      }
    }
    Answer answer = Answer.json(refusal.kind().status(), body);
    return refusal.retryAfterSeconds().isEmpty()
        ? answer
        : answer.with(
            "retry-after",
            String.valueOf((long) Math.ceil(refusal.retryAfterSeconds().getAsDouble())));
  }

  private static String word(Refusal.Kind kind) {
    return switch (kind) {
      case RATE_LIMITED -> "resource-exhausted";
      case INTERNAL -> "internal";
      case UNAVAILABLE -> "unavailable";
      case FORBIDDEN -> "permission-denied";
      default -> "invalid-argument";
    };
  }
}
