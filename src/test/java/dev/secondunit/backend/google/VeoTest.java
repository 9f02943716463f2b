package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Veo on the Gemini API, request by request and answer by answer. */
class VeoTest extends GoogleVideoBench {
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
                    .with(Parameter.ASPECT_RATIO, "16:9")
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
  @ValueSource(
      strings = {
        "200 | {'done':true,'response':{'generateVideoResponse':{'raiMediaFilteredCount':1,'raiMediaFilteredReasons':['a face']}}} | - | VENDOR_REFUSED | NO | NEVER | a face",
        "200 | {'done':true,'response':{'raiMediaFilteredCount':2}} | - | VENDOR_REFUSED | NO | NEVER | 2 filtered, no reason given",
        "200 | {'done':true,'error':{'code':13,'message':'internal'}} | - | VENDOR_FAILED | NO | NOW | internal",
        "200 | {'done':true,'error':{'code':3,'message':'violates our usage guidelines'}} | - | VENDOR_REFUSED | NO | NEVER | violates our usage guidelines"
      })
  void veo_endedWithoutVideo_isFailedAndNotBilled(BadAnswer answer) throws Throwable {
    answer.toPoll(server, () -> google.poll(VEO_JOB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"done\":true}",
        "{\"done\":true,\"response\":{}}",
        "{\"done\":true,\"response\":{\"films\":[{\"uri\":\"https://a/b\"}]}}"
      })
  void veo_doneWithNeitherVideoNorReason_mayHaveBeenBilledAndIsAskedForAgain(String body)
      throws Exception {
    server.answerJson(200, body);

    Failure failure = ((Poll.Failed) google.poll(VEO_JOB)).failure();

    assertEquals(ErrorCode.VENDOR_ANSWER_INVALID, failure.code());
    assertEquals(Charged.UNKNOWN, failure.charged());
    assertEquals(Retry.USE_JOB, failure.retry());
  }
}
