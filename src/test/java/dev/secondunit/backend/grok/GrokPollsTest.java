package dev.secondunit.backend.grok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.failure.Charged;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What xAI says of a video that was asked for. */
class GrokPollsTest extends GrokBench {
  private static final VendorReference JOB = new VendorReference("v 1/x", Map.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "202|^^|",
        "202|accepted, please wait|",
        "202|{\"status\":\"pending\",\"progress\":37}|0.37",
        "200|{\"status\":\"pending\"}|",
        "200|{\"status\":\"some new word\"}|"
      })
  void poll_notReady_isRunning(int status, String body, Double progress) throws Exception {
    server.answer(FakeServer.reply(status, "text/plain", body.getBytes(StandardCharsets.UTF_8)));

    Poll.Running running = (Poll.Running) grok.poll(JOB);

    assertEquals(progress, running.progress());
    assertEquals("/v1/videos/v%201%2Fx", server.last().target());
  }

  @Test
  void poll_done_givesFileCostAndContinuation() throws Exception {
    server.answerJson(
        200,
        """
        {"status":"done","progress":100,"model":"grok-imagine-video",
         "video":{"url":"https://vidgen.test/a.mp4","duration":6,"respect_moderation":true},
         "usage":{"cost_in_usd_ticks":4200000001}}
        """);

    Outcome outcome = ((Poll.Done) grok.poll(JOB)).outcome();

    assertEquals("https://vidgen.test/a.mp4", outcome.files().get(0).location());
    assertEquals("grok-imagine-video", outcome.model());
    assertEquals(new UsdAmount(420_001), outcome.cost());
    assertEquals("grok_vid", outcome.continuation().prefix());
    assertEquals(Set.of(Operation.EDIT, Operation.EXTEND), outcome.continuation().operations());
    assertEquals(TestLayer.NOW.plus(Duration.ofHours(24)), outcome.continuation().expiresAt());
    assertEquals(
        "https://vidgen.test/a.mp4", outcome.continuation().vendorReference().get("video_url"));
  }

  @Test
  void poll_doneWithPublicUrlOnly_takesIt() throws Exception {
    server.answerJson(
        200, "{\"video\":{\"file_output\":{\"public_url\":\"https://files.test/a.mp4\"}}}");

    Outcome outcome = ((Poll.Done) grok.poll(JOB)).outcome();

    assertEquals("https://files.test/a.mp4", outcome.files().get(0).location());
    assertNull(outcome.cost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 | {'status':'done','video':{'url':'','respect_moderation':false}} | - | VENDOR_REFUSED | YES | NEVER",
        "200 | {'status':'failed','error':{'code':'x','message':'boom'}} | - | VENDOR_FAILED | UNKNOWN | USE_JOB",
        "200 | {'status':'failed','error':'boom','usage':{'cost_in_usd_ticks':0}} | - | VENDOR_FAILED | NO | NOW",
        "200 | {'status':'failed','error':{'message':'moderation'}} | - | VENDOR_REFUSED | YES | NEVER",
        "200 | {'status':'done','video':{}} | - | VENDOR_FAILED | UNKNOWN | USE_JOB"
      })
  void poll_endedWithoutVideo_isFailedWithItsBill(BadAnswer answer) throws Throwable {
    answer.toPoll(server, () -> grok.poll(JOB));
  }

  @Test
  void poll_vendorSaysExpired_isExpired() throws Exception {
    server.answerJson(200, "{\"status\":\"expired\"}");

    assertInstanceOf(Poll.Expired.class, grok.poll(JOB));
  }

  @Test
  void poll_notFound_provesNothing() {
    server.answerJson(404, "{\"error\":\"unknown\"}");

    BackendException problem = assertThrows(BackendException.class, () -> grok.poll(JOB));

    assertTrue(problem.notFound());
    assertEquals(Charged.UNKNOWN, problem.failure().charged());
  }
}
