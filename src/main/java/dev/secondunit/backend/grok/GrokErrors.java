package dev.secondunit.backend.grok;

import dev.secondunit.backend.http.ErrorBody;
import dev.secondunit.backend.http.ErrorDialect;
import dev.secondunit.backend.http.ErrorKind;
import dev.secondunit.failure.Charged;

/** How xAI words errors: statuses are coarse, so the text decides between some of them. */
final class GrokErrors implements ErrorDialect {
  static final ErrorDialect DIALECT = new GrokErrors();

  private GrokErrors() {}

  @Override
  public ErrorKind kind(int status, ErrorBody body, ErrorKind usual) {
    if (status >= 500) {
      return usual;
    }
    if (mentionsPolicy(body)) {
      return ErrorKind.CONTENT_REFUSED;
    }
    if (status == 429 && body.mentions("credits", "spending limit", "billing")) {
      // The same status as a rate limit, but waiting does not help.
      return ErrorKind.QUOTA;
    }
    if (status == 400 && body.mentions("api key", "api-key", "api_key")) {
      return ErrorKind.AUTHENTICATION;
    }
    if (status == 404 && body.mentions("model")) {
      return ErrorKind.MODEL_GONE;
    }
    return usual;
  }

  /** An address that is dead is no more than an invalid argument to the vendor. */
  @Override
  public boolean copyGone(int status, ErrorBody body, ErrorKind kind) {
    return kind == ErrorKind.NOT_FOUND
        || kind == ErrorKind.INVALID_REQUEST
            && body.mentions("fetch", "download", "not found", "expired", "no longer");
  }

  static boolean mentionsPolicy(ErrorBody body) {
    return body.mentions("moderation", "content policy", "usage guidelines", "safety");
  }

  /** What moderation stops is billed after generation; whether before, the documents leave open. */
  @Override
  public Charged charged(ErrorKind kind) {
    return kind == ErrorKind.CONTENT_REFUSED ? Charged.UNKNOWN : Charged.NO;
  }
}
