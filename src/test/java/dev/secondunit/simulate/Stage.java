package dev.secondunit.simulate;

import dev.secondunit.config.Settings;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One simulator for a test class, with a clock that stands still, forgotten before each test. */
final class Stage implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  static final Duration JOB_TIME = Duration.ofSeconds(30);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

  private VendorSimulators simulators;
  private MediaProbe probe;

  @Override
  public void beforeAll(ExtensionContext context) {
    simulators =
        VendorSimulators.start(SimulatorOptions.defaults().withClock(CLOCK).withJobTime(JOB_TIME));
    Ffmpeg ffmpeg = new Ffmpeg(new Settings(Map.of(), Path.of("")));
    probe = new MediaProbe(ffmpeg, 1L << 30);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    simulators.reset();
    simulators.setJobTime(JOB_TIME);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    simulators.close();
  }

  VendorSimulators simulators() {
    return simulators;
  }

  RawClient client(Dialect dialect, String... headers) {
    return new RawClient(simulators.baseUrl(dialect), headers);
  }

  RawClient control() {
    return new RawClient(simulators.controlUrl());
  }

  Counters.OfVendor counters(Vendor vendor) {
    return simulators.counters().of(vendor);
  }

  MediaFacts measure(Path folder, byte[] media) throws IOException, InterruptedException {
    return probe.measure(Files.write(Files.createTempFile(folder, "received", ""), media));
  }

  /** A small clip of so many seconds. */
  byte[] clip(int seconds) {
    return simulators.studio().video(new Frame(480, 480), seconds, true).content();
  }

  byte[] picture() {
    return simulators.studio().picture(new Frame(480, 480), "png").content();
  }
}
