package dev.secondunit.generation;

import static dev.secondunit.generation.VendorFaultMatrixIT.Traits.GOOGLES;
import static dev.secondunit.generation.VendorFaultMatrixIT.Traits.JOBS;
import static dev.secondunit.generation.VendorFaultMatrixIT.Traits.LISTED;
import static dev.secondunit.generation.VendorFaultMatrixIT.Traits.WORDLESS_QUOTA;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault at every vendor and operation, through the job engine: how the job ends, how many
 * creates left, what the failure says of the money, and what the ledger counts.
 *
 * <p>What is counted is never less than the vendor bills. It is exactly that when the job succeeded
 * at a known price; the whole reservation while it cannot be known; nothing when nothing was
 * billed.
 */
class VendorFaultMatrixIT {
  private static final UsdAmount MAX_COST = UsdAmount.ofUsd("4");
  private static final long ROUNDING_MICROS = 2;
  private static final TestClock CLOCK = new TestClock();

  @RegisterExtension static final Rehearsal SMALL = new Rehearsal(CLOCK, false);

  /** Slower; for what is priced or limited by the size of its source. */
  @RegisterExtension static final Rehearsal TRUE_SIZE = new Rehearsal(CLOCK, true);

  @TempDir static Path folder;
  private static VendorJobs jobs;

  enum Traits {
    /** A create is answered with a job that is polled; else with the media. */
    JOBS,
    /** What the vendor has can be listed, so a lost answer can be found again. */
    LISTED,
    /** Used-up money looks like a rate limit. */
    WORDLESS_QUOTA,
    /** 503 means: not accepted. */
    GOOGLES
  }

  enum Subject {
    GROK_VIDEO(Dialect.XAI, "grok-imagine-video", Mode.VIDEO, Operation.GENERATE, JOBS),
    GROK_EDIT(Dialect.XAI, "grok-imagine-video", Mode.VIDEO, Operation.EDIT, JOBS),
    GROK_EXTEND(Dialect.XAI, "grok-imagine-video", Mode.VIDEO, Operation.EXTEND, JOBS),
    GROK_IMAGE(Dialect.XAI, "grok-imagine-image", Mode.IMAGE, Operation.GENERATE),
    GROK_IMAGE_EDIT(Dialect.XAI, "grok-imagine-image", Mode.IMAGE, Operation.EDIT),
    GROK_SPEECH(Dialect.XAI, "grok-tts", Mode.AUDIO, Operation.GENERATE),
    OMNI(Dialect.GOOGLE, "gemini-omni-1.2-flash", Mode.VIDEO, Operation.GENERATE, JOBS, GOOGLES),
    OMNI_EDIT(Dialect.GOOGLE, "gemini-omni-1.2-flash", Mode.VIDEO, Operation.EDIT, JOBS, GOOGLES),
    OMNI_EXTEND(
        Dialect.GOOGLE, "gemini-omni-1.2-flash", Mode.VIDEO, Operation.EXTEND, JOBS, GOOGLES),
    GEMINI_IMAGE(
        Dialect.GOOGLE,
        "gemini-nano-banana-2.1",
        Mode.IMAGE,
        Operation.GENERATE,
        WORDLESS_QUOTA,
        GOOGLES),
    GEMINI_IMAGE_EDIT(
        Dialect.GOOGLE,
        "gemini-nano-banana-2.1",
        Mode.IMAGE,
        Operation.EDIT,
        WORDLESS_QUOTA,
        GOOGLES),
    GEMINI_SPEECH(
        Dialect.GOOGLE,
        "gemini-3.8-flash-tts",
        Mode.AUDIO,
        Operation.GENERATE,
        WORDLESS_QUOTA,
        GOOGLES),
    LYRIA(
        Dialect.GOOGLE,
        "lyria-3-clip-preview",
        Mode.AUDIO,
        Operation.GENERATE,
        WORDLESS_QUOTA,
        GOOGLES),
    VEO(
        Dialect.GOOGLE_LEGACY,
        "veo-3.1-generate-preview",
        Mode.VIDEO,
        Operation.GENERATE,
        JOBS,
        WORDLESS_QUOTA,
        GOOGLES),
    VEO_EXTEND(
        Dialect.GOOGLE_LEGACY,
        "veo-3.1-generate-preview",
        Mode.VIDEO,
        Operation.EXTEND,
        JOBS,
        WORDLESS_QUOTA,
        GOOGLES),
    VEO_ON_VERTEX(
        Dialect.VERTEX,
        "veo-3.1-generate-001",
        Mode.VIDEO,
        Operation.GENERATE,
        JOBS,
        WORDLESS_QUOTA,
        GOOGLES),
    IMAGEN(
        Dialect.VERTEX,
        "imagen-4.0-generate-001",
        Mode.IMAGE,
        Operation.GENERATE,
        WORDLESS_QUOTA,
        GOOGLES),
    SORA(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED),
    SORA_REMIX(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.REMIX, JOBS, LISTED),
    SORA_EDIT(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.EDIT, JOBS, LISTED),
    SORA_EXTEND(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.EXTEND, JOBS, LISTED),
    SGLANG(Dialect.SGLANG, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED, WORDLESS_QUOTA),
    GATEWAY(Dialect.GATEWAY, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED),
    VLLM_OMNI(Dialect.VLLM_OMNI, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED),
    GPT_IMAGE(Dialect.OPENAI, "gpt-image-2.5-sunburst", Mode.IMAGE, Operation.GENERATE),
    GPT_IMAGE_EDIT(Dialect.OPENAI, "gpt-image-2.5-sunburst", Mode.IMAGE, Operation.EDIT),
    GPT_SPEECH(Dialect.OPENAI, "gpt-4o-mini-tts", Mode.AUDIO, Operation.GENERATE),
    ELEVEN_SPEECH(Dialect.ELEVENLABS, "eleven_multilingual_v2", Mode.AUDIO, Operation.GENERATE),
    ELEVEN_MUSIC(Dialect.ELEVENLABS, "music_v2_5", Mode.AUDIO, Operation.GENERATE),
    ELEVEN_EFFECT(Dialect.ELEVENLABS, "eleven_text_to_sound_v2", Mode.AUDIO, Operation.GENERATE);

