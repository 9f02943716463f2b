package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Retry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadRetryTest {
  private FakeServer server;
  private TestLayer layer;
  private VendorHttp vendor;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    layer = new TestLayer();
    vendor = layer.vendor(server.uri(""));
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  @Test
  void poll_brokenOnceThenBusyOnce_answersInTheSameCall() throws Exception {
    server.answer(FakeServer.resetAfter(new byte[0])).answerJson(502, "{}").answerJson(200, "{}");

    vendor.send(Call.poll("/videos/1"));

    assertEquals(3, server.count("GET"));
    assertEquals(2, layer.waits.size());
    assertTrue(layer.waits.get(0).compareTo(layer.waits.get(1)) < 0, "waits grow");
  }

  @Test
  void poll_whenThisProgramEnds_isInterruptedAndBlamesNobody() {
    layer.close();

    assertThrows(InterruptedException.class, () -> vendor.send(Call.poll("/videos/1")));

    assertEquals(0, server.count("GET"));
  }

  @Test
  void poll_neverAnswered_givesUpAfterThreeTries() {
    server.answerJson(500, "{}");

    BackendException thrown =
        assertThrows(BackendException.class, () -> vendor.send(Call.poll("/videos/1")));

    assertEquals(3, server.count("GET"));
    assertEquals(Fate.NOT_ACCEPTED, thrown.fate());
    assertEquals(Charged.UNKNOWN, thrown.failure().charged());
    assertEquals(Retry.USE_JOB, thrown.failure().retry());
  }

  @Test
  void poll_shortRetryAfter_isObeyed() throws Exception {
    server.answerJson(429, "{}", "Retry-After: 2").answerJson(200, "{}");

    vendor.send(Call.poll("/videos/1"));

    assertEquals(java.util.List.of(Duration.ofSeconds(2)), layer.waits);
  }

  @Test
  void poll_longRetryAfter_isToldToTheCaller() {
    server.answerJson(429, "{}", "Retry-After: 90");

    BackendException thrown =
        assertThrows(BackendException.class, () -> vendor.send(Call.poll("/videos/1")));

    assertEquals(90.0, thrown.failure().retryAfterSeconds());
    assertEquals(1, server.count("GET"));
  }

  @Test
  void read_longRetryAfter_isLeftToTheCaller() {
    server.answerJson(429, "{}", "Retry-After: 120");

    BackendException thrown =
        assertThrows(BackendException.class, () -> vendor.send(Call.read("/files/1")));

    assertEquals(1, server.count("GET"));
    assertEquals(ErrorCode.RATE_LIMITED, thrown.failure().code());
    assertEquals(120.0, thrown.failure().retryAfterSeconds());
  }

  @Test
  void poll_404_isFinal() {
    server.answerJson(404, "{\"detail\":\"no such job\"}");

    BackendException thrown =
        assertThrows(BackendException.class, () -> vendor.send(Call.poll("/videos/1")));

    assertEquals(1, server.count("GET"));
    assertEquals(Fate.REJECTED, thrown.fate());
    assertEquals(404, thrown.failure().vendor().status());
    assertEquals("no such job", thrown.failure().vendor().words());
  }

  @Test
  void upload_broken_costsNothingAndIsNotRepeatedHere() {
    server.answer(FakeServer.resetAfter(new byte[0]));

    BackendException thrown =
        assertThrows(
            BackendException.class,
            () -> vendor.send(Call.upload("/files", new Body.Form(java.util.Map.of("a", "b")))));

    assertEquals(1, server.count("POST"));
    assertEquals(Fate.NOT_ACCEPTED, thrown.fate());
    assertEquals(Charged.NO, thrown.failure().charged());
  }

  @Test
  void credential_foreignOrigin_isNotSent() throws Exception {
    server.answerJson(200, "{}");
    VendorHttp elsewhere = layer.vendor(java.net.URI.create("http://127.0.0.1:1/v1"));

    elsewhere.send(Call.read(server.uri("/files/1").toString()));

    assertFalse(server.last().headers().containsKey("Authorization"));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/files/1, true",
    "/v1, true",
    "/v1x/files, false",
    "/media/clip.mp4, false",
    "/v1/../media/clip.mp4, false",
    "/, false"
  })
  void credential_ownOrigin_isSentBelowTheBasePathOnly(String path, boolean sent) throws Exception {
    server.answerJson(200, "{}");

    layer.vendor(server.uri("/v1")).send(Call.read(server.uri(path).toString()));

    assertEquals(sent, server.last().headers().containsKey("Authorization"));
  }

  @Test
  void emptyAnswer_isAMissingNode() throws Exception {
    server.answer(FakeServer.reply(202, null, new byte[0]));

    Answer answer = vendor.send(Call.poll("/videos/1"));

    assertEquals(202, answer.status());
    assertTrue(answer.json().isMissingNode());
  }
}
