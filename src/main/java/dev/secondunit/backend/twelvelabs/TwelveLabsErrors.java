package dev.secondunit.backend.twelvelabs;

import dev.secondunit.backend.http.ErrorBody;
import dev.secondunit.backend.http.ErrorDialect;
import dev.secondunit.backend.http.ErrorKind;

/** How TwelveLabs words errors. */
final class TwelveLabsErrors implements ErrorDialect {
  @Override
  public ErrorKind kind(int status, ErrorBody body, ErrorKind usual) {
    if (status >= 500) {
      return usual;
    }
    if (body.mentions("api_key_invalid", "unauthorized")) {
      return ErrorKind.AUTHENTICATION;
    }
    if (body.mentions("paid_plan", "api_not_allowed", "region_not_allowed", "tags_not_allowed")) {
      return ErrorKind.QUOTA;
    }
    if (body.mentions("token_limit_exceeded")) {
      return ErrorKind.TOO_LONG;
    }
    if (body.mentions("index_not_supported_for_generate")) {
      return ErrorKind.WRONG_INDEX;
    }
    if (body.mentions("resource_not_exist")) {
      return ErrorKind.NOT_FOUND;
    }
    return usual;
  }
}
