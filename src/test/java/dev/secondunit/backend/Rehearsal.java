package dev.secondunit.backend;

import dev.secondunit.backend.elevenlabs.ElevenLabsBackend;
import dev.secondunit.backend.google.GoogleBackend;
import dev.secondunit.backend.google.GoogleQuestions;
import dev.secondunit.backend.grok.GrokBackend;
import dev.secondunit.backend.http.AddressPolicy;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.backend.openai.OpenAiBackend;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.twelvelabs.TwelveLabsClient;
import dev.secondunit.backend.twelvelabs.TwelveLabsQuestions;
import dev.secondunit.config.Settings;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The real adapters against the vendor simulators, forgotten before each test. */
public final class Rehearsal
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  /** Jobs run for ever until they are completed by hand. */
  private static final Duration JOB_TIME = Duration.ofHours(1);

  private static final int MOST_POLLS = 10;

  private final Clock clock;
  private final Clock vendorClock;
  private final boolean trueSize;
  private VendorSimulators simulators;
  private MediaProbe probe;
  private TestLayer layer;

  /** Time stands still for the adapters. */
  public Rehearsal() {
    this(null, Clock.systemUTC(), false);
  }

  /**
   * @param clock what time it is for the adapters and at the vendors
   * @param trueSize whether what the vendors make has the size that was asked for
   */
  public Rehearsal(Clock clock, boolean trueSize) {
    this(clock, clock, trueSize);
  }

  private Rehearsal(Clock clock, Clock vendorClock, boolean trueSize) {
    this.clock = clock;
    this.vendorClock = vendorClock;
    this.trueSize = trueSize;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    simulators =
        VendorSimulators.start(
            SimulatorOptions.defaults()
                .withJobTime(JOB_TIME)
                .withTrueSize(trueSize)
                .withClock(vendorClock));
    probe = new MediaProbe(new Ffmpeg(new Settings(Map.of(), Path.of(""))), 1L << 30);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    simulators.reset();
    simulators.setJobTime(JOB_TIME);
    HttpLimits limits =
        HttpLimits.withFileBytes(16 << 20)
            .withTimes(
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    layer =
        new TestLayer(
            limits, AddressPolicy.PUBLIC_AND_LOOPBACK, AddressPolicy.HostLookup.SYSTEM, clock);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    layer.close();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    simulators.close();
  }

  /** The layer that the adapters of this test share. */
  public HttpLayer layer() {
    return layer.layer;
  }

  /** Lets time go on where the adapters count it: for how long a vendor asked to be left alone. */
  public void advance(Duration time) {
    layer.clock.advance(time);
  }

  public VendorSimulators simulators() {
    return simulators;
  }

  public MediaFacts measure(Path file) throws InterruptedException {
    return probe.measure(file);
  }

  /** The adapter for a dialect, configured as a person would, with the planted key. */
  public Backend backend(Dialect dialect, Path folder) throws IOException {
    Map<String, String> environment = new HashMap<>();
    String base = simulators.baseUrl(dialect).toString();
    return switch (dialect.vendor()) {
      case XAI -> {
        environment.put("XAI_API_KEY", TestLayer.KEY);
        environment.put("XAI_BASE_URL", base);
        yield new GrokBackend(new Settings(environment, folder), layer.layer);
      }
      case GOOGLE -> {
        environment.put("GOOGLE_API_KEY", TestLayer.KEY);
        environment.put("GOOGLE_GEMINI_BASE_URL", base);
        yield new GoogleBackend(new Settings(environment, folder), layer.layer);
      }
      case VERTEX -> {
        environment.put("GOOGLE_CLOUD_PROJECT", "project-1");
        environment.put("GOOGLE_VERTEX_BASE_URL", base);
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", credentials(folder, base).toString());
        yield new GoogleBackend(new Settings(environment, folder), layer.layer);
      }
      case OPENAI -> {
        environment.put("OPENAI_API_KEY", TestLayer.KEY);
        environment.put("OPENAI_BASE_URL", base);
        yield new OpenAiBackend(new Settings(environment, folder), layer.layer);
      }
      case ELEVENLABS -> {
        environment.put("ELEVENLABS_API_KEY", TestLayer.KEY);
        environment.put("ELEVENLABS_BASE_URL", base);
        yield new ElevenLabsBackend(new Settings(environment, folder), layer.layer);
      }
      default -> throw new IllegalArgumentException(dialect + " makes no media here");
    };
  }

  /** The questions of a vendor to its simulator, with the planted key. */
  public MediaModel mediaModel(Dialect dialect, Path folder) {
    String base = simulators.baseUrl(dialect).toString();
    return switch (dialect.vendor()) {
      case GOOGLE ->
          new GoogleQuestions(
              settings(folder, "GOOGLE_API_KEY", "GOOGLE_GEMINI_BASE_URL", base), layer.layer);
      case OPENAI ->
          new OpenAiBackend(
                  settings(folder, "OPENAI_API_KEY", "OPENAI_BASE_URL", base), layer.layer)
              .questions();
      case XAI ->
          new GrokBackend(settings(folder, "XAI_API_KEY", "XAI_BASE_URL", base), layer.layer)
              .questions();
      case TWELVELABS ->
          new TwelveLabsQuestions(
              new TwelveLabsClient(
                  settings(folder, "TWELVELABS_API_KEY", "TWELVELABS_BASE_URL", base),
                  layer.layer));
      default -> throw new IllegalArgumentException(dialect + " answers no questions here");
    };
  }

  /** Questions to the simulated TwelveLabs where an index is configured. */
  public MediaModel twelveLabsWithIndex(String index, Path folder) {
    Map<String, String> environment =
        Map.of(
            "TWELVELABS_API_KEY",
            TestLayer.KEY,
            "TWELVELABS_BASE_URL",
            simulators.baseUrl(Dialect.TWELVELABS).toString(),
            "TWELVELABS_INDEX_ID",
            index);
    return new TwelveLabsQuestions(
        new TwelveLabsClient(new Settings(environment, folder), layer.layer));
  }

  private static Settings settings(Path folder, String key, String baseUrl, String base) {
    return new Settings(Map.of(key, TestLayer.KEY, baseUrl, base), folder);
  }

  private static Path credentials(Path folder, String base) throws IOException {
    String json =
        "{\"type\":\"authorized_user\",\"client_id\":\"c\",\"client_secret\":\"s\","
            + "\"refresh_token\":\"planted-refresh\",\"token_uri\":\""
            + base
            + "/token\"}";
    return Files.writeString(folder.resolve("credentials.json"), json);
  }

  /** Lets an accepted job end and polls until the vendor says so. */
  public Poll ended(Backend backend, Submission submission) throws Exception {
    VendorReference reference = ((Submission.Accepted) submission).reference();
    simulators.completeJobs();
    for (int i = 0; i < MOST_POLLS; i++) {
      Poll poll = backend.poll(reference);
      if (!(poll instanceof Poll.Running)) {
        return poll;
      }
    }
    throw new AssertionError("still running after " + MOST_POLLS + " polls");
  }

  /** Lets an accepted job end well and returns what was made. */
  public Outcome made(Backend backend, Submission submission) throws Exception {
    if (submission instanceof Submission.Delivered delivered) {
      return delivered.outcome();
    }
    Poll poll = ended(backend, submission);
    if (poll instanceof Poll.Done done) {
      return done.outcome();
    }
    throw new AssertionError("not made: " + poll);
  }
}
