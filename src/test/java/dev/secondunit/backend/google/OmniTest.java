package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Omni, request by request and answer by answer. */
class OmniTest extends GoogleVideoBench {
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
  void omni_promptThatSaysWhichFrameIsWhich_isSentAsItIs() throws Exception {
    server.answerJson(200, "{\"id\":\"v1_a\"}");
    Shot shot =
        shots
            .with(Parameter.PROMPT, "<LAST_FRAME> turns into <FIRST_FRAME>")
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("a.png", "image/png", "A")))
            .with(Parameter.LAST_FRAME, shots.input("b.png", "image/png", "B"))
            .video(OMNI, Operation.GENERATE);

    Submission.Accepted accepted = (Submission.Accepted) google.submit(shot);

    assertEquals(
        "<LAST_FRAME> turns into <FIRST_FRAME>",
        server.last().json().at("/input/2/text").asString());
    assertFalse(accepted.reference().attributes().containsKey("role_tags"));
  }

  @Test
  void omni_edit_continuesTheConversation() throws Exception {
    server.answerJson(200, "{\"id\":\"v1_b\"}");

    google.submit(
        continued(TestLayer.NOW.plusSeconds(9), Map.of("interaction_id", "v1_a"))
            .with(Parameter.DURATION, 8.0)
            .with(Parameter.ASPECT_RATIO, "9:16")
            .with(Parameter.SIZE, "1080p")
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
  @ValueSource(
      strings = {
        "200 | {'status':'completed','usage':{'total_output_tokens':0}} | - | VENDOR_REFUSED | NO | NEVER",
        "200 | {'status':'completed','usage':null} | - | VENDOR_REFUSED | UNKNOWN | NEVER",
        "200 | {'status':'failed','errors':[{'code':'c','message':'boom'}]} | - | VENDOR_FAILED | UNKNOWN | USE_JOB",
        "200 | {'status':'failed','steps':[{'error':{'message':'safety'}}],'usage':{'total_output_tokens':0}} | - | VENDOR_REFUSED | NO | NEVER",
        "200 | {'status':'budget_exceeded'} | - | VENDOR_FAILED | UNKNOWN | USE_JOB",
        "200 | {'status':'incomplete','usage':{'total_output_tokens':9}} | - | VENDOR_FAILED | YES | USE_JOB",
        "200 | {'status':'requires_action'} | - | VENDOR_FAILED | UNKNOWN | USE_JOB",
        "200 | {'status':'cancelled','usage':{'total_output_tokens':0}} | - | CANCELLED | NO | USE_JOB"
      })
  void omni_endedWithoutVideo_isFailedWithItsBill(BadAnswer answer) throws Throwable {
    answer.toPoll(server, () -> google.poll(OMNI_JOB));
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
}
