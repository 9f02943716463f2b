package dev.secondunit.backend.grok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos on the xAI wire, from the shot to the request. */
class GrokVideoRequestsTest extends GrokBench {
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
            .video("grok-imagine-video-1.5", Operation.LAST_FRAME);

    grok.submit(shot);

    assertJson(
        """
        {"model":"grok-imagine-video-1.5","prompt":"%s",
         "image":{"url":"data:image/png;base64,QQ=="},
         "last_frame":{"url":"data:image/png;base64,Qg=="},
         "reference_images":[{"url":"data:image/jpeg;base64,Qw=="}]}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void video_throughKeyframes_embedsThemWithTheirTimes() throws Exception {
    server.answerJson(200, "{\"request_id\":\"r1\"}");
    Shot shot =
        shots
            .with(
                Parameter.KEYFRAMES,
                List.of(
                    shots.input("a.png", "image/png", "A"),
                    shots.input("b.jpg", "image/jpeg", "B")))
            .with(Parameter.KEYFRAME_TIMES, List.of(2.0, 3.5))
            .video("grok-imagine-video-1.5", Operation.GENERATE);

    grok.submit(shot);

    assertJson(
        """
        {"model":"grok-imagine-video-1.5","prompt":"%s",
         "keyframes":[{"image":{"url":"data:image/png;base64,QQ=="},"timestamp_s":2},
                      {"image":{"url":"data:image/jpeg;base64,Qg=="},"timestamp_s":3.5}]}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void edit_whileTheVendorKeepsTheClip_sendsItsAddressAndNothingAboutSize() throws Exception {
    server.answerJson(200, "{\"request_id\":\"r2\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 6.0)
            .with(Parameter.ASPECT_RATIO, "16:9")
            .with(Parameter.SIZE, "720p")
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 | {'code':'invalid-argument','error':'video.url could not be fetched'} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER | video.url could not be fetched",
        "404 | {'error':'not found'} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER",
        "422 | {'error':{'message':'failed to download the video'}} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER",
        "404 | {'error':{'message':'The model x does not exist'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "400 | {'error':'prompt is too long'} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "403 | {'error':'Content violates usage guidelines'} | REJECTED | VENDOR_REFUSED | UNKNOWN | NEVER",
        "500 | {'error':'could not fetch'} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void editOfTheVendorsCopy_error_isUnderstood(BadAnswer answer) throws Exception {
    Shot shot =
        shots
            .from(clip(), TestLayer.NOW.plusSeconds(60), null, Map.of("video_url", "https://v/1"))
            .video("grok-imagine-video", Operation.EDIT);

    answer.toCreate(server, () -> failed(shot));
  }

  @Test
  void editOfOurFile_error_isNotTakenForALostCopy() throws Exception {
    server.answerJson(404, "{\"error\":\"not found\"}");
    Shot shot =
        shots.from(clip(), null, null, Map.of()).video("grok-imagine-video", Operation.EDIT);

    assertEquals(ErrorCode.UNKNOWN_ID, failed(shot).failure().code());
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

  private MediaInput clip() throws IOException {
    return shots.input("clip.mp4", "video/mp4", "clip");
  }
}
