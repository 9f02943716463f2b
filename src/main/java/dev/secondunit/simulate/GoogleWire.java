package dev.secondunit.simulate;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Gemini API as {@code @google/genai} 3.1.0 (November 2026) speaks it: a key in {@code
 * x-goog-api-key}, errors with a number as code, except below {@code /interactions}, where it is a
 * word.
 */
final class GoogleWire implements Wire {
  private final Routes routes = new Routes();

  /** With {@code legacy} the models that were retired in 2026 still answer. */
  GoogleWire(Simulation simulation, boolean legacy) {
    GoogleFiles files = new GoogleFiles(simulation);
    files.addTo(routes);
    new GoogleInteractions(simulation, files).addTo(routes);
    new GoogleContent(simulation, files).addTo(routes);
    new GoogleVeo(simulation, files, legacy).addTo(routes);
  }

  @Override
  public Routes routes() {
    return routes;
  }

  /** {@code @google/genai} 3 asks for {@code v1}, older clients and the manuals for the beta. */
  @Override
  public String canonical(String path) {
    return path.replaceFirst("^/(upload/)?v1/", "/$1v1beta/");
  }

  @Override
  public void authorize(Exchange exchange) {
    if (exchange.query("key").isPresent()) {
      throw Refusal.of(
          Refusal.Kind.FORBIDDEN, "Send the API key in the x-goog-api-key header, not in the URL.");
    }
    String key = exchange.header("x-goog-api-key").orElse("");
    if (key.isBlank()) {
      throw Refusal.of(
          Refusal.Kind.FORBIDDEN,
          "Method doesn't allow unregistered callers (callers without established identity).");
    }
    if (Keys.isWrong(key)) {
      throw Refusal.of(
          Refusal.Kind.UNAUTHENTICATED, "API key not valid. Please pass a valid API key.");
    }
  }

  @Override
  public Answer refuse(Exchange exchange, Refusal refusal) {
    return exchange.path().contains("/interactions")
        ? interactions(refusal)
        : GoogleErrors.classic(refusal);
  }

  private static Answer interactions(Refusal refusal) {
    String code =
        switch (refusal.kind()) {
          case UNKNOWN_FIELD -> "parameter_unknown";
          case UNAUTHENTICATED -> "authentication";
          case FORBIDDEN -> "permission_denied";
          case RATE_LIMITED -> "rate_limit_exceeded";
          case QUOTA -> "quota_exceeded";
          case INTERNAL -> "internal";
          case INVALID, UNPROCESSABLE, MODERATED, CONTENT_TYPE, TOO_LARGE -> "invalid_request";
          default -> refusal.kind().name().toLowerCase(Locale.ROOT);
        };
    ObjectNode body = Json.object();
    body.putObject("error").put("code", code).put("message", refusal.getMessage());
    Answer answer = Answer.json(refusal.kind().status(), body);
    return refusal.retryAfterSeconds().isEmpty()
        ? answer
        : answer.with(
            "retry-after",
            String.valueOf((long) Math.ceil(refusal.retryAfterSeconds().getAsDouble())));
  }
}
