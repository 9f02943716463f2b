package dev.secondunit.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Shot;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ValueSource(
      strings = {
        "400 | {'error':{'message':'m','code':'moderation_blocked'}} | REJECTED | VENDOR_REFUSED | NO | NEVER",
        "400 | {'detail':[{'loc':['body','seconds'],'msg':'m'}]} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "401 | {'error':{'message':'m','code':'invalid_api_key'}} | REJECTED | VENDOR_AUTHENTICATION | NO | NEVER",
        "404 | {'error':{'message':'m','code':'model_not_found'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "410 | {'error':{'message':'The Videos API is deprecated'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "429 | {'error':{'message':'m','code':'rate_limit_exceeded'}} | NOT_ACCEPTED | RATE_LIMITED | NO | AFTER",
        "429 | {'error':{'message':'m','code':'insufficient_quota'}} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "500 | {'error':{'message':'m'}} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB",
        "502 | <html> | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void create_error_isUnderstood(BadAnswer answer) throws Exception {
    Shot shot = video();

    answer.toCreate(server, () -> failed(shot));
  }

  @Test
  void create_answerWithoutId_isUnknown() throws Exception {
    server.answerJson(200, "{\"status\":\"queued\"}");

    assertEquals(Fate.UNKNOWN, failed(video()).fate());
  }
}
