package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Omni and Veo on both of Google's homes, request by request and answer by answer. */
class GoogleVideoTest {
  private static final String OMNI = "gemini-omni-1.2-flash";
  private static final VendorReference OMNI_JOB =
      new VendorReference(
          "v1_a", Map.of("wire", "omni", "home", "gemini_api", "model", OMNI, "role_tags", "<X>"));
  private static final VendorReference VEO_JOB =
      new VendorReference(
          "models/veo/operations/o1",
          Map.of(
              "wire",
              "veo",
              "home",
              "gemini_api",
              "model",
              "veo-3.1-generate-preview",
              "remaining",
              "20",
              "size",
              "720p"));

  @TempDir Path folder;
  private Shots shots;
  private FakeServer server;
  private TestLayer layer;
  private GoogleBackend google;

  @BeforeEach
  void start() throws IOException {
    shots = new Shots(folder);
    server = new FakeServer();
    HttpLimits limits = TestLayer.limits().withSizes(64 << 10, 4 << 10, 64 << 20);
    layer = new TestLayer(limits);
    Map<String, String> environment =
        Map.of(
            "GOOGLE_API_KEY", TestLayer.KEY, "GOOGLE_GEMINI_BASE_URL", server.uri("").toString());
    google = new GoogleBackend(new Settings(environment, folder), layer.layer);
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  @Test
  void omni_fromText_isSentAsDocumented() throws Exception {
    server.answerJson(200, "{\"id\":\"v1_a\",\"status\":\"in_progress\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 7.5)
            .with(Parameter.ASPECT_RATIO, "9:16")
            .with(Parameter.SIZE, "1080p")
            .options("{\"service_tier\":\"flex\"}")
            .video(OMNI, Operation.GENERATE);

    Submission.Accepted accepted = (Submission.Accepted) google.submit(shot);

    assertEquals("v1_a", accepted.reference().id());
    assertEquals(
        Map.of("wire", "omni", "home", "gemini_api", "model", OMNI),
        accepted.reference().attributes());
    assertEquals("/v1beta/interactions", server.last().target());
    assertEquals(TestLayer.KEY, server.last().headers().get("x-goog-api-key"));
    assertEquals("2026-05-20", server.last().headers().get("Api-Revision"));
    assertJson(
        """
        {"model":"gemini-omni-1.2-flash","input":[{"type":"text","text":"%s"}],
         "background":true,"store":true,
         "response_format":{"type":"video","aspect_ratio":"9:16","resolution":"1080p",
                            "duration":"7.5s","delivery":"uri"},
         "generation_config":{"video_config":{"task":"text_to_video"}},"service_tier":"flex"}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void omni_fromFrames_tellsTheirRolesAndRemembersThat() throws Exception {
    server.answerJson(200, "{\"id\":\"v1_a\"}");
    Shot shot =
        shots
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("a.png", "image/png", "A")))
            .with(Parameter.LAST_FRAME, shots.input("b.png", "image/png", "B"))
            .with(Parameter.VIDEO_REFERENCE_IMAGES, List.of(shots.input("c.png", "image/png", "C")))
            .video(OMNI, Operation.GENERATE);

    Submission.Accepted accepted = (Submission.Accepted) google.submit(shot);

    assertJson(
        """
        {"model":"gemini-omni-1.2-flash","input":[
           {"type":"image","data":"QQ==","mime_type":"image/png"},
           {"type":"image","data":"Qg==","mime_type":"image/png"},
           {"type":"image","data":"Qw==","mime_type":"image/png"},
           {"type":"text","text":"<FIRST_FRAME> <LAST_FRAME> <IMAGE_REF_0>\\n%s"}],
         "background":true,"store":true,
         "response_format":{"type":"video","delivery":"uri"},
         "generation_config":{"video_config":{"task":"image_to_video"}}}
        """
            .formatted(Shots.PROMPT));
    assertEquals(
        "<FIRST_FRAME> <LAST_FRAME> <IMAGE_REF_0>",
        accepted.reference().attributes().get("role_tags"));
  }

  @Test
  void omni_edit_continuesTheConversation() throws Exception {
    server.answerJson(200, "{\"id\":\"v1_b\"}");

    google.submit(
        continued(TestLayer.NOW.plusSeconds(9), Map.of("interaction_id", "v1_a"))
            .with(Parameter.DURATION, 8.0)
            .video(OMNI, Operation.EDIT));

    assertJson(
        """
        {"model":"gemini-omni-1.2-flash","input":[{"type":"text","text":"%s"}],
         "background":true,"store":true,"previous_interaction_id":"v1_a",
         "response_format":{"type":"video","delivery":"uri"},
         "generation_config":{"video_config":{"task":"edit"}}}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void omni_extendAfterTheConversationEnded_sendsOurFile() throws Exception {
    server.answerJson(200, "{\"id\":\"v1_b\"}");

    google.submit(
        continued(TestLayer.NOW, Map.of("interaction_id", "v1_a"))
            .with(Parameter.DURATION, 5.0)
            .video(OMNI, Operation.EXTEND));

    assertJson(
        """
        {"model":"gemini-omni-1.2-flash","input":[
           {"type":"video","data":"%s","mime_type":"video/mp4"},{"type":"text","text":"%s"}],
         "background":true,"store":true,
         "response_format":{"type":"video","duration":"5s","delivery":"uri"},
         "generation_config":{"video_config":{"task":"extend"}}}
        """
            .formatted(Shots.base64("clip"), Shots.PROMPT));
  }

  @Test
  void omni_largeSource_isUploadedInPiecesAndResumed() throws Exception {
    int size = (20 << 20) + 5;
    server
        .answerJson(200, "{}", "x-goog-upload-url: " + server.uri("/session?k=1"))
        .answerJson(200, "{}", "x-goog-upload-status: active")
        .answer(FakeServer.resetAfter(new byte[0]))
        .answerJson(200, "{}", "X-Goog-Upload-Size-Received: " + (8 << 20))
        .answerJson(200, "{}")
        .answerJson(
            200,
            "{\"file\":{\"name\":\"files/f1\",\"uri\":\"https://g/f1\",\"state\":\"PROCESSING\"}}")
        .answerJson(200, "{\"name\":\"files/f1\",\"uri\":\"https://g/f1\",\"state\":\"ACTIVE\"}")
        .answerJson(200, "{\"id\":\"v1_b\"}");
    MediaInput large = shots.input("large.mp4", "video/mp4", "x".repeat(size));

    google.submit(shots.from(large, null, null, Map.of()).video(OMNI, Operation.EDIT));

    List<FakeServer.Received> sent = server.received();
    assertEquals("/upload/v1beta/files", sent.get(0).target());
    assertEquals("start", sent.get(0).headers().get("X-Goog-Upload-Command"));
    assertEquals(
        Integer.toString(size), sent.get(0).headers().get("X-Goog-Upload-Header-Content-Length"));
    assertEquals("/session?k=1", sent.get(1).target());
    assertEquals("0", sent.get(1).headers().get("X-Goog-Upload-Offset"));
    assertEquals("query", sent.get(3).headers().get("X-Goog-Upload-Command"));
    assertEquals(Integer.toString(8 << 20), sent.get(4).headers().get("X-Goog-Upload-Offset"));
    assertEquals("upload, finalize", sent.get(5).headers().get("X-Goog-Upload-Command"));
    assertEquals((4 << 20) + 5, sent.get(5).body().length);
    assertEquals("/v1beta/files/f1", sent.get(6).target());
    assertEquals("https://g/f1", server.last().json().path("input").path(0).path("uri").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "in_progress", "requires_continuation", "new_word"})
  void omni_pollNotReady_isRunning(String status) throws Exception {
    server.answerJson(200, "{\"id\":\"v1_a\",\"status\":\"" + status + "\",\"steps\":[]}");

    assertInstanceOf(Poll.Running.class, google.poll(OMNI_JOB));
    assertEquals("/v1beta/interactions/v1_a", server.last().target());
  }

  @Test
  void omni_completed_givesFileAndContinuationAndTellsOfTags() throws Exception {
    server.answerJson(
        200,
        """
        {"id":"v1_a","status":"completed","model":"gemini-omni-1.1-flash",
         "steps":[{"type":"user_input","content":[{"type":"video","uri":"https://not/this"}]},
                  {"type":"model_output","content":[{"type":"text","text":"ok"},
                    {"type":"video","uri":"%s","mime_type":"video/mp4"}]}]}
        """
            .formatted(server.uri("/v1beta/files/f9")));
    server.answer(FakeServer.reply(200, "video/mp4", "clip".getBytes()));

    Outcome outcome = ((Poll.Done) google.poll(OMNI_JOB)).outcome();

    assertEquals("gemini-omni-1.1-flash", outcome.model());
    assertEquals("omni", outcome.continuation().prefix());
    assertEquals("v1_a", outcome.continuation().vendorReference().get("interaction_id"));
    assertEquals(TestLayer.NOW.plus(Duration.ofHours(48)), outcome.continuation().expiresAt());
    assertEquals(List.of("The role tags <X> were put before the prompt."), outcome.warnings());

    assertEquals(4, google.download(outcome.files().get(0), emptyTarget()));
    assertEquals("/v1beta/files/f9:download?alt=media", server.last().target());
    assertEquals(TestLayer.KEY, server.last().headers().get("x-goog-api-key"));
  }

  @Test
  void omni_completedInline_isFetchedByAskingAgain() throws Exception {
    server.answerJson(
        200,
        "{\"status\":\"completed\",\"output_video\":{\"mime_type\":\"video/mp4\",\"data\":\""
            + Shots.base64("clip")
            + "\"}}");

    RemoteFile file = ((Poll.Done) google.poll(OMNI_JOB)).outcome().files().get(0);
    Path target = emptyTarget();

    assertEquals(4L, file.bytes());
    assertEquals(4, google.download(file, target));
    assertArrayEquals("clip".getBytes(), Files.readAllBytes(target));
    assertEquals("/v1beta/interactions/v1_a", server.last().target());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"status\":\"completed\",\"usage\":{\"total_output_tokens\":0}}|VENDOR_REFUSED|NO",
        "{\"status\":\"completed\",\"usage\":null}|VENDOR_REFUSED|UNKNOWN",
        "{\"status\":\"failed\",\"errors\":[{\"code\":\"c\",\"message\":\"boom\"}]}|VENDOR_FAILED|UNKNOWN",
        "{\"status\":\"failed\",\"steps\":[{\"error\":{\"message\":\"safety\"}}],\"usage\":{\"total_output_tokens\":0}}|VENDOR_REFUSED|NO",
        "{\"status\":\"budget_exceeded\"}|VENDOR_FAILED|UNKNOWN",
        "{\"status\":\"incomplete\",\"usage\":{\"total_output_tokens\":9}}|VENDOR_FAILED|YES",
        "{\"status\":\"requires_action\"}|VENDOR_FAILED|UNKNOWN",
        "{\"status\":\"cancelled\",\"usage\":{\"total_output_tokens\":0}}|CANCELLED|NO"
      })
  void omni_endedWithoutVideo_isFailedWithItsBill(String body, ErrorCode code, Charged charged)
      throws Exception {
    server.answerJson(200, body);

    Failure failure = ((Poll.Failed) google.poll(OMNI_JOB)).failure();

    assertEquals(code, failure.code());
    assertEquals(charged, failure.charged());
  }

  @Test
  void omni_cancel_isConfirmedByTheStatus() throws Exception {
    server
        .answerJson(200, "{\"status\":\"cancelled\"}")
        .answerJson(200, "{\"status\":\"completed\"}")
        .answerJson(400, "{\"error\":{\"code\":\"failed_precondition\",\"message\":\"m\"}}");

    assertTrue(google.cancel(OMNI_JOB));
    assertEquals("/v1beta/interactions/v1_a/cancel", server.last().target());
    assertEquals("POST", server.last().method());
    assertFalse(google.cancel(OMNI_JOB));
    assertFalse(google.cancel(OMNI_JOB));
    assertFalse(google.cancel(VEO_JOB), "Veo has no cancel");
  }

  @Test
  void veo_withEverything_isSentAsDocumented() throws Exception {
    server.answerJson(200, "{\"name\":\"models/veo/operations/o1\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 8.0)
            .with(Parameter.ASPECT_RATIO, "16:9")
            .with(Parameter.SIZE, "720p")
            .with(Parameter.NEGATIVE_PROMPT, "rain")
            .with(Parameter.PERSON_GENERATION, "allow_adult")
            .with(Parameter.SEED, 5L)
            .with(Parameter.GENERATE_AUDIO, true)
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("a.png", "image/png", "A")))
            .with(Parameter.LAST_FRAME, shots.input("b.png", "image/png", "B"))
            .with(Parameter.VIDEO_REFERENCE_IMAGES, List.of(shots.input("c.png", "image/png", "C")))
            .options("{\"enhance_prompt\":true}")
            .video("veo-3.1-generate-preview", Operation.GENERATE);

    Submission.Accepted accepted = (Submission.Accepted) google.submit(shot);

    assertEquals(
        "/v1beta/models/veo-3.1-generate-preview:predictLongRunning", server.last().target());
    assertJson(
        """
        {"instances":[{"prompt":"%s",
           "image":{"bytesBase64Encoded":"QQ==","mimeType":"image/png"},
           "lastFrame":{"bytesBase64Encoded":"Qg==","mimeType":"image/png"},
           "referenceImages":[{"image":{"bytesBase64Encoded":"Qw==","mimeType":"image/png"},
                               "referenceType":"asset"}]}],
         "parameters":{"sampleCount":1,"durationSeconds":8,"aspectRatio":"16:9",
           "resolution":"720p","personGeneration":"allow_adult","negativePrompt":"rain",
           "seed":5,"generateAudio":true,"enhancePrompt":true}}
        """
            .formatted(Shots.PROMPT));
    assertEquals("20", accepted.reference().attributes().get("remaining"));
  }

  @Test
  void veo_extend_countsDown() throws Exception {
    server.answerJson(200, "{\"name\":\"operations/o2\"}");
    MediaInput clip = shots.input("clip.mp4", "video/mp4", "clip");

    Submission.Accepted accepted =
        (Submission.Accepted)
            google.submit(
                shots
                    .from(clip, null, 3, Map.of("video_uri", "https://g/f1"))
                    .with(Parameter.DURATION, 7.0)
                    .with(Parameter.SIZE, "720p")
                    .video("veo-3.1-generate-preview", Operation.EXTEND));

    assertJson(
        """
        {"instances":[{"prompt":"%s","video":{"uri":"https://g/f1"}}],
         "parameters":{"sampleCount":1,"resolution":"720p"}}
        """
            .formatted(Shots.PROMPT));
    assertEquals("2", accepted.reference().attributes().get("remaining"));
  }

  @Test
  void veo_extendOfAClipThatIsGone_isRefusedBeforeAnyCall() throws Exception {
    Shot shot =
        continued(TestLayer.NOW, Map.of("video_uri", "https://g/f1"))
            .video("veo-3.1-generate-preview", Operation.EXTEND);

    assertEquals(ErrorCode.CONTINUATION_EXPIRED, failed(shot).failure().code());
    assertEquals(0, server.received().size());
  }

  @Test
  void veo_done_givesFileContinuationAndFilteredSiblings() throws Exception {
    server.answerJson(
        200,
        """
        {"name":"o","done":true,"response":{"generateVideoResponse":{
          "generatedSamples":[{"video":{"uri":"https://g/v1beta/files/f1:download?alt=media"}}],
          "raiMediaFilteredCount":1,"raiMediaFilteredReasons":["a face"]}}}
        """);

    Outcome outcome = ((Poll.Done) google.poll(VEO_JOB)).outcome();

    assertEquals("/v1beta/models/veo/operations/o1", server.last().target());
    assertEquals(List.of("google filtered a sibling: a face"), outcome.warnings());
    assertEquals("veo_vid", outcome.continuation().prefix());
    assertEquals(Set.of(Operation.EXTEND), outcome.continuation().operations());
    assertEquals(20, outcome.continuation().remaining());
    assertEquals(TestLayer.NOW.plus(Duration.ofDays(2)), outcome.continuation().expiresAt());
    assertNull(outcome.model());
  }

  @Test
  void veo_doneAt1080_cannotBeExtended() throws Exception {
    server.answerJson(
        200,
        "{\"done\":true,\"response\":{\"generateVideoResponse\":{\"generatedSamples\":["
            + "{\"video\":{\"encodedVideo\":\"Y2xpcA==\",\"encoding\":\"video/mp4\"}}]}}}");
    Map<String, String> attributes = new java.util.HashMap<>(VEO_JOB.attributes());
    attributes.put("size", "1080p");

    Outcome outcome =
        ((Poll.Done) google.poll(new VendorReference("operations/o1", attributes))).outcome();

    assertEquals(Set.of(), outcome.continuation().operations());
    Path target = emptyTarget();
    assertEquals(4, google.download(outcome.files().get(0), target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"done\":true,\"response\":{\"generateVideoResponse\":{\"raiMediaFilteredCount\":1,\"raiMediaFilteredReasons\":[\"a face\"]}}}|VENDOR_REFUSED|a face",
        "{\"done\":true,\"response\":{\"raiMediaFilteredCount\":2}}|VENDOR_REFUSED|2 filtered, no reason given",
        "{\"done\":true,\"error\":{\"code\":13,\"message\":\"internal\"}}|VENDOR_FAILED|internal",
        "{\"done\":true,\"error\":{\"code\":3,\"message\":\"violates our usage guidelines\"}}|VENDOR_REFUSED|violates our usage guidelines",
        "{\"done\":true,\"response\":{}}|VENDOR_REFUSED|done, but without a video"
      })
  void veo_endedWithoutVideo_isFailedAndNotBilled(String body, ErrorCode code, String words)
      throws Exception {
    server.answerJson(200, body);

    Failure failure = ((Poll.Failed) google.poll(VEO_JOB)).failure();

    assertEquals(code, failure.code());
    assertEquals(Charged.NO, failure.charged());
    assertEquals(words, failure.vendor().words());
  }

  @Test
  void poll_gone_isExpired() throws Exception {
    server.answerJson(404, "{\"error\":{\"code\":\"not_found\",\"message\":\"m\"}}");

    assertInstanceOf(Poll.Expired.class, google.poll(OMNI_JOB));
    assertInstanceOf(Poll.Expired.class, google.poll(VEO_JOB));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "400|{\"error\":{\"code\":\"invalid_request\",\"message\":\"m\"}}|REJECTED|INVALID_ARGUMENT",
        "400|{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}|REJECTED|VENDOR_AUTHENTICATION",
        "402|{\"error\":{\"code\":\"payment_required\",\"message\":\"m\"}}|REJECTED|VENDOR_QUOTA",
        "404|{\"error\":{\"code\":404,\"message\":\"models/veo-3.1 is no longer available\"}}|REJECTED|MODEL_RETIRED",
        "404|{\"error\":{\"code\":\"model_not_found\",\"message\":\"m\"}}|REJECTED|MODEL_RETIRED",
        "429|{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}|NOT_ACCEPTED|RATE_LIMITED",
        "429|{\"error\":{\"code\":\"quota_exceeded\",\"message\":\"m\"}}|REJECTED|VENDOR_QUOTA",
        "429|{\"error\":{\"code\":429,\"message\":\"m\",\"details\":[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDay\"}]}]}}|REJECTED|VENDOR_QUOTA",
        "503|{\"error\":{\"code\":503,\"message\":\"The model is overloaded\"}}|NOT_ACCEPTED|VENDOR_UNAVAILABLE",
        "503|{\"error\":{\"code\":503,\"message\":\"m\"}}|UNKNOWN|SUBMIT_UNKNOWN",
        "500|{\"error\":{\"code\":500,\"message\":\"m\"}}|UNKNOWN|SUBMIT_UNKNOWN"
      })
  void create_error_isUnderstood(int status, String body, Fate fate, ErrorCode code)
      throws Exception {
    server.answerJson(status, body);

    BackendException thrown = failed(shots.video(OMNI, Operation.GENERATE));

    assertEquals(fate, thrown.fate());
    assertEquals(code, thrown.failure().code());
    assertEquals(1, server.count("POST"));
  }

  @Test
  void create_rateLimitedWithRetryInfo_saysWhen() throws Exception {
    server.answerJson(
        429,
        "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":"
            + "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"}]}}");

