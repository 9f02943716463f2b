package dev.secondunit.backend.google;

import dev.secondunit.backend.http.ErrorBody;
import dev.secondunit.backend.http.ErrorDialect;
import dev.secondunit.backend.http.ErrorKind;
import tools.jackson.databind.JsonNode;

/** How Google words errors: a status word in one family of APIs, a code word in the other. */
final class GoogleErrors implements ErrorDialect {
  @Override
  public ErrorKind kind(int status, ErrorBody body, ErrorKind usual) {
    if (status >= 500) {
      // The overload answer of the models comes before anything was started.
      boolean overloaded = status == 503 && body.mentions("overloaded");
      return overloaded ? ErrorKind.BUSY : usual;
    }
    if (status == 400 && (reason(body).equals("API_KEY_INVALID") || body.mentions("api key not"))) {
      return ErrorKind.AUTHENTICATION;
    }
    if (body.mentions("payment_required") || status == 429 && spentForToday(body)) {
      return ErrorKind.QUOTA;
    }
    if (body.mentions("model_not_found") || goneModel(status, body)) {
      return ErrorKind.MODEL_GONE;
    }
    if (mentionsPolicy(body)) {
      return ErrorKind.CONTENT_REFUSED;
    }
    return usual;
  }

  /** A file that is gone is told like one that belongs to somebody else. */
  @Override
  public boolean copyGone(int status, ErrorBody body, ErrorKind kind) {
    return switch (kind) {
      case NOT_FOUND -> true;
      case MODEL_GONE -> body.mentions("interaction") && !body.mentions("model");
      case AUTHENTICATION -> body.mentions("it may not exist");
      case INVALID_REQUEST ->
          body.mentions("interaction", "file", "video", "object")
              && body.mentions("not found", "expired", "no longer", "does not exist");
      default -> false;
    };
  }

  static boolean mentionsPolicy(ErrorBody body) {
    return body.mentions("usage guidelines", "responsible ai", "safety", "prohibited content");
  }

  /** The classic words are the same for a limit per minute; only the named quota tells. */
  private static boolean spentForToday(ErrorBody body) {
    for (JsonNode detail : body.json().path("error").path("details")) {
      for (JsonNode violation : detail.path("violations")) {
        if (violation.path("quotaId").asString("").contains("PerDay")) {
          return true;
        }
      }
    }
    return body.mentions("quota_exceeded");
  }

  private static boolean goneModel(int status, ErrorBody body) {
    return status == 404 && body.mentions("no longer available", "models/", "is not found");
  }

  private static String reason(ErrorBody body) {
    for (JsonNode detail : body.json().path("error").path("details")) {
      String reason = detail.path("reason").asString("");
      if (!reason.isEmpty()) {
        return reason;
      }
    }
    return "";
  }
}
