package dev.secondunit.backend.elevenlabs;

import dev.secondunit.backend.http.ErrorBody;
import dev.secondunit.backend.http.ErrorDialect;
import dev.secondunit.backend.http.ErrorKind;

/** How ElevenLabs words errors: the code or status inside {@code detail} decides. */
final class ElevenLabsErrors implements ErrorDialect {
  @Override
  public ErrorKind kind(int status, ErrorBody body, ErrorKind usual) {
    if (status >= 500) {
      return usual;
    }
    if (body.mentions("quota_exceeded", "insufficient_credits")) {
      // Comes with status 401.
      return ErrorKind.QUOTA;
    }
    if (body.mentions("bad_prompt", "content_policy", "moderation", "terms of service")) {
      return ErrorKind.CONTENT_REFUSED;
    }
    if (body.mentions("voice_not_found")) {
      return ErrorKind.INVALID_REQUEST;
    }
    if (body.mentions("model_not_found", "model_deprecated")) {
      return ErrorKind.MODEL_GONE;
    }
    if (status == 403) {
      return body.mentions("subscription", "plan", "tier") ? ErrorKind.QUOTA : usual;
    }
    return usual;
  }
}
