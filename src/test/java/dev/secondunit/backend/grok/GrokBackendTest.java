package dev.secondunit.backend.grok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.http.TestLayer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With which key xAI is asked, and what a refused request means. */
class GrokBackendTest extends GrokBench {
  @Test
  void readiness_withoutKey_namesTheVariable() {
    GrokBackend without = new GrokBackend(settings(Map.of()), layer.layer);

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
  @ValueSource(
      strings = {
        "400 | {'code':'invalid-argument','error':'bad'} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "400 | {'error':'Incorrect API key provided'} | REJECTED | VENDOR_AUTHENTICATION | NO | NEVER",
        "401 | {'error':'no'} | REJECTED | VENDOR_AUTHENTICATION | NO | NEVER",
        "403 | {'code':'x','error':'Content violates usage guidelines'} | REJECTED | VENDOR_REFUSED | UNKNOWN | NEVER",
        "404 | {'error':{'message':'The model x does not exist'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "422 | {'error':{'message':'bad','param':'duration'}} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "429 | {'error':'Too many requests'} | NOT_ACCEPTED | RATE_LIMITED | NO | AFTER",
        "429 | {'error':'used all available credits'} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "500 | {'error':'oops'} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void create_error_isUnderstood(BadAnswer answer) throws Exception {
    Shot shot = video();

    answer.toCreate(server, () -> failed(shot));
  }

  @Test
  void create_errorQuotingPromptAndKey_showsNeither() throws Exception {
    server.answerJson(
        400, "{\"error\":\"cannot do '" + Shots.PROMPT + "' with " + TestLayer.KEY + "\"}");

    BackendException thrown = failed(video());

    assertEquals("cannot do '[redacted]' with [redacted]", thrown.failure().vendor().words());
  }
}
