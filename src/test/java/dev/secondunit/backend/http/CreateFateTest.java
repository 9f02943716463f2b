package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two numbers per failure of a create: how many POSTs left, and what became of the request. */
class CreateFateTest {
  private static final String PROMPT = "a secret boat 0815";

  private FakeServer server;
  private TestLayer layer;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    layer = new TestLayer();
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  @Test
  void create_accepted_isSentOnceWithItsBody() throws Exception {
    server.answerJson(200, "{\"id\":\"v1\"}");

    Answer answer = layer.vendor(server.uri("/v1")).send(create());

    assertEquals("v1", answer.json().path("id").asString());
    assertEquals(1, server.count("POST"));
    assertEquals("/v1/videos", server.last().target());
    assertEquals(PROMPT, server.last().json().path("prompt").asString());
    assertEquals("Bearer " + TestLayer.KEY, server.last().headers().get("Authorization"));
  }

  @Test
  void create_whenThisProgramEnds_hasNotLeft() throws Exception {
    VendorHttp vendor = layer.vendor(server.uri("/v1"));
    layer.close();

    BackendException thrown = assertThrows(BackendException.class, () -> vendor.send(create()));

    assertEquals(Fate.NOT_ACCEPTED, thrown.fate());
    assertEquals(0, server.count("POST"));
    assertTrue(thrown.failure().message().contains("this program is ending"));
  }

  @Test
  void create_twice_usesAFreshConnectionEachTime() throws Exception {
    server.answerJson(200, "{}");
    VendorHttp vendor = layer.vendor(server.uri("/v1"));

    vendor.send(Call.poll("/videos/1"));
    vendor.send(create());
    vendor.send(create());

    assertEquals(
        3, server.received().stream().map(FakeServer.Received::connection).distinct().count());
  }

  @Test
  void create_500_isUnknown() {
    server.answerJson(500, "{\"error\":{\"message\":\"boom\"}}");

    Failure failure = failed(Fate.UNKNOWN, 1);

    assertEquals(ErrorCode.SUBMIT_UNKNOWN, failure.code());
    assertEquals("boom", failure.vendor().words());
  }

  @Test
  void create_502WebPage_isUnknown() {
    server.answer(FakeServer.reply(502, "text/html", "<html>Bad gateway</html>".getBytes()));

    Failure failure = failed(Fate.UNKNOWN, 1);

    assertEquals("(a web page)", failure.vendor().words());
  }

  @Test
  void create_503WithRetryAfter_isNotAccepted() {
    server.answerJson(503, "{}", "Retry-After: 7");

    Failure failure = failed(Fate.NOT_ACCEPTED, 1);

    assertEquals(7.0, failure.retryAfterSeconds());
    assertEquals(ErrorCode.VENDOR_UNAVAILABLE, failure.code());
  }

  @Test
  void create_503WithoutRetryAfter_isUnknown() {
    server.answerJson(503, "{}");

    failed(Fate.UNKNOWN, 1);
  }

  @Test
  void create_429WithDelay_isNotAcceptedAndHoldsBackTheNext() throws Exception {
    server.answerJson(429, "{\"error\":{\"message\":\"slow down\"}}", "retry-after-ms: 1500");

    Failure failure = failed(Fate.NOT_ACCEPTED, 1);

    assertEquals(ErrorCode.RATE_LIMITED, failure.code());
    assertEquals(1.5, failure.retryAfterSeconds());
    assertEquals(Duration.ofMillis(1500), layer.rateLimits.untilNextCreate("acme", "boats-1"));
    failed(Fate.NOT_ACCEPTED, 1);
    assertEquals(1, server.count("POST"), "the second create must not leave before its time");
  }

  @Test
  void create_429WithoutDelay_isNotAcceptedWithAGuess() {
    server.answerJson(429, "{}");

    Failure failure = failed(Fate.NOT_ACCEPTED, 1);

    assertEquals(2.0, failure.retryAfterSeconds());
  }

  @Test
  void create_400_isRejectedWithTheVendorsWords() {
    server.answerJson(
        400,
        "{\"error\":{\"message\":\"duration too long\",\"param\":\"duration\"}}",
        "x-request-id: r-1");

    Failure failure = failed(Fate.REJECTED, 1);

    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertEquals("duration", failure.field());
    assertEquals("r-1", failure.vendor().requestId());
    assertEquals("acme answered 400: duration too long", failure.message());
  }

  @Test
  void create_redirected_isRejectedAndNotFollowed() {
    server.answer(
        FakeServer.reply(307, null, new byte[0], "Location: " + server.uri("/elsewhere")));

    failed(Fate.REJECTED, 1);
  }

  @Test
  void create_noAnswerInTime_isUnknown() {
    server.answer(server.silence());

    failed(Fate.UNKNOWN, 1);
  }

