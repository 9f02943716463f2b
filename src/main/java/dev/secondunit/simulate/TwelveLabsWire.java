package dev.secondunit.simulate;

import tools.jackson.databind.node.ObjectNode;

/**
 * TwelveLabs v1.3 as {@code twelvelabs-js} 1.3.4 (September 2026) speaks it; the legacy one also
 * takes a {@code video_id} of an index, as the SDKs up to 1.3.1 sent it.
 */
final class TwelveLabsWire implements Wire {
  private final Routes routes = new Routes();
  private final Simulation simulation;

  TwelveLabsWire(Simulation simulation, boolean legacy) {
    this.simulation = simulation;
    TwelveLabsAssets assets = new TwelveLabsAssets(simulation);
    assets.addTo(routes);
    new TwelveLabsIndexes(assets).addTo(routes);
    new TwelveLabsAnalysis(simulation, assets, legacy).addTo(routes);
  }

  @Override
  public Routes routes() {
    return routes;
  }

  @Override
  public void authorize(Exchange exchange) {
    if (exchange.path().startsWith(TwelveLabsAssets.PARTS)) {
      // Addresses of parts are signed by themselves and lie at another company.
      if (exchange.header("x-api-key").isPresent()) {
        simulation.jobs().countLeaked(Vendor.TWELVELABS);
        throw Refusal.of(Refusal.Kind.INVALID, "Only one auth mechanism allowed.");
      }
      return;
    }
    if (Keys.isWrong(Keys.header(exchange, "x-api-key"))) {
      throw Refusal.of(Refusal.Kind.UNAUTHENTICATED, "The API key is invalid.");
    }
  }

  @Override
  public Answer refuse(Exchange exchange, Refusal refusal) {
    ObjectNode body = Json.object().put("code", code(refusal));
    body.put("message", message(refusal));
    return Answer.json(refusal.kind().status(), body);
  }

  private static String message(Refusal refusal) {
    if (refusal.kind() != Refusal.Kind.RATE_LIMITED) {
      return refusal.getMessage();
    }
    String when =
        refusal.retryAfterSeconds().isEmpty()
            ? "."
            : " after " + (long) Math.ceil(refusal.retryAfterSeconds().getAsDouble()) + " seconds.";
    return "You have exceeded the rate limit (60 requests per minute). Please try again later"
        + when;
  }

  private static String code(Refusal refusal) {
    return switch (refusal.kind()) {
      case UNAUTHENTICATED -> "api_key_invalid";
      case FORBIDDEN -> "unauthorized";
      case NOT_FOUND, MODEL_NOT_FOUND -> "resource_not_exist";
      case UNKNOWN_FIELD -> "parameter_unknown";
      case RATE_LIMITED, QUOTA -> "too_many_requests";
      case INTERNAL -> "internal_server_error";
      case UNAVAILABLE -> "service_unavailable";
      default -> special(refusal);
    };
  }

  private static String special(Refusal refusal) {
    for (String word : new String[] {"token_limit_exceeded", "index_not_supported_for_generate"}) {
      if (refusal.getMessage().startsWith(word)) {
        return word;
      }
    }
    return refusal.getMessage().endsWith("is required")
        ? "parameter_not_provided"
        : "parameter_invalid";
  }
}
