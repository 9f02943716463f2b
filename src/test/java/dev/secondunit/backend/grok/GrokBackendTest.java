package dev.secondunit.backend.grok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The xAI wire, request by request and answer by answer. */
class GrokBackendTest {
  private static final VendorReference JOB = new VendorReference("v 1/x", Map.of());
  @TempDir Path folder;
  private Shots shots;
  private FakeServer server;
  private TestLayer layer;
  private GrokBackend grok;

  @BeforeEach
  void start() throws IOException {
    shots = new Shots(folder);
    server = new FakeServer();
    layer = new TestLayer();
    Map<String, String> environment =
        Map.of("XAI_API_KEY", TestLayer.KEY, "XAI_BASE_URL", server.uri("/v1/").toString());
    grok = new GrokBackend(new Settings(environment, folder), layer.layer);
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  @Test
  void readiness_withoutKey_namesTheVariable() {
    GrokBackend without = new GrokBackend(new Settings(Map.of(), folder), layer.layer);

    assertEquals("set XAI_API_KEY", without.readiness().reason());
    assertTrue(grok.readiness().usable());
  }

  @Test
  void video_fromText_isSentAsDocumented() throws Exception {
    server.answerJson(200, "{\"request_id\":\"r1\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 6.0)
            .with(Parameter.ASPECT_RATIO, "16:9")
            .with(Parameter.SIZE, "720p")
            .with(Parameter.GENERATE_AUDIO, false)
            .options("{\"user\":\"u1\",\"model\":\"not this\"}")
            .video("grok-imagine-video", Operation.GENERATE);

    Submission.Accepted accepted = (Submission.Accepted) grok.submit(shot);

    assertEquals("r1", accepted.reference().id());
    assertEquals("/v1/videos/generations", server.last().target());
    assertEquals("Bearer " + TestLayer.KEY, server.last().headers().get("Authorization"));
    assertJson(
        """
        {"model":"grok-imagine-video","prompt":"%s","duration":6,"aspect_ratio":"16:9",
         "resolution":"720p","generate_audio":false,"user":"u1"}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void video_fromImages_embedsThemAsDataUris() throws Exception {
    server.answerJson(200, "{\"request_id\":\"r1\"}");
    Shot shot =
        shots
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("a.png", "image/png", "A")))
            .with(Parameter.LAST_FRAME, shots.input("b.png", "image/png", "B"))
            .with(
                Parameter.VIDEO_REFERENCE_IMAGES, List.of(shots.input("c.jpg", "image/jpeg", "C")))
            .options(
                "{\"keyframes\":[{\"image\":{\"url\":\"https://x.test/k.png\"},\"timestamp_s\":2}]}")
            .video("grok-imagine-video-1.5", Operation.LAST_FRAME);

    grok.submit(shot);

    assertJson(
        """
        {"model":"grok-imagine-video-1.5","prompt":"%s",
         "image":{"url":"data:image/png;base64,QQ=="},
         "last_frame":{"url":"data:image/png;base64,Qg=="},
         "reference_images":[{"url":"data:image/jpeg;base64,Qw=="}],
         "keyframes":[{"image":{"url":"https://x.test/k.png"},"timestamp_s":2}]}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void edit_whileTheVendorKeepsTheClip_sendsItsAddressAndNothingAboutSize() throws Exception {
    server.answerJson(200, "{\"request_id\":\"r2\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 6.0)
            .from(clip(), TestLayer.NOW.plusSeconds(60), null, Map.of("video_url", "https://v/1"))
            .video("grok-imagine-video", Operation.EDIT);

    grok.submit(shot);

    assertEquals("/v1/videos/edits", server.last().target());
    assertJson(
        """
        {"model":"grok-imagine-video","prompt":"%s","video":{"url":"https://v/1"}}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void extend_afterTheVendorDroppedTheClip_sendsOurFile() throws Exception {
    server.answerJson(200, "{\"request_id\":\"r3\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 4.0)
            .from(clip(), TestLayer.NOW, null, Map.of("video_url", "https://v/1"))
            .video("grok-imagine-video", Operation.EXTEND);

    grok.submit(shot);

    assertEquals("/v1/videos/extensions", server.last().target());
    assertJson(
        """
        {"model":"grok-imagine-video","prompt":"%s","duration":4,
         "video":{"url":"data:video/mp4;base64,%s"}}
        """
            .formatted(Shots.PROMPT, Shots.base64("clip")));
  }

  @Test
  void edit_largeFile_isUploadedFirst() throws Exception {
    server.answerJson(200, "{\"id\":\"file_9\"}").answerJson(200, "{\"request_id\":\"r4\"}");
    MediaInput large = shots.input("large.mp4", "video/mp4", "x".repeat((10 << 20) + 1));
    Shot shot = shots.from(large, null, null, Map.of()).video("grok-imagine-video", Operation.EDIT);

    grok.submit(shot);

    FakeServer.Received upload = server.received().get(0);
    assertEquals("/v1/files", upload.target());
    String head = upload.text().substring(0, 600);
    assertTrue(head.indexOf("\"expires_after\"") < head.indexOf("filename=\"large.mp4\""), head);
    assertEquals("file_9", server.last().json().path("video").path("file_id").asString());
  }

  @Test
  void remix_isRefusedBeforeAnyCall() throws Exception {
    Shot shot = shots.video("grok-imagine-video", Operation.REMIX);

    BackendException thrown = assertThrows(BackendException.class, () -> grok.submit(shot));

    assertEquals(ErrorCode.UNSUPPORTED_OPERATION, thrown.failure().code());
    assertEquals(0, server.received().size());
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
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"status\":\"done\",\"video\":{\"url\":\"\",\"respect_moderation\":false}}|VENDOR_REFUSED|YES",
        "{\"status\":\"failed\",\"error\":{\"code\":\"x\",\"message\":\"boom\"}}|VENDOR_FAILED|UNKNOWN",
        "{\"status\":\"failed\",\"error\":\"boom\",\"usage\":{\"cost_in_usd_ticks\":0}}|VENDOR_FAILED|NO",
        "{\"status\":\"failed\",\"error\":{\"message\":\"moderation\"}}|VENDOR_REFUSED|YES",
        "{\"status\":\"done\",\"video\":{}}|VENDOR_FAILED|UNKNOWN"
      })
  void poll_endedWithoutVideo_isFailedWithItsBill(String body, ErrorCode code, Charged charged)
      throws Exception {
    server.answerJson(200, body);

    Failure failure = ((Poll.Failed) grok.poll(JOB)).failure();

    assertEquals(code, failure.code());
    assertEquals(charged, failure.charged());
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

  @Test
  void image_fromText_isUnpackedIntoTheScratchFolder() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    server.answerJson(
        200,
        "{\"data\":[{\"b64_json\":\""
            + java.util.Base64.getEncoder().encodeToString(png)
            + "\"}],\"usage\":{\"cost_in_usd_ticks\":200000000}}");
    Shot shot =
        shots
            .with(Parameter.ASPECT_RATIO, "1:1")
            .with(Parameter.SIZE, "2K")
            .image("grok-imagine-image");

    Outcome outcome = ((Submission.Delivered) grok.submit(shot)).outcome();

    assertEquals("/v1/images/generations", server.last().target());
    assertJson(
        """
        {"model":"grok-imagine-image","prompt":"%s","aspect_ratio":"1:1","resolution":"2k",
         "response_format":"b64_json"}
        """
            .formatted(Shots.PROMPT));
    Path made = Path.of(outcome.files().get(0).location());
    assertTrue(
        made.startsWith(shot.scratch()) && made.toString().endsWith(".png"), made.toString());
    assertEquals(8, Files.size(made));
    assertEquals("image/png", outcome.files().get(0).mediaType());
    assertEquals(UsdAmount.ofUsd("0.02"), outcome.cost());
    assertEquals("grok_img", outcome.continuation().prefix());
  }

  @Test
  void image_edit_sendsSourceFirstThenInputs() throws Exception {
    server.answerJson(200, "{\"data\":[{\"url\":\"https://img.test/a.jpg\"}]}");
    Shot shot =
        shots
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("b.png", "image/png", "B")))
            .from(shots.input("a.png", "image/png", "A"), null, null, Map.of())
            .image("grok-imagine-image");

    Outcome outcome = ((Submission.Delivered) grok.submit(shot)).outcome();

    assertEquals("/v1/images/edits", server.last().target());
    assertJson(
        """
        {"model":"grok-imagine-image","prompt":"%s","response_format":"b64_json",
         "images":[{"url":"data:image/png;base64,QQ==","type":"image_url"},
                   {"url":"data:image/png;base64,Qg==","type":"image_url"}]}
        """
            .formatted(Shots.PROMPT));
    assertEquals("https://img.test/a.jpg", outcome.files().get(0).location());
  }

  @Test
  void image_blocked_isRefusedAndBilled() throws Exception {
    server.answerJson(200, "{\"data\":[{\"respect_moderation\":false,\"url\":\"\"}]}");

    BackendException thrown = failed(shots.image("grok-imagine-image"));

    assertEquals(Fate.REJECTED, thrown.fate());
    assertEquals(ErrorCode.VENDOR_REFUSED, thrown.failure().code());
    assertEquals(Charged.YES, thrown.failure().charged());
  }

  @Test
  void image_answerWithoutImage_isUnknown() throws Exception {
    server.answerJson(200, "{\"data\":[]}");

    assertEquals(Fate.UNKNOWN, failed(shots.image("grok-imagine-image")).fate());
  }

  @Test
  void speech_bareSamples_getAWavHeader() throws Exception {
    server.answer(FakeServer.reply(200, "audio/pcm", new byte[100], "x-trace-id: t1"));
    Shot shot =
        shots
            .with(Parameter.VOICE, "eve")
            .with(Parameter.LANGUAGE, "en")
            .with(Parameter.SPEED, 1.2)
            .with(Parameter.OUTPUT_FORMAT, "pcm")
            .options("{\"text_normalization\":true}")
            .audio("grok-tts");

    Submission.Delivered delivered = (Submission.Delivered) grok.submit(shot);

    assertEquals("/v1/tts", server.last().target());
    assertJson(
        """
        {"text":"%s","voice_id":"eve","language":"en","speed":1.2,
         "output_format":{"codec":"pcm","sample_rate":24000},"text_normalization":true}
        """
            .formatted(Shots.PROMPT));
    Outcome.RemoteFile file = delivered.outcome().files().get(0);
    assertEquals("audio/wav", file.mediaType());
    assertEquals(144L, file.bytes());
    assertEquals("t1", delivered.reference().id());
    assertFalse(Files.exists(shot.scratch().resolve("speech.bin")), "the bare samples are gone");
  }

  private MediaInput clip() throws IOException {
    return shots.input("clip.mp4", "video/mp4", "clip");
  }

  private Shot video() throws IOException {
    return shots.video("grok-imagine-video", Operation.GENERATE);
  }

  private BackendException failed(Shot shot) {
    BackendException thrown = assertThrows(BackendException.class, () -> grok.submit(shot));
    SecretScan.clean(thrown, TestLayer.KEY, Shots.SECRET);
    return thrown;
  }

  private void assertJson(String expected) {
    JsonMapper mapper = new JsonMapper();
    assertEquals(mapper.readTree(expected), server.last().json());
  }
}