  @Test
  void create_connectionRefused_isNotAccepted() throws Exception {
    URI nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/v1");
    }

    Failure failure = failed(layer.vendor(nobody), Fate.NOT_ACCEPTED);

    assertEquals(ErrorCode.VENDOR_UNAVAILABLE, failure.code());
    assertTrue(failure.message().contains("refused"), failure.message());
  }

  @Test
  void create_unknownHost_isNotAccepted() {
    VendorHttp vendor = layer.vendor(URI.create("http://no-such-host.invalid/v1"));

    Failure failure = failed(vendor, Fate.NOT_ACCEPTED);

    assertTrue(failure.message().contains("unknown host"), failure.message());
  }

  @Test
  void create_certificateNotTrusted_isNotAccepted(@TempDir Path folder) throws Exception {
    try (UntrustedTlsServer untrusted = new UntrustedTlsServer(folder)) {
      Failure failure = failed(layer.vendor(untrusted.uri()), Fate.NOT_ACCEPTED);

      assertTrue(failure.message().contains("encryption"), failure.message());
      assertEquals(0, untrusted.requests());
    }
  }

  @Test
  void create_resetMidAnswer_isUnknown() {
    server.answer(
        FakeServer.resetAfter(concat(FakeServer.head(200, "application/json", 50), "{\"id\":")));

    failed(Fate.UNKNOWN, 1);
  }

  @Test
  void create_resetBeforeTheAnswer_isUnknown() {
    server.answer(FakeServer.resetAfter(new byte[0]));

    String told = failed(Fate.UNKNOWN, 1).message();
    assertFalse(told.contains("Exception"), told);
    assertFalse(told.contains("billed"), "that is said where the job ends: " + told);
  }

  @Test
  void create_truncatedJson_isUnknown() {
    server.answerJson(200, "{\"id\":\"v1\"");

    failed(Fate.UNKNOWN, 1);
  }

  @Test
  void create_garbage_isUnknown() {
    server.answer(FakeServer.reply(200, "text/html", "<html>Welcome</html>".getBytes()));

    failed(Fate.UNKNOWN, 1);
  }

  @Test
  void create_bytesStopComing_isUnknown() {
    server.answer(
        server.stallAfter(concat(FakeServer.head(200, "application/json", 50), "{\"id\":")));

    failed(Fate.UNKNOWN, 1);
  }

  @Test
  void create_endlessBody_isUnknownAndBounded() {
    server.answer(
        (request, bytes, socket) -> {
          bytes.write(FakeServer.head(200, "application/json", -1));
          bytes.write("{\"id\":\"".getBytes());
          byte[] more = "x".repeat(8_192).getBytes();
          while (true) {
            bytes.write(more);
          }
        });

    Failure failure = failed(Fate.UNKNOWN, 1);

    assertTrue(
        failure.vendor().words().contains("larger than 65536 bytes"), failure.vendor().words());
  }

  @Test
  void create_interrupted_ends() throws Exception {
    Thread caller = Thread.currentThread();
    FakeServer.Reply silence = server.silence();
    server.answer(
        (request, bytes, socket) -> {
          caller.interrupt();
          return silence.play(request, bytes, socket);
        });
    VendorHttp vendor = layer.vendor(server.uri("/v1"));

    assertThrows(InterruptedException.class, () -> vendor.send(create()));
  }

  private Failure failed(Fate fate, int posts) {
    Failure failure = failed(layer.vendor(server.uri("/v1")), fate);
    assertEquals(posts, server.count("POST"));
    return failure;
  }

  private Failure failed(VendorHttp vendor, Fate fate) {
    BackendException thrown = assertThrows(BackendException.class, () -> vendor.send(create()));
    Failure failure = thrown.failure();
    assertAll(
        () -> assertEquals(fate, thrown.fate()),
        () ->
            assertEquals(
                fate == Fate.UNKNOWN ? Charged.UNKNOWN : Charged.NO,
                failure.charged(),
                failure.message()),
        () ->
            assertEquals(
                switch (fate) {
                  case UNKNOWN -> Retry.USE_JOB;
                  case REJECTED -> Retry.NEVER;
                  case NOT_ACCEPTED -> Retry.AFTER;
                },
                failure.retry()),
        () -> assertTrue(layer.waits.isEmpty(), "a create is not repeated"),
        () -> SecretScan.clean(thrown, TestLayer.KEY, PROMPT));
    return failure;
  }

  private static Call create() {
    Body body = new Body.Json(new JsonMapper().createObjectNode().put("prompt", PROMPT), null);
    return Call.create("/videos", body).countedFor("boats-1").masking(PROMPT);
  }

  private static byte[] concat(byte[] head, String text) {
    byte[] tail = text.getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