    final Dialect dialect;
    final String model;
    final Mode mode;
    final Operation operation;
    final Set<Traits> traits;

    Subject(Dialect dialect, String model, Mode mode, Operation operation, Traits... traits) {
      this.dialect = dialect;
      this.model = model;
      this.mode = mode;
      this.operation = operation;
      this.traits = traits.length == 0 ? Set.of() : Set.of(traits);
    }

    boolean is(Traits trait) {
      return traits.contains(trait);
    }

    Rehearsal stage() {
      return continues() && mode == Mode.VIDEO && !is(LISTED) ? TRUE_SIZE : SMALL;
    }

    boolean continues() {
      return operation != Operation.GENERATE;
    }

    /** What makes the piece that this one continues. */
    Subject origin() {
      for (Subject other : values()) {
        if (other.dialect == dialect && other.model.equals(model)) {
          return other;
        }
      }
      throw new AssertionError(this);
    }

    ShotRequest request(String source, String prompt) {
      Map<Parameter, Object> values = new HashMap<>();
      values.put(Parameter.PROMPT, prompt);
      switch (this) {
        case GROK_VIDEO -> {
          values.put(Parameter.DURATION, 2.0);
          values.put(Parameter.SIZE, "720p");
        }
        case OMNI, VEO, VEO_ON_VERTEX, SORA, SGLANG, GATEWAY, VLLM_OMNI ->
            values.put(Parameter.DURATION, 4.0);
        case ELEVEN_MUSIC -> {
          values.put(Parameter.AUDIO_TYPE, "music");
          values.put(Parameter.DURATION, 3.0);
        }
        case LYRIA -> values.put(Parameter.AUDIO_TYPE, "music");
        case ELEVEN_EFFECT -> {
          values.put(Parameter.AUDIO_TYPE, "sound_effect");
          values.put(Parameter.DURATION, 1.0);
        }
        default -> {
          // The model's own values do.
        }
      }
      String backend =
          switch (dialect.vendor()) {
            case XAI -> "grok";
            case OPENAI -> "openai";
            case ELEVENLABS -> "elevenlabs";
            default -> "google";
          };
      return new ShotRequest(
          continues() ? "continue_from" : "generate_media",
          null,
          mode,
          continues() ? operation : null,
          backend,
          continues() ? null : model,
          values,
          Map.of(),
          source,
          false,
          null,
          null);
    }
  }