    Failure failure = failed(shots.video(OMNI, Operation.GENERATE)).failure();

    assertEquals(34.4, failure.retryAfterSeconds());
  }

  @Test
  void create_answerWithoutId_isUnknown() throws Exception {
    server.answerJson(200, "{}").answerJson(200, "{\"name\":\"../../x?y\"}");

    assertEquals(Fate.UNKNOWN, failed(shots.video(OMNI, Operation.GENERATE)).fate());
    assertEquals(
        Fate.UNKNOWN, failed(shots.video("veo-3.1-generate-preview", Operation.GENERATE)).fate());
  }

  private Shots continued(Instant expiresAt, Map<String, String> kept) throws IOException {
    return shots.from(shots.input("clip.mp4", "video/mp4", "clip"), expiresAt, null, kept);
  }

  private Path emptyTarget() throws IOException {
    return Files.createTempDirectory(folder, "target").resolve("clip.mp4");
  }

  private BackendException failed(Shot shot) {
    BackendException thrown = assertThrows(BackendException.class, () -> google.submit(shot));
    SecretScan.clean(thrown, TestLayer.KEY, Shots.SECRET);
    return thrown;
  }

  private void assertJson(String expected) {
    JsonMapper mapper = new JsonMapper();
    assertEquals(mapper.readTree(expected), server.last().json());
  }
}
