package dev.secondunit.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Lost;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos on the OpenAI wire and its dialects, from the request to the file. */
class OpenAiVideoTest extends OpenAiBench {
  private static final VendorReference JOB = new VendorReference("video/1", Map.of());

  private static final Lost SENT =
      new Lost(TestLayer.NOW, reference -> reference.id().equals("held"));

  @Test
  void video_travelsAsMultipart() throws Exception {
    server.answerJson(200, "{\"id\":\"v1\",\"status\":\"queued\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 8.0)
            .with(Parameter.SIZE, "1280x720")
            .with(Parameter.SEED, 3L)
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("a.png", "image/png", "AAA")))
            .options("{\"fps\":24}")
            .video("sora-2", Operation.GENERATE);

    Submission.Accepted accepted = (Submission.Accepted) openai.submit(shot);

    assertEquals("v1", accepted.reference().id());
    assertEquals("/v1/videos", server.last().target());
    assertEquals(
        List.of(
            "model=sora-2",
            "prompt=" + Shots.PROMPT,
            "seconds=8",
            "size=1280x720",
            "seed=3",
            "fps=24",
            "input_reference(a.png,image/png)=AAA"),
        parts());
  }

  @Test
  void video_asJsonOnRequest_embedsTheFirstFrame() throws Exception {
    server.answerJson(200, "{\"id\":\"v1\"}");
    Shot shot =
        shots
            .with(Parameter.DURATION, 4.0)
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("a.png", "image/png", "A")))
            .options("{\"request_format\":\"json\"}")
            .video("sora-2", Operation.GENERATE);

    openai.submit(shot);

    assertJson(
        """
        {"model":"sora-2","prompt":"%s","seconds":"4",
         "input_reference":{"image_url":"data:image/png;base64,QQ=="}}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void remix_namesTheKeptVideo() throws Exception {
    server.answerJson(200, "{\"id\":\"v2\"}");

    openai.submit(kept(null).video("sora-2", Operation.REMIX));

    assertEquals("/v1/videos/v%2F1/remix", server.last().target());
    assertJson("{\"prompt\":\"%s\"}".formatted(Shots.PROMPT));
  }

  @Test
  void remix_ofAClipThatIsGone_isRefusedBeforeAnyCall() throws Exception {
    Shot shot = kept(TestLayer.NOW).video("sora-2", Operation.REMIX);

    assertEquals(ErrorCode.CONTINUATION_EXPIRED, failed(shot).failure().code());
    assertEquals(0, server.received().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 | {'error':{'message':'Video v/1 not found.'}} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER | Video v/1 not found.",
        "410 | {'error':{'message':'The video is no longer available'}} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER",
        "400 | {'detail':'the video has expired'} | REJECTED | CONTINUATION_EXPIRED | NO | NEVER",
        "410 | {'error':{'message':'The Videos API is no longer available'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "404 | {'error':{'message':'m','code':'model_not_found'}} | REJECTED | MODEL_RETIRED | NO | NEVER",
        "400 | {'detail':'m'} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "502 | {'detail':'m'} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void createFromTheKeptVideo_error_isUnderstood(BadAnswer answer) throws Exception {
    Shot shot = kept(null).video("sora-2", Operation.REMIX);

    answer.toCreate(server, () -> failed(shot));
  }

  @Test
  void edit_namesTheKeptVideo() throws Exception {
    server.answerJson(200, "{\"id\":\"v2\"}");

    openai.submit(kept(null).with(Parameter.DURATION, 8.0).video("sora-2", Operation.EDIT));

    assertEquals("/v1/videos/edits", server.last().target());
    assertJson("{\"prompt\":\"%s\",\"video\":{\"id\":\"v/1\"}}".formatted(Shots.PROMPT));
  }

  @Test
  void extend_ofAClipThatIsGone_sendsOurFile() throws Exception {
    server.answerJson(200, "{\"id\":\"v2\"}");

    openai.submit(
        kept(TestLayer.NOW).with(Parameter.DURATION, 6.0).video("sora-2", Operation.EXTEND));

    assertEquals("/v1/videos/extensions", server.last().target());
    assertEquals(
        List.of("prompt=" + Shots.PROMPT, "seconds=6", "video(clip.mp4,video/mp4)=clip"), parts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "in_progress", "processing", "warming_up", ""})
  void poll_unknownWord_countsAsRunning(String status) throws Exception {
    server.answerJson(200, "{\"id\":\"v\",\"status\":\"" + status + "\",\"progress\":12.5}");

    assertEquals(0.125, ((Poll.Running) openai.poll(JOB)).progress());
    assertEquals("/v1/videos/video%2F1", server.last().target());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 | {'status':'failed','error':{'code':'c','message':'boom'}} | - | VENDOR_FAILED | UNKNOWN | USE_JOB | boom",
        "200 | {'status':'error','error':'boom'} | - | VENDOR_FAILED | UNKNOWN | USE_JOB | boom",
        "200 | {'status':'cancelled'} | - | VENDOR_FAILED | UNKNOWN | USE_JOB | cancelled",
        "200 | {'status':'failed','error':{'code':'moderation_blocked','message':'no'}} | - | VENDOR_REFUSED | UNKNOWN | NEVER | no"
      })
  void poll_failureWords_areFailed(BadAnswer answer) throws Throwable {
    answer.toPoll(server, () -> openai.poll(JOB));
  }

  @ParameterizedTest
  @ValueSource(longs = {1_790_000_000L, 1_790_000_000_000L})
  void poll_completed_givesContentAndContinuation(long expiresAt) throws Exception {
    server.answerJson(
        200,
        "{\"status\":\"completed\",\"model\":\"sora-2-2026\",\"seconds\":8,\"expires_at\":"
            + expiresAt
            + "}");

    Outcome outcome = ((Poll.Done) openai.poll(JOB)).outcome();

    assertEquals(base() + "/videos/video%2F1/content", outcome.files().get(0).location());
    assertEquals("sora-2-2026", outcome.model());
    assertEquals("sora_vid", outcome.continuation().prefix());
    assertEquals(Instant.ofEpochSecond(1_790_000_000L), outcome.continuation().expiresAt());
    assertEquals(
        Set.of(Operation.REMIX, Operation.EXTEND, Operation.EDIT),
        outcome.continuation().operations());
    assertEquals("video/1", outcome.continuation().vendorReference().get("video_id"));
  }

  @Test
  void pictures_areAskedForBesideTheClip_onlyWhenWanted() throws Exception {
    server.answerJson(200, "{\"id\":\"v1\"}").answerJson(200, "{\"status\":\"completed\"}");
    Shot shot =
        shots.options("{\"thumbnail\":true,\"fps\":24}").video("sora-2", Operation.GENERATE);

    VendorReference accepted = ((Submission.Accepted) openai.submit(shot)).reference();
    assertEquals(List.of("model=sora-2", "prompt=" + Shots.PROMPT, "fps=24"), parts());

    List<RemoteFile> files = ((Poll.Done) openai.poll(accepted)).outcome().files();
    assertEquals(2, files.size());
    assertEquals(base() + "/videos/v1/content?variant=thumbnail", files.get(1).location());
    assertEquals(Optional.of("thumbnail"), files.get(1).companion());
    assertEquals(Optional.empty(), files.get(0).companion());
  }

  @Test
  void poll_notFound_provesNothing() {
    server.answerJson(404, "{\"detail\":\"not found\"}");

    assertTrue(assertThrows(BackendException.class, () -> openai.poll(JOB)).notFound());
  }

  @Test
  void download_withoutContentPath_takesTheAddressWithoutTheKey() throws Exception {
    try (FakeServer cdn = new FakeServer()) {
      cdn.answer(FakeServer.reply(200, "video/mp4", "clip".getBytes()));
      server
          .answerJson(200, "{\"status\":\"succeeded\",\"video_url\":\"" + cdn.uri("/a") + "\"}")
          .answerJson(404, "{}");
      RemoteFile file = ((Poll.Done) openai.poll(JOB)).outcome().files().get(0);

      assertEquals(4, openai.download(file, folder.resolve("a.mp4")));
      assertFalse(cdn.last().headers().containsKey("Authorization"));
    }
  }

  @Test
  void cancel_deletes() throws Exception {
    server
        .answerJson(200, "{\"id\":\"v\",\"deleted\":true}")
        .answerJson(200, "{\"id\":\"v\",\"status\":\"deleted\"}")
        .answerJson(405, "{}");

    assertTrue(openai.cancel(JOB));
    assertTrue(openai.cancel(JOB));
    assertFalse(openai.cancel(JOB));
    assertEquals("DELETE", server.last().method());
  }

  @Test
  void reconcile_oneSuchVideo_isFound() throws Exception {
    server.answerJson(
        200,
        """
        {"object":"list","data":[
          {"id":"v9","created_at":%2$d,"prompt":"%1$s","model":"sora-2","seconds":8,"size":"1280x720"},
          {"id":"v8","created_at":%2$d,"prompt":"%1$s","model":"sora-2-pro","seconds":"8","size":"1280x720"},
          {"id":"v7","created_at":%2$d,"prompt":"%1$s","model":"sora-2","seconds":"4","size":"1280x720"},
          {"id":"v6","created_at":%2$d,"prompt":"another","model":"sora-2","seconds":"8","size":"1280x720"},
          {"id":"old","created_at":%3$d,"prompt":"%1$s","model":"sora-2","seconds":"8"},
          {"id":"ageless","prompt":"%1$s","model":"sora-2","seconds":"8"},
          {"id":"held","created_at":%2$d,"prompt":"%1$s","model":"sora-2","seconds":"8"}]}
        """
            .formatted(
                Shots.PROMPT,
                TestLayer.NOW.getEpochSecond() - 1,
                TestLayer.NOW.minusSeconds(180).getEpochSecond()));

    Optional<Submission> found = openai.reconcile(lost(), SENT);

    assertEquals("v9", ((Submission.Accepted) found.orElseThrow()).reference().id());
    assertEquals("/v1/videos?order=desc&limit=50", server.last().target());
  }

  @Test
  void reconcile_listCannotBeRead_neverSaysNotAccepted() throws Exception {
    server.answerJson(500, "{}");

    BackendException thrown =
        assertThrows(BackendException.class, () -> openai.reconcile(lost(), SENT));

    assertEquals(Fate.UNKNOWN, thrown.fate());
    assertEquals(Charged.UNKNOWN, thrown.failure().charged());
  }

  @Test
  void reconcile_noneOrSeveralOrNoList_tellsNothing() throws Exception {
    String two =
        "{\"id\":\"a\",\"created_at\":9999999999,\"prompt\":\"%1$s\"},"
            + "{\"id\":\"b\",\"created_at\":9999999999,\"prompt\":\"%1$s\"}";
    server
        .answerJson(200, "{\"data\":[]}")
        .answerJson(200, "{\"data\":[" + two.formatted(Shots.PROMPT) + "]}")
        .answerJson(404, "{}");

    for (int i = 0; i < 3; i++) {
      assertEquals(Optional.empty(), openai.reconcile(lost(), SENT));
    }
  }

  private Shots kept(Instant expiresAt) throws IOException {
    MediaInput clip = shots.input("clip.mp4", "video/mp4", "clip");
    return shots.from(clip, expiresAt, null, Map.of("video_id", "v/1"));
  }

  private Shot lost() throws IOException {
    return shots
        .with(Parameter.DURATION, 8.0)
        .with(Parameter.SIZE, "1280x720")
        .video("sora-2", Operation.GENERATE);
  }
}