  /**
   * How a struck shot ends.
   *
   * @param charged what the failure says, or null for success
   */
  private record End(JobState state, Charged charged, int creates) {}

  private static final End MADE = new End(JobState.SUCCEEDED, null, 1);
  private static final End MADE_AT_SECOND_TRY = new End(JobState.SUCCEEDED, null, 2);
  private static final End LOST = new End(JobState.SUBMIT_UNKNOWN, Charged.UNKNOWN, 1);

  private static End failed(Charged charged) {
    return new End(JobState.FAILED, charged, 1);
  }

  /** What can go wrong with a create, whatever it is for. */
  private static Map<Fault, End> ofCreates(Subject subject) {
    Map<Fault, End> table = new HashMap<>();
    table.put(Fault.RATE_LIMITED, MADE_AT_SECOND_TRY);
    table.put(
        Fault.QUOTA_EXCEEDED, subject.is(WORDLESS_QUOTA) ? MADE_AT_SECOND_TRY : failed(Charged.NO));
    table.put(Fault.UNAVAILABLE, subject.is(GOOGLES) ? MADE_AT_SECOND_TRY : LOST);
    for (Fault fault :
        List.of(Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.GATEWAY_TIMEOUT, Fault.LOST_REQUEST)) {
      table.put(fault, LOST);
    }
    for (Fault fault :
        List.of(
            Fault.LOST_REPLY,
            Fault.ACCEPT_THEN_500,
            Fault.ACCEPT_THEN_504,
            Fault.EMPTY_ANSWER,
            Fault.HTML_ANSWER)) {
      table.put(fault, subject.is(LISTED) ? MADE : LOST);
    }
    return table;
  }

  /** How a vendor's own work ends badly, and who bills that. */
  private static Map<Fault, End> ofJobs(Subject subject) {
    if (!subject.is(JOBS)) {
      return subject.mode == Mode.IMAGE && subject.dialect == Dialect.XAI
          ? Map.of(Fault.MODERATED, failed(Charged.YES))
          : subject.mode == Mode.IMAGE ? Map.of(Fault.MODERATED, failed(Charged.NO)) : Map.of();
    }
    Map<Fault, End> table = new HashMap<>();
    table.put(Fault.NEVER_ENDING, failed(Charged.UNKNOWN));
    if (subject != Subject.VEO_ON_VERTEX) {
      table.put(Fault.EXPIRED_DOWNLOAD, failed(Charged.YES));
    }
    table.put(Fault.EXPIRED, new End(JobState.EXPIRED, Charged.UNKNOWN, 1));
    switch (subject.dialect.vendor()) {
      case XAI -> {
        table.put(Fault.MODERATED, failed(Charged.YES));
        table.put(Fault.FILTERED, failed(Charged.YES));
        table.put(Fault.FAILED, failed(Charged.UNKNOWN));
      }
      case GOOGLE, VERTEX -> {
        table.put(Fault.MODERATED, failed(Charged.NO));
        table.put(Fault.FILTERED, failed(Charged.NO));
        table.put(Fault.FAILED, failed(Charged.NO));
      }
      default -> {
        table.put(Fault.MODERATED, failed(Charged.UNKNOWN));
        table.put(Fault.FILTERED, failed(Charged.YES));
        table.put(Fault.FAILED, failed(Charged.UNKNOWN));
      }
    }
    return table;
  }

  /** What can go wrong on the way here; once for every way in which results are delivered. */
  private static Map<Fault, End> ofDownloads(Subject subject) {
    Set<Subject> ways =
        EnumSet.of(Subject.GROK_VIDEO, Subject.OMNI, Subject.VEO, Subject.SORA, Subject.GATEWAY);
    if (!ways.contains(subject)) {
      return Map.of();
    }
    Map<Fault, End> table = new HashMap<>();
    for (Fault fault :
        List.of(
            Fault.TRUNCATED_DOWNLOAD,
            Fault.WRONG_CONTENT_LENGTH,
            Fault.HTML_DOWNLOAD,
            Fault.EMPTY_DOWNLOAD,
            Fault.CORRUPT_DOWNLOAD)) {
      table.put(fault, MADE);
    }
    // A gateway names a second address.
    table.put(Fault.ENDLESS_DOWNLOAD, subject == Subject.GATEWAY ? MADE : failed(Charged.YES));
    return table;
  }

