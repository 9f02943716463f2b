package dev.secondunit.backend.openai;

import dev.secondunit.backend.http.ErrorBody;
import dev.secondunit.backend.http.ErrorDialect;
import dev.secondunit.backend.http.ErrorKind;

/** How OpenAI and compatible servers word errors. */
final class OpenAiErrors implements ErrorDialect {
  @Override
  public ErrorKind kind(int status, ErrorBody body, ErrorKind usual) {
    if (status >= 500) {
      return usual;
    }
    if (mentionsPolicy(body)) {
      return ErrorKind.CONTENT_REFUSED;
    }
    if (body.mentions("insufficient_quota", "billing_hard_limit")) {
      // Comes with status 429, and waiting does not help.
      return ErrorKind.QUOTA;
    }
    if (body.mentions("model_not_found", "deprecated", "no longer available")) {
      return ErrorKind.MODEL_GONE;
    }
    return usual;
  }

  @Override
  public boolean copyGone(int status, ErrorBody body, ErrorKind kind) {
    return switch (kind) {
      case NOT_FOUND -> true;
      case MODEL_GONE, INVALID_REQUEST ->
          body.mentions("video")
              && !body.mentions("model", "api")
              && body.mentions("not found", "expired", "no longer", "does not exist");
      default -> false;
    };
  }

  static boolean mentionsPolicy(ErrorBody body) {
    return body.mentions("moderation_blocked", "content_policy", "content policy", "safety system");
  }
}
