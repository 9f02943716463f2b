package dev.secondunit.simulate;

import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Errors of Google's older endpoints: number, status word, typed details. */
final class GoogleErrors {
  private static final String TYPES = "type.googleapis.com/google.rpc.";

  private GoogleErrors() {}

  static Answer classic(Refusal refusal) {
    // A key nobody knows is a bad request at Google, not a missing identity.
    boolean badKey =
        refusal.kind() == Refusal.Kind.UNAUTHENTICATED
            && refusal.getMessage().startsWith("API key");
    int status = badKey ? 400 : refusal.kind().status();
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error");
    error.put("code", status);
    error.put("message", refusal.getMessage());
    error.put("status", badKey ? "INVALID_ARGUMENT" : word(refusal.kind()));
    ArrayNode details = Json.array();
    if (badKey) {
      details
          .addObject()
          .put("@type", TYPES + "ErrorInfo")
          .put("reason", "API_KEY_INVALID")
          .put("domain", "googleapis.com");
    }
    if (refusal.kind() == Refusal.Kind.RATE_LIMITED || refusal.kind() == Refusal.Kind.QUOTA) {
      details.addObject().put("@type", TYPES + "QuotaFailure").putArray("violations");
      refusal
          .retryAfterSeconds()
          .ifPresent(
              seconds ->
                  details
                      .addObject()
                      .put("@type", TYPES + "RetryInfo")
                      .put("retryDelay", String.format(Locale.ROOT, "%.1fs", seconds)));
    }
    if (!details.isEmpty()) {
      error.set("details", details);
    }
    return Answer.json(status, body);
  }

  private static String word(Refusal.Kind kind) {
    return switch (kind) {
      case UNAUTHENTICATED -> "UNAUTHENTICATED";
      case FORBIDDEN -> "PERMISSION_DENIED";
      case NOT_FOUND, MODEL_NOT_FOUND, METHOD -> "NOT_FOUND";
      case CONFLICT -> "ABORTED";
      case RATE_LIMITED, QUOTA -> "RESOURCE_EXHAUSTED";
      case INTERNAL -> "INTERNAL";
      case UNAVAILABLE -> "UNAVAILABLE";
      default -> "INVALID_ARGUMENT";
    };
  }
}