  @BeforeAll
  static void open() {
    Map<String, String> environment = new HashMap<>(SMALL.simulators().environment());
    environment.put("GOOGLE_CLOUD_PROJECT", "project-1");
    jobs = new VendorJobs(CLOCK, folder, environment);
  }

  @AfterAll
  static void close() {
    jobs.close();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Subject.class)
  void struck_byEveryFault_endsAsItMustAndCountsTheMoney(Subject subject) throws Exception {
    jobs.vendors(subject.stage(), subject.dialect);
    String source = null;
    if (subject.continues()) {
      ShotRequest first = subject.origin().request(null, "what " + subject + " starts from");
      source = jobs.toItsEnd(jobs.accept(first, MAX_COST)).id();
    }
    List<Executable> cells = new ArrayList<>();
    cells.add(cell(subject, source, null, MADE, dev.secondunit.simulate.Operation.CREATE));
    for (Map.Entry<Fault, End> each : ofCreates(subject).entrySet()) {
      cells.add(create(subject, source, each));
    }
    for (Map.Entry<Fault, End> each : ofJobs(subject).entrySet()) {
      if (each.getKey() != Fault.NEVER_ENDING) {
        cells.add(create(subject, source, each));
      }
    }
    for (Map.Entry<Fault, End> each : ofDownloads(subject).entrySet()) {
      cells.add(
          cell(
              subject,
              source,
              each.getKey(),
              each.getValue(),
              dev.secondunit.simulate.Operation.DOWNLOAD));
    }
    End never = ofJobs(subject).get(Fault.NEVER_ENDING);
    if (never != null) {
      // Last: it takes more than a day, and the vendor drops what the others start from.
      cells.add(create(subject, source, Map.entry(Fault.NEVER_ENDING, never)));
    }
    assertAll(cells);
  }

  private static Executable create(Subject subject, String source, Map.Entry<Fault, End> each) {
    return cell(
        subject, source, each.getKey(), each.getValue(), dev.secondunit.simulate.Operation.CREATE);
  }

  private static Executable cell(
      Subject subject,
      String source,
      Fault fault,
      End expected,
      dev.secondunit.simulate.Operation struck) {
    return () -> {
      Counters.OfVendor before = seen(subject);
      if (fault != null) {
        subject
            .stage()
            .simulators()
            .strike(FaultRule.next(subject.dialect.vendor(), struck, fault));
      }
      Job job = jobs.accept(subject.request(source, subject + " struck by " + fault), MAX_COST);
      Job end =
          fault == Fault.NEVER_ENDING
              ? jobs.toItsEndWithoutTheVendor(job, Duration.ofHours(2))
              : jobs.toItsEnd(job);
      Counters.OfVendor after = seen(subject);
      long billed = after.committed().micros() - before.committed().micros();
      check(subject + " struck by " + fault, expected, end, billed);
      assertEquals(
          expected.creates(),
          after.createsReceived() - before.createsReceived(),
          subject + " struck by " + fault + ": creates");
    };
  }

  private static Counters.OfVendor seen(Subject subject) {
    return subject.stage().simulators().counters().of(subject.dialect.vendor());
  }

  private static void check(String cell, End expected, Job end, long billed) {
    long counted = jobs.counted(end).micros();
    UsdAmount estimate = PlanJson.read(end.plan()).estimate();
    assertEquals(expected.state(), end.state(), cell + ": " + end.failure());
    assertEquals(
        expected.charged(),
        end.failure() == null ? null : end.failure().charged(),
        cell + ": " + end.failure());
    assertTrue(
        counted >= billed - ROUNDING_MICROS, cell + ": counted " + counted + " of " + billed);
    if (expected.charged() == Charged.NO) {
      assertEquals(0, counted, cell + ": nothing was billed");
      assertEquals(0, billed, cell + ": said not to be billed");
    } else if (expected.charged() == null && estimate != null) {
      assertEquals(billed, counted, ROUNDING_MICROS, cell + ": the bill");
    } else if (expected.charged() != Charged.YES) {
      assertEquals(end.reserved().micros(), counted, cell + ": the reservation is kept");
    }
  }
}
