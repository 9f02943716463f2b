package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.FailureException;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.RawClient.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Each fault as a client without any cleverness sees it, and what it did to the bill. */
class FaultsTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;
  private RawClient xai;

  @BeforeEach
  void connect() {
    xai = STAGE.client(Dialect.XAI, "Authorization", "Bearer key");
  }

  @Test
  void lostReply_breaksTheConnection_andBillsEveryTry() throws Exception {
    assertThrows(IOException.class, () -> create("[[fault:lost_reply]] [[mark:shot-1]]"));
    assertEquals(1, STAGE.counters(Vendor.XAI).createsAccepted());
    assertEquals(200, create("[[fault:lost_reply]] [[mark:shot-1]]").status());
    STAGE.simulators().completeJobs();
    Counters counters = STAGE.simulators().counters();
    assertEquals(2, counters.of(Vendor.XAI).createsReceived());
    assertEquals(2, counters.acceptedByMark().get("shot-1"));
    assertEquals(UsdAmount.ofUsd("0.10"), counters.of(Vendor.XAI).bill());
  }

  @Test
  void lostRequest_breaksTheConnection_andBuysNothing() throws Exception {
    assertThrows(IOException.class, () -> create("[[fault:lost_request]]"));
    assertEquals(1, STAGE.counters(Vendor.XAI).createsReceived());
    assertEquals(0, STAGE.counters(Vendor.XAI).createsAccepted());
  }

  @ParameterizedTest
  @CsvSource({
    "rate_limited=1.5, 429, application/json, 0",
    "rate_limited_without_delay, 429, application/json, 0",
    "quota_exceeded, 429, application/json, 0",
    "server_error, 500, application/json, 0",
    "bad_gateway, 502, text/html, 0",
    "unavailable, 503, application/json, 0",
    "gateway_timeout, 504, text/html, 0",
    "accept_then_500, 500, application/json, 1",
    "accept_then_504, 504, text/html, 1",
    "html_answer, 200, text/html, 1",
    "malformed_json, 200, application/json, 1",
  })
  void createFault_hasItsStatusTypeAndBill(String fault, int status, String type, int accepted)
      throws Exception {
    Reply reply = create("[[fault:" + fault + "]]");
    assertEquals(status, reply.status(), reply.text());
    assertEquals(type, reply.header("content-type"));
    assertEquals(accepted, STAGE.counters(Vendor.XAI).createsAccepted());
    if (fault.equals("malformed_json")) {
      assertThrows(Refusal.class, reply::json);
    }
    assertEquals(200, create("[[fault:" + fault + "]]").status(), "a marker strikes once");
  }

  @Test
  void emptyAnswer_hasNoBytes() throws Exception {
    assertEquals(0, create("[[fault:empty_answer]]").body().length);
    assertEquals(1, STAGE.counters(Vendor.XAI).createsAccepted());
  }

  @Test
  void rateLimit_saysHowLong_inEachVendorsForm() throws Exception {
    for (Vendor vendor : Vendor.values()) {
      FaultRule rule = FaultRule.next(vendor, Operation.CREATE, Fault.RATE_LIMITED);
      STAGE.simulators().strike(rule.withValue(34));
    }
    assertEquals("34", create("a").header("retry-after"));
    Reply google =
        STAGE
            .client(Dialect.GOOGLE, "x-goog-api-key", "key")
            .post("/v1beta/models/gemini-3.8-flash:generateContent", "{}");
    assertTrue(google.text().contains("\"retryDelay\":\"34.0s\""), google.text());
    Reply openAi =
        STAGE.client(Dialect.OPENAI, "Authorization", "Bearer key").post("/videos", "{}");
    assertEquals("34000", openAi.header("retry-after-ms"));
    Reply twelve = STAGE.client(Dialect.TWELVELABS, "x-api-key", "key").post("/analyze", "{}");
    assertTrue(twelve.text().contains("try again later after 34 seconds"), twelve.text());
  }

  @Test
  void neverEndingJob_staysPending_andIsNotBilled() throws Exception {
    String id = id(create("[[fault:never_ending]]"));
    STAGE.simulators().advance(Duration.ofDays(30));
    xai.get("/videos/" + id);
    assertEquals("pending", xai.get("/videos/" + id).json().path("status").asString());
    assertEquals(UsdAmount.ZERO, STAGE.counters(Vendor.XAI).bill());
  }

  @Test
  void failedAndExpired_sayTheirWord() throws Exception {
    assertEquals("failed", done("[[fault:failed]]").path("status").asString());
    assertEquals("expired", done("[[fault:expired]]").path("status").asString());
  }

  @Test
  void modelRedirect_echoesAnotherModel() throws Exception {
    assertEquals(
        "grok-imagine-video-lite", done("[[fault:model_redirect]]").path("model").asString());
  }

  @Test
  void shortDelivered_is720ForA1080Request() throws Exception {
    String prompt = "[[fault:short_delivered]]";
    String id =
        id(
            xai.post(
                "/videos/generations",
                "{\"model\":\"grok-imagine-video-1.5\",\"duration\":1,\"resolution\":\"1080p\","
                    + "\"prompt\":\""
                    + prompt
                    + "\"}"));
    STAGE.simulators().completeJobs();
    byte[] clip = xai.get(url(xai.get("/videos/" + id).json())).body();
    assertEquals(720, STAGE.measure(folder, clip).height());
  }

  @Test
  void expiredDownload_isGoneFromTheStart() throws Exception {
    assertEquals(404, xai.get(url(done("[[fault:expired_download]]"))).status());
  }

  @Test
  void truncatedDownload_breaksOff_thenServesTheRestByRange() throws Exception {
    String url = url(done("[[fault:truncated_download]]"));
    assertThrows(IOException.class, () -> xai.get(url));
    byte[] whole = xai.get(url).body();
    Reply rest = xai.get(url, "Range", "bytes=100-");
    assertEquals(206, rest.status());
    assertEquals(whole.length - 100, rest.body().length);
    assertEquals(
        "bytes 100-" + (whole.length - 1) + "/" + whole.length, rest.header("content-range"));
    assertEquals(416, xai.get(url, "Range", "bytes=" + whole.length + "-").status());
  }

  @Test
  void wrongContentLength_looksWholeAndIsBroken() throws Exception {
    String url = url(done("[[fault:wrong_content_length]]"));
    byte[] half = xai.get(url).body();
    byte[] whole = xai.get(url).body();
    assertEquals(whole.length / 2, half.length);
    assertThrows(FailureException.class, () -> STAGE.measure(folder, half));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTML_DOWNLOAD", "CORRUPT_DOWNLOAD", "EMPTY_DOWNLOAD"})
  void badDownload_isCalledAVideoAndIsNone(Fault fault) throws Exception {
    Reply reply = xai.get(url(done("[[fault:" + fault.word() + "]]")));
    assertEquals(200, reply.status());
    assertEquals("video/mp4", reply.header("content-type"));
    assertThrows(FailureException.class, () -> STAGE.measure(folder, reply.body()));
  }

  @Test
  void mediaFault_strikesAnAnswerThatIsOrHoldsMedia() throws Exception {
    RawClient eleven = STAGE.client(Dialect.ELEVENLABS, "xi-api-key", "key");
    String voice = "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb";
    String text = "{\"text\":\"Hello [[fault:truncated_download]]\"}";
    assertThrows(IOException.class, () -> eleven.post(voice, text));
    assertEquals(200, eleven.post(voice, text).status());
    assertEquals(2, STAGE.counters(Vendor.ELEVENLABS).createsAccepted());

    RawClient openAi = STAGE.client(Dialect.OPENAI, "Authorization", "Bearer key");
    String picture = "{\"model\":\"gpt-image-2\",\"prompt\":\"a [[fault:wrong_content_length]]\"}";
    Reply half = openAi.post("/images/generations", picture);
    assertThrows(Refusal.class, half::json);

    RawClient google = STAGE.client(Dialect.GOOGLE, "x-goog-api-key", "key");
    String id =
        google
            .post(
                "/v1beta/interactions",
                "{\"model\":\"gemini-omni-1.2-flash\",\"background\":true,"
                    + "\"input\":\"a [[fault:truncated_download]]\"}")
            .json()
            .path("id")
            .asString();
    STAGE.simulators().completeJobs();
    assertThrows(IOException.class, () -> google.get("/v1beta/interactions/" + id));
    assertEquals(
        "completed", google.get("/v1beta/interactions/" + id).json().path("status").asString());
  }

  @Test
  void endlessDownload_goesOnForAsLongAsSomebodyReads() throws Exception {
    try (InputStream endless = stream(url(done("[[fault:endless_download]]")))) {
      long read = 0;
      while (read < 64L << 20) {
        int more = endless.readNBytes(1 << 20).length;
        assertTrue(more > 0, "ended after " + read);
        read += more;
      }
    }
  }

  @Test
  void slowBytes_comeInPieces() throws Exception {
    String url = url(done("[[fault:slow_bytes=1000]]"));
    long start = System.nanoTime();
    try (InputStream slow = stream(url)) {
      assertEquals(1500, slow.readNBytes(1500).length);
    }
    assertTrue(System.nanoTime() - start > 900_000_000L);
  }

  @Test
  void slowAccept_isAcceptedBeforeItAnswers() throws Exception {
    long start = System.nanoTime();
    assertEquals(200, create("[[fault:slow_accept=0.3]]").status());
    assertTrue(System.nanoTime() - start > 290_000_000L);
  }

  @Test
  void streamCut_endsInTheMiddle_andStreamWithoutEnd_endsEarly() throws Exception {
    RawClient twelve = STAGE.client(Dialect.TWELVELABS, "x-api-key", "key");
    String body =
        "{\"video\":{\"type\":\"url\",\"url\":\"http://example.com/a.mp4\"},\"stream\":true,"
            + "\"prompt\":\"%s\"}";
    assertThrows(
        IOException.class, () -> twelve.post("/analyze", body.formatted("[[fault:stream_cut]]")));
    String early = twelve.post("/analyze", body.formatted("[[fault:stream_without_end]]")).text();
    assertTrue(early.contains("text_generation"));
    assertFalse(early.contains("stream_end"));
    assertTrue(twelve.post("/analyze", body.formatted("fine")).text().contains("stream_end"));
  }

  @Test
  void unknownFault_isSaidAloud() throws Exception {
    Reply reply = create("[[fault:no_such_thing]]");
    assertEquals(400, reply.status());
    assertTrue(reply.text().contains("no_such_thing"));
  }

  @Test
  void rule_strikesTheNthMatchingRequest() throws Exception {
    STAGE
        .simulators()
        .strike(
            FaultRule.next(Vendor.XAI, Operation.POLL, Fault.SERVER_ERROR)
                .withFirst(2)
                .withTimes(2));
    String id = id(create("a"));
    int[] statuses = new int[4];
    for (int i = 0; i < 4; i++) {
      statuses[i] = xai.get("/videos/" + id).status();
    }
    org.junit.jupiter.api.Assertions.assertArrayEquals(new int[] {202, 500, 500, 202}, statuses);
  }

  @Test
  void connectionRefused_nobodyListensForAWhile() throws Exception {
    VendorSimulators own = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
    try (own) {
      RawClient client = new RawClient(own.baseUrl(Dialect.XAI), "Authorization", "Bearer key");
      assertThrows(
          IOException.class,
          () ->
              client.post(
                  "/videos/generations",
                  "{\"model\":\"grok-imagine-video\",\"prompt\":\"[[fault:connection_refused=0.5]]\"}"));
      refusedForAWhile(client);

      own.strike(
          FaultRule.next(Vendor.XAI, Operation.CREATE, Fault.CONNECTION_REFUSED).withValue(0.5));
      refusedForAWhile(client);
      assertEquals(1, own.counters().of(Vendor.XAI).createsReceived(), "a rule needs no request");
    }
  }

  private static void refusedForAWhile(RawClient client) throws Exception {
    boolean refused = false;
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < deadline) {
      try {
        int status = client.get("/videos/x").status();
        if (refused) {
          assertEquals(404, status);
          return;
        }
      } catch (java.net.ConnectException e) {
        refused = true;
      } catch (IOException e) {
        // The connection was open while the listener stopped.
      }
    }
    throw new AssertionError(refused ? "never listened again" : "never refused");
  }

  private Reply create(String prompt) throws Exception {
    return xai.post(
        "/videos/generations",
        "{\"model\":\"grok-imagine-video\",\"duration\":1,\"prompt\":\"a boat " + prompt + "\"}");
  }

  private JsonNode done(String prompt) throws Exception {
    String id = id(create(prompt));
    STAGE.simulators().completeJobs();
    return xai.get("/videos/" + id).json();
  }

  private static String id(Reply created) {
    assertEquals(200, created.status(), created.text());
    return created.json().path("request_id").asString();
  }

  private static String url(JsonNode done) {
    return done.path("video").path("url").asString();
  }

  private static InputStream stream(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }
}
