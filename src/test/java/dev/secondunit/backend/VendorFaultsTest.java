package dev.secondunit.backend;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Operation;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of a create, at every vendor: the fate, the POST count, what the vendor took. */
class VendorFaultsTest {
  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal();

  @TempDir Path folder;

  private record Expected(Fault fault, Fate fate, int accepted) {}

  private record Subject(Dialect dialect, String model) {}

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(Dialect.XAI, "grok-imagine-video"),
          new Subject(Dialect.XAI, "grok-imagine-image"),
          new Subject(Dialect.XAI, "grok-tts"),
          new Subject(Dialect.GOOGLE, "gemini-omni-1.2-flash"),
          new Subject(Dialect.GOOGLE, "gemini-nano-banana-2.1"),
          new Subject(Dialect.VERTEX, "veo-3.1-generate-001"),
          new Subject(Dialect.VERTEX, "imagen-4.0-generate-001"),
          new Subject(Dialect.OPENAI, "sora-2"),
          new Subject(Dialect.OPENAI, "gpt-image-2.5-sunburst"),
          new Subject(Dialect.SGLANG, "sora-2"),
          new Subject(Dialect.GATEWAY, "sora-2"),
          new Subject(Dialect.ELEVENLABS, "eleven_multilingual_v2"),
          new Subject(Dialect.ELEVENLABS, "music_v2_5"));

  private static final List<Expected> FAULTS =
      List.of(
          new Expected(Fault.RATE_LIMITED, Fate.NOT_ACCEPTED, 0),
          new Expected(Fault.RATE_LIMITED_WITHOUT_DELAY, Fate.NOT_ACCEPTED, 0),
          new Expected(Fault.QUOTA_EXCEEDED, Fate.REJECTED, 0),
          new Expected(Fault.SERVER_ERROR, Fate.UNKNOWN, 0),
          new Expected(Fault.BAD_GATEWAY, Fate.UNKNOWN, 0),
          new Expected(Fault.GATEWAY_TIMEOUT, Fate.UNKNOWN, 0),
          new Expected(Fault.LOST_REQUEST, Fate.UNKNOWN, 0),
          new Expected(Fault.LOST_REPLY, Fate.UNKNOWN, 1),
          new Expected(Fault.ACCEPT_THEN_500, Fate.UNKNOWN, 1),
          new Expected(Fault.ACCEPT_THEN_504, Fate.UNKNOWN, 1),
          new Expected(Fault.EMPTY_ANSWER, Fate.UNKNOWN, 1),
          new Expected(Fault.HTML_ANSWER, Fate.UNKNOWN, 1));

  static Stream<Arguments> creates() {
    List<Arguments> all = new ArrayList<>();
    for (Subject subject : SUBJECTS) {
      for (Expected expected : FAULTS) {
        if (expected.fault() == Fault.QUOTA_EXCEEDED && saysNoWord(subject)) {
          // Indistinguishable from a rate limit, so it is waited for like one.
          all.add(Arguments.of(subject, new Expected(Fault.QUOTA_EXCEEDED, Fate.NOT_ACCEPTED, 0)));
          continue;
        }
        all.add(Arguments.of(subject, expected));
      }
    }
    return all.stream();
  }

  private static boolean saysNoWord(Subject subject) {
    return subject.dialect() == Dialect.VERTEX
        || subject.dialect() == Dialect.SGLANG
        || subject.model().contains("banana");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("creates")
  void create_goesWrong_hasItsFateAndLeavesOnce(Subject subject, Expected expected)
      throws Exception {
    Backend backend = REHEARSAL.backend(subject.dialect(), folder);
    REHEARSAL
        .simulators()
        .strike(
            FaultRule.next(
                subject.dialect().vendor(),
                dev.secondunit.simulate.Operation.CREATE,
                expected.fault()));

    BackendException thrown =
        assertThrows(BackendException.class, () -> backend.submit(shot(subject.model())));

    Counters.OfVendor seen = REHEARSAL.simulators().counters().of(subject.dialect().vendor());
    assertAll(
        () -> assertEquals(expected.fate(), thrown.fate(), thrown.failure().toString()),
        () -> assertEquals(1, seen.createsReceived(), "creates that left"),
        () -> assertEquals(expected.accepted(), seen.createsAccepted(), "creates taken"),
        () ->
            assertEquals(
                expected.fate() == Fate.UNKNOWN ? Charged.UNKNOWN : Charged.NO,
                thrown.failure().charged()),
        () -> SecretScan.clean(thrown, TestLayer.KEY, Shots.SECRET, "planted-refresh"));
  }

  @ParameterizedTest
  @CsvSource({
    "XAI,    grok-imagine-video,    MODERATED, VENDOR_REFUSED, YES",
    "XAI,    grok-imagine-video,    FAILED,    VENDOR_FAILED,  UNKNOWN",
    "GOOGLE, gemini-omni-1.2-flash, FILTERED,  VENDOR_REFUSED, NO",
    "GOOGLE, gemini-omni-1.2-flash, FAILED,    VENDOR_FAILED,  NO",
    "VERTEX, veo-3.1-generate-001,  FILTERED,  VENDOR_REFUSED, NO",
    "VERTEX, veo-3.1-generate-001,  FAILED,    VENDOR_FAILED,  NO",
    "OPENAI, sora-2,                MODERATED, VENDOR_REFUSED, UNKNOWN",
    "OPENAI, sora-2,                FAILED,    VENDOR_FAILED,  UNKNOWN",
    "SGLANG, sora-2,                FAILED,    VENDOR_FAILED,  UNKNOWN"
  })
  void job_endsBadly_saysSoAndWhatItCost(
      Dialect dialect, String model, Fault fault, ErrorCode code, Charged charged)
      throws Exception {
    Failure failure = assertInstanceOf(Poll.Failed.class, struck(dialect, model, fault)).failure();

    assertEquals(code, failure.code(), failure.toString());
    assertEquals(charged, failure.charged(), failure.toString());
  }

  @Test
  void job_saidToHaveExpired_isExpired() throws Exception {
    assertInstanceOf(Poll.Expired.class, struck(Dialect.XAI, "grok-imagine-video", Fault.EXPIRED));
  }

  @ParameterizedTest
  @CsvSource({"GOOGLE, gemini-omni-1.2-flash", "VERTEX, veo-3.1-generate-001", "OPENAI, sora-2"})
  void job_notKnownAnyMore_isNotFoundAndForTheCallerToJudge(Dialect dialect, String model) {
    BackendException problem =
        assertThrows(BackendException.class, () -> struck(dialect, model, Fault.EXPIRED));

    assertTrue(problem.notFound(), problem.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"XAI, grok-imagine-video", "GOOGLE, gemini-omni-1.2-flash", "OPENAI, sora-2"})
  void job_byAnotherModel_tellsWhich(Dialect dialect, String model) throws Exception {
    Poll.Done done =
        assertInstanceOf(Poll.Done.class, struck(dialect, model, Fault.MODEL_REDIRECT));

    assertTrue(done.outcome().model() != null && !done.outcome().model().equals(model));
  }

  @ParameterizedTest
  @CsvSource({
    "XAI,    grok-imagine-video,    TRUNCATED_DOWNLOAD",
    "GOOGLE, gemini-omni-1.2-flash, TRUNCATED_DOWNLOAD",
    "OPENAI, sora-2,                TRUNCATED_DOWNLOAD"
  })
  void download_cutOnce_isWholeAfterOneCall(Dialect dialect, String model, Fault fault)
      throws Exception {
    Backend backend = REHEARSAL.backend(dialect, folder);
    Outcome outcome = REHEARSAL.made(backend, backend.submit(shot(model)));
    strikeDownload(dialect, fault, 1);
    Path target = folder.resolve("clip.part");

    backend.download(outcome.files().get(0), target);

    assertEquals("video/mp4", REHEARSAL.measure(target).mediaType());
  }

  @ParameterizedTest
  @CsvSource({
    "XAI,    grok-imagine-video,    ENDLESS_DOWNLOAD, FILE_TOO_LARGE",
    "XAI,    grok-imagine-video,    TRUNCATED_DOWNLOAD, DOWNLOAD_FAILED",
    "OPENAI, sora-2,                ENDLESS_DOWNLOAD, FILE_TOO_LARGE"
  })
  void download_neverWhole_isGivenUpAndWasPaidFor(
      Dialect dialect, String model, Fault fault, ErrorCode code) throws Exception {
    Backend backend = REHEARSAL.backend(dialect, folder);
    Outcome outcome = REHEARSAL.made(backend, backend.submit(shot(model)));
    strikeDownload(dialect, fault, 1_000);

    BackendException thrown =
        assertThrows(
            BackendException.class,
            () -> backend.download(outcome.files().get(0), folder.resolve("clip.part")));

    assertEquals(code, thrown.failure().code());
    assertEquals(Charged.YES, thrown.failure().charged());
  }

  @ParameterizedTest
  @CsvSource({
    "HTML_DOWNLOAD, MEDIA_TYPE_MISMATCH",
    "CORRUPT_DOWNLOAD, MEDIA_TYPE_MISMATCH",
    "WRONG_CONTENT_LENGTH, MEDIA_CORRUPT"
  })
  void download_ofSomethingElse_isLeftToTheProbe(Fault fault, ErrorCode code) throws Exception {
    Backend backend = REHEARSAL.backend(Dialect.XAI, folder);
    Outcome outcome = REHEARSAL.made(backend, backend.submit(shot("grok-imagine-video")));
    strikeDownload(Dialect.XAI, fault, 1_000);
    Path target = folder.resolve("clip.part");

    backend.download(outcome.files().get(0), target);

    FailureException thrown = assertThrows(FailureException.class, () -> REHEARSAL.measure(target));
    assertEquals(code, thrown.failure().code(), thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"OPENAI, sora-2", "SGLANG, sora-2"})
  void openai_lostReply_isFoundAgainInTheList(Dialect dialect, String model) throws Exception {
    Backend backend = REHEARSAL.backend(dialect, folder);
    REHEARSAL
        .simulators()
        .strike(
            FaultRule.next(
                dialect.vendor(), dev.secondunit.simulate.Operation.CREATE, Fault.LOST_REPLY));
    Shot shot = shot(model);
    assertThrows(BackendException.class, () -> backend.submit(shot));

    Submission found =
        backend
            .reconcile(shot, new Lost(java.time.Instant.EPOCH, reference -> false))
            .orElseThrow();

    Outcome outcome = REHEARSAL.made(backend, found);
    assertTrue(backend.download(outcome.files().get(0), folder.resolve("clip.part")) > 0);
    assertEquals(1, REHEARSAL.simulators().counters().of(dialect.vendor()).createsAccepted());
  }

  private Poll struck(Dialect dialect, String model, Fault fault) throws Exception {
    Backend backend = REHEARSAL.backend(dialect, folder);
    REHEARSAL
        .simulators()
        .strike(FaultRule.next(dialect.vendor(), dev.secondunit.simulate.Operation.CREATE, fault));
    return REHEARSAL.ended(backend, backend.submit(shot(model)));
  }

  private static void strikeDownload(Dialect dialect, Fault fault, int times) {
    REHEARSAL
        .simulators()
        .strike(
            FaultRule.next(dialect.vendor(), dev.secondunit.simulate.Operation.DOWNLOAD, fault)
                .withTimes(times));
  }

  private Shot shot(String model) throws Exception {
    Shots shots = new Shots(Files.createTempDirectory(folder, "shot"));
    if (model.contains("video") || model.startsWith("veo") || model.contains("omni")) {
      return shots.with(Parameter.DURATION, 4.0).video(model, Operation.GENERATE);
    }
    if (model.startsWith("eleven") || model.startsWith("grok-tts")) {
      return shots
          .with(Parameter.VOICE, model.startsWith("eleven") ? "Rachel" : "eve")
          .audio(model);
    }
    if (model.startsWith("music")) {
      return shots.with(Parameter.DURATION, 3.0).audio(model);
    }
    if (model.contains("image") || model.contains("banana") || model.startsWith("imagen")) {
      return shots.image(model);
    }
    return shots.with(Parameter.DURATION, 4.0).video(model, Operation.GENERATE);
  }
}
