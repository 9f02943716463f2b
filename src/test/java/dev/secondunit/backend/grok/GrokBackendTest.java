package dev.secondunit.backend.grok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With which key xAI is asked, and what a refused request means. */
class GrokBackendTest extends GrokBench {
  @Test
  void readiness_withoutKey_namesTheVariable() {
    GrokBackend without = new GrokBackend(new Settings(Map.of(), folder), layer.layer);

    assertEquals("set XAI_API_KEY", without.readiness().reason());
    assertTrue(grok.readiness().usable());
  }

  @Test
  void create_answerWithoutId_isUnknown() throws Exception {
    server.answerJson(200, "{\"ok\":true}");

    assertEquals(Fate.UNKNOWN, failed(video()).fate());
    assertEquals(1, server.count("POST"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "400|{\"code\":\"invalid-argument\",\"error\":\"bad\"}|REJECTED|INVALID_ARGUMENT|NO",
        "400|{\"error\":\"Incorrect API key provided\"}|REJECTED|VENDOR_AUTHENTICATION|NO",
        "401|{\"error\":\"no\"}|REJECTED|VENDOR_AUTHENTICATION|NO",
        "403|{\"code\":\"x\",\"error\":\"Content violates usage guidelines\"}|REJECTED|VENDOR_REFUSED|UNKNOWN",
        "404|{\"error\":{\"message\":\"The model x does not exist\"}}|REJECTED|MODEL_RETIRED|NO",
        "422|{\"error\":{\"message\":\"bad\",\"param\":\"duration\"}}|REJECTED|INVALID_ARGUMENT|NO",
        "429|{\"error\":\"Too many requests\"}|NOT_ACCEPTED|RATE_LIMITED|NO",
        "429|{\"error\":\"used all available credits\"}|REJECTED|VENDOR_QUOTA|NO",
        "500|{\"error\":\"oops\"}|UNKNOWN|SUBMIT_UNKNOWN|UNKNOWN"
      })
  void create_error_isUnderstood(
      int status, String body, Fate fate, ErrorCode code, Charged charged) throws Exception {
    server.answerJson(status, body);

    BackendException thrown = failed(video());

    assertEquals(fate, thrown.fate());
    assertEquals(code, thrown.failure().code());
    assertEquals(charged, thrown.failure().charged());
    assertEquals(1, server.count("POST"));
  }

  @Test
  void create_errorQuotingPromptAndKey_showsNeither() throws Exception {
    server.answerJson(
        400, "{\"error\":\"cannot do '" + Shots.PROMPT + "' with " + TestLayer.KEY + "\"}");

    BackendException thrown = failed(video());

    assertEquals("cannot do '[redacted]' with [redacted]", thrown.failure().vendor().words());
  }
}
