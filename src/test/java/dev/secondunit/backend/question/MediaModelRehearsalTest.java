package dev.secondunit.backend.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Rehearsal;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Vendor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every vendor that is asked about pictures keeps to, against its simulator. */
class MediaModelRehearsalTest {
  private static final String SECRET = "planted-prompt-secret-0815";
  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"GOOGLE,gemini-3.8-flash", "OPENAI_TODAY,gpt-6-luna", "XAI,grok-4.3"})
  void ask_namedAndTimedPictures_areSeenInTheirOrder(Dialect dialect, String model)
      throws Exception {
    ModelAnswer answer =
        answered(
            dialect,
            Questions.of(
                model,
                "what?",
                Questions.picture(folder, "green", "the plan", null),
                Questions.picture(folder, "gray", null, 49.0),
                Questions.picture(folder, "red", null, 50.0)));

    assertEquals(
        "Shown were 3 things:\n\"the plan\": green\n[49.00s-49.00s] grey\n[50.00s-50.00s] red",
        answer.text());
    assertEquals("stop", answer.finishReason());
    assertEquals(model, answer.model());
    assertTrue(answer.inputTokens() > 0 && answer.outputTokens() > 0);
    assertEquals(dialect == Dialect.XAI, answer.cost() != null);
    assertEquals(0, REHEARSAL.simulators().counters().of(dialect.vendor()).keysLeaked());
  }

  @ParameterizedTest
  @CsvSource({"GOOGLE,gemini-3.8-flash", "OPENAI_TODAY,gpt-6-luna", "XAI,grok-4.3"})
  void ask_bySchema_isAnsweredByIt(Dialect dialect, String model) throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"number\"},"
            + "\"what\":{\"type\":\"string\"}},\"required\":[\"at\",\"what\"],"
            + "\"additionalProperties\":false}";

    ModelAnswer answer =
        answered(
            dialect,
            Questions.by(
                schema,
                Questions.of(model, "when?", Questions.picture(folder, "red", null, 50.0))));

    assertEquals("{\"at\":50.0,\"what\":\"red\"}", answer.text());
  }

  @ParameterizedTest
  @CsvSource({"GOOGLE,gemini-3.8-flash", "OPENAI_TODAY,gpt-6-luna", "XAI,grok-4.3"})
  void ask_further_carriesTheMediaOfTheTurnsBefore(Dialect dialect, String model) throws Exception {
    Medium red = Questions.picture(folder, "red", "A", null);
    Medium green = Questions.picture(folder, "green", "B", null);

    ModelAnswer answer =
        answered(
            dialect,
            Questions.after(
                List.of(new Question.Turn(List.of(red), "what is A?", "red")),
                model,
                "and B?",
                green));

    assertEquals("Question 2. Shown were 2 things:\n\"A\": red\n\"B\": green", answer.text());
  }

  @ParameterizedTest
  @CsvSource({"GOOGLE,gemini-3.8-flash", "OPENAI_TODAY,gpt-6-luna", "XAI,grok-4.3"})
  void ask_asStream_givesThePiecesAndTheWhole(Dialect dialect, String model) throws Exception {
    StringBuilder pieces = new StringBuilder();
    int[] count = new int[1];

    Reply reply =
        model(dialect)
            .ask(
                Questions.streamed(model, "[[answer:one two three four]]"),
                piece -> {
                  pieces.append(piece);
                  count[0]++;
                });

    ModelAnswer answer = assertInstanceOf(Reply.Answered.class, reply).answer();
    assertEquals("one two three four", answer.text());
    assertEquals(answer.text(), pieces.toString());
    assertTrue(count[0] > 1, count[0] + " pieces");
    assertNotNull(answer.outputTokens());
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE,gemini-3.8-flash,stream_cut",
    "OPENAI_TODAY,gpt-6-luna,stream_cut",
    "XAI,grok-4.3,stream_cut",
    "GOOGLE,gemini-3.8-flash,stream_without_end",
    "OPENAI_TODAY,gpt-6-luna,stream_without_end",
    "XAI,grok-4.3,stream_without_end",
  })
  void ask_streamBroken_isUnknownAndNotAskedAgain(Dialect dialect, String model, String fault) {
    BackendException thrown =
        assertThrows(
            BackendException.class,
            () ->
                model(dialect)
                    .ask(
                        Questions.streamed(model, SECRET + " [[fault:" + fault + "]]"),
                        piece -> {}));

    assertEquals(Fate.UNKNOWN, thrown.fate());
    assertEquals(ErrorCode.SUBMIT_UNKNOWN, thrown.failure().code());
    assertEquals(1, created(dialect.vendor()));
    SecretScan.clean(thrown, TestLayer.KEY, SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE,gemini-3.8-flash,false",
    "OPENAI_TODAY,gpt-6-luna,false",
    "XAI,grok-4.3,false",
    "GOOGLE,gemini-3.8-flash,true",
    "OPENAI_TODAY,gpt-6-luna,true",
    "XAI,grok-4.3,true",
  })
  void ask_cutAtTheLimit_saysSo(Dialect dialect, String model, boolean stream) throws Exception {
    String prompt = "[[answer:a long answer]] [[fault:length_cut]]";
    ModelAnswer answer =
        answered(dialect, stream ? Questions.streamed(model, prompt) : Questions.of(model, prompt));

    assertTrue(answer.truncated());
    assertEquals("a long", answer.text());
  }

  @ParameterizedTest
  @CsvSource({"GOOGLE,gemini-3.8-flash", "OPENAI_TODAY,gpt-6-luna", "XAI,grok-4.3"})
  void ask_tooOften_isNotAcceptedAndSaysWhenToComeBack(Dialect dialect, String model)
      throws Exception {
    Question question = Questions.of(model, "what? [[fault:rate_limited=7]]");

    BackendException thrown =
        assertThrows(BackendException.class, () -> model(dialect).ask(question, piece -> {}));

    assertEquals(Fate.NOT_ACCEPTED, thrown.fate());
    assertEquals(ErrorCode.RATE_LIMITED, thrown.failure().code());
    assertEquals(7, thrown.failure().retryAfterSeconds());
    assertEquals(0, created(dialect.vendor()));
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE,gemini-3.8-flash,lost_reply,UNKNOWN",
    "OPENAI_TODAY,gpt-6-luna,lost_reply,UNKNOWN",
    "XAI,grok-4.3,lost_reply,UNKNOWN",
    "GOOGLE,gemini-3.8-flash,malformed_json,UNKNOWN",
    "OPENAI_TODAY,gpt-6-luna,html_answer,UNKNOWN",
    "XAI,grok-4.3,empty_answer,UNKNOWN",
    "GOOGLE,gemini-3.8-flash,server_error,UNKNOWN",
    "OPENAI_TODAY,gpt-6-luna,quota_exceeded,REJECTED",
    "XAI,grok-4.3,quota_exceeded,REJECTED",
  })
  void ask_answerLostOrRefused_hasItsFate(Dialect dialect, String model, String fault, Fate fate) {
    BackendException thrown =
        assertThrows(
            BackendException.class,
            () ->
                model(dialect)
                    .ask(Questions.of(model, SECRET + " [[fault:" + fault + "]]"), piece -> {}));

    assertEquals(fate, thrown.fate());
    assertTrue(created(dialect.vendor()) <= 1);
    SecretScan.clean(thrown, TestLayer.KEY, SECRET);
  }

  @ParameterizedTest
  @CsvSource({"GOOGLE,gemini-3.8-flash", "OPENAI_TODAY,gpt-6-luna", "XAI,grok-4.3"})
  void ask_refusedContent_isAFailureAndNoAnswer(Dialect dialect, String model) throws Exception {
    Reply reply = model(dialect).ask(Questions.of(model, "what? [[fault:moderated]]"), piece -> {});

    assertEquals(
        ErrorCode.VENDOR_REFUSED, assertInstanceOf(Reply.Failed.class, reply).failure().code());
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE,gemini-3.8-flash,gemini-3.8-flash-lite",
    "OPENAI_TODAY,gpt-6-luna,gpt-6-luna-lite",
    "XAI,grok-4-1-fast-reasoning,grok-4.3"
  })
  void ask_anotherModelAnswered_isTold(Dialect dialect, String model, String really)
      throws Exception {
    String fault = dialect == Dialect.XAI ? "" : " [[fault:model_redirect]]";

    assertEquals(really, answered(dialect, Questions.of(model, "what?" + fault)).model());
  }

  @Test
  void google_largeFilm_isUploadedAndWatched() throws Exception {
    MediaModel google = model(Dialect.GOOGLE);
    Medium film =
        new Medium(Questions.film(folder.resolve("film.mp4"), 60, 50, 51), null, null, null);

    Upload upload = google.upload(film.file());
    assertEquals(MediaModel.Availability.PROCESSING, google.availability(upload));
    REHEARSAL.simulators().advance(java.time.Duration.ofSeconds(1));
    assertEquals(MediaModel.Availability.READY, google.availability(upload));
    ModelAnswer answer =
        answered(Dialect.GOOGLE, Questions.of("gemini-3.8-flash", "when?", film.uploaded(upload)));

    assertTrue(answer.text().contains("\n[50.00s-50.50s] red\n"), answer.text());
    assertNotNull(upload.expiresAt());
    REHEARSAL.simulators().advance(java.time.Duration.ofHours(49));
    assertEquals(MediaModel.Availability.GONE, google.availability(upload));
  }

  @Test
  void google_fileThatCannotBeRead_isSaidSo() throws Exception {
    MediaModel google = model(Dialect.GOOGLE);
    Path file = TestMedia.sound(folder.resolve("[[fault:file_failed]].wav"), 1);
    Upload upload = google.upload(Questions.measured(file));
    REHEARSAL.simulators().advance(java.time.Duration.ofSeconds(1));

    BackendException thrown =
        assertThrows(BackendException.class, () -> google.availability(upload));

    assertEquals(ErrorCode.MEDIA_CORRUPT, thrown.failure().code());
    assertEquals(Charged.NO, thrown.failure().charged());
  }

  @Test
  void google_smallFile_travelsInside_vertexHasNoUploads() throws Exception {
    MediaModel google = model(Dialect.GOOGLE);
    Medium sound =
        new Medium(
            Questions.measured(TestMedia.sound(folder.resolve("a.wav"), 2)), "noise", null, null);

    assertFalse(google.uploads(sound.file()));
    assertEquals(
        "Shown were 1 things:\n\"noise\": a sound of 2.0 s",
        answered(Dialect.GOOGLE, Questions.of("gemini-3.8-flash", "what?", sound)).text());
  }

  @Test
  void openAi_transcript_isOfTheSoundSent() throws Exception {
    Medium sound =
        new Medium(
            Questions.measured(TestMedia.sound(folder.resolve("a.wav"), 3)), null, null, null);

    ModelAnswer answer =
        answered(Dialect.OPENAI_TODAY, Questions.of("gpt-transcribe", "names", sound));

    assertEquals("A steady tone for 3.0 seconds.", answer.text());
    assertNull(answer.model());
    BackendException two =
        assertThrows(
            BackendException.class,
            () ->
                model(Dialect.OPENAI_TODAY)
                    .ask(Questions.of("gpt-transcribe", "x", sound, sound), piece -> {}));
    assertEquals(ErrorCode.UNSUPPORTED_OPERATION, two.failure().code());
  }

  @Test
  void inside_moreThanTheVendorTakes_isRefusedBeforeAnyCall() throws Exception {
    Medium red = Questions.picture(folder, "red", null, null);
    long bytes = red.file().facts().bytes();
    Question question = Questions.of("m", "x", red, red);

    new InsideLimits(bytes, 2 * bytes).check("b", question);
    for (InsideLimits tight :
        List.of(new InsideLimits(bytes - 1, 9 * bytes), new InsideLimits(bytes, 2 * bytes - 1))) {
      BackendException thrown =
          assertThrows(BackendException.class, () -> tight.check("b", question));
      assertEquals(ErrorCode.FILE_TOO_LARGE, thrown.failure().code());
      assertEquals(Fate.REJECTED, thrown.fate());
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENAI_TODAY,gpt-6-luna,26214400", "XAI,grok-4.3,10485760"})
  void ask_mediumAtTheLimitOfTheVendor_isSentAndOneByteMoreIsNot(
      Dialect dialect, String model, long limit) throws Exception {
    answered(dialect, Questions.of(model, "what?", told(limit)));

    BackendException thrown =
        assertThrows(
            BackendException.class,
            () -> model(dialect).ask(Questions.of(model, "what?", told(limit + 1)), piece -> {}));
    assertEquals(ErrorCode.FILE_TOO_LARGE, thrown.failure().code());
    assertEquals(List.of("at most " + limit + " bytes"), thrown.failure().allowed());
  }

  /** A small picture that is said to have so many bytes. */
  private Medium told(long bytes) throws Exception {
    Medium picture = Questions.picture(folder, "red", null, null);
    MediaFacts facts =
        new MediaFacts("image/png", bytes, "5ha", 64, 64, null, null, null, null, null, null);
    return new Medium(
        new MediaInput(picture.file().given(), picture.file().path(), facts), null, null, null);
  }

  private ModelAnswer answered(Dialect dialect, Question question) throws Exception {
    Reply reply = model(dialect).ask(question, piece -> {});
    return assertInstanceOf(Reply.Answered.class, reply, reply.toString()).answer();
  }

  private MediaModel model(Dialect dialect) {
    return REHEARSAL.mediaModel(dialect, folder);
  }

  private static long created(Vendor vendor) {
    return REHEARSAL.simulators().counters().of(vendor).createsAccepted();
  }
}
