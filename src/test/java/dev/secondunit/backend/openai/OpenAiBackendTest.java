package dev.secondunit.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With which keys OpenAI and its dialects are asked, and what a refused request means. */
class OpenAiBackendTest extends OpenAiBench {
  @Test
  void readiness_keyOrOwnServer_isEnough() {
    assertFalse(backend(Map.of()).readiness().usable());
    assertTrue(backend(Map.of("OPENAI_API_KEY", "k")).readiness().usable());
    assertTrue(backend(Map.of("OPENAI_BASE_URL", "http://gpu:8091/v1")).readiness().usable());
  }

  @Test
  void readiness_ownServerWithoutKey_isOnlyForCallsThatNameIt() {
    assertFalse(backend(Map.of("OPENAI_BASE_URL", "http://gpu:8091/v1")).readiness().unasked());
    assertTrue(backend(Map.of("OPENAI_API_KEY", "k")).readiness().unasked());
  }

  @Test
  void ownServerWithoutKey_getsNoAuthorization() throws Exception {
    server.answerJson(200, "{\"id\":\"v1\"}");

    backend(Map.of("OPENAI_BASE_URL", base())).submit(video());

    assertFalse(server.last().headers().containsKey("Authorization"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "400|{\"error\":{\"message\":\"m\",\"code\":\"moderation_blocked\"}}|REJECTED|VENDOR_REFUSED",
        "400|{\"detail\":[{\"loc\":[\"body\",\"seconds\"],\"msg\":\"m\"}]}|REJECTED|INVALID_ARGUMENT",
        "401|{\"error\":{\"message\":\"m\",\"code\":\"invalid_api_key\"}}|REJECTED|VENDOR_AUTHENTICATION",
        "404|{\"error\":{\"message\":\"m\",\"code\":\"model_not_found\"}}|REJECTED|MODEL_RETIRED",
        "410|{\"error\":{\"message\":\"The Videos API is deprecated\"}}|REJECTED|MODEL_RETIRED",
        "429|{\"error\":{\"message\":\"m\",\"code\":\"rate_limit_exceeded\"}}|NOT_ACCEPTED|RATE_LIMITED",
        "429|{\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}|REJECTED|VENDOR_QUOTA",
        "500|{\"error\":{\"message\":\"m\"}}|UNKNOWN|SUBMIT_UNKNOWN",
        "502|<html>|UNKNOWN|SUBMIT_UNKNOWN"
      })
  void create_error_isUnderstood(int status, String body, Fate fate, ErrorCode code)
      throws Exception {
    server.answerJson(status, body);

    BackendException thrown = failed(video());

    assertEquals(fate, thrown.fate());
    assertEquals(code, thrown.failure().code());
    assertEquals(fate == Fate.UNKNOWN ? Charged.UNKNOWN : Charged.NO, thrown.failure().charged());
    assertEquals(1, server.count("POST"));
  }

  @Test
  void create_answerWithoutId_isUnknown() throws Exception {
    server.answerJson(200, "{\"status\":\"queued\"}");

    assertEquals(Fate.UNKNOWN, failed(video()).fate());
  }
}
