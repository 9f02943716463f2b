package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Keyframes from files of this machine, as far as the vendor's bill. */
class KeyframeJobsTest {
  private static final TestClock CLOCK = new TestClock();

  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal(CLOCK, false);

  @TempDir Path folder;
  private VendorJobs jobs;

  @BeforeEach
  void open() throws Exception {
    jobs = new VendorJobs(CLOCK, folder, REHEARSAL.simulators().environment());
    jobs.vendors(REHEARSAL, Dialect.XAI);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  private static ShotRequest through(List<String> keyframes, List<Double> times) {
    return new ShotRequest(
        "generate_media",
        null,
        Mode.VIDEO,
        null,
        "grok",
        null,
        Map.of(
            Parameter.PROMPT,
            "a paper boat",
            Parameter.DURATION,
            2.0,
            Parameter.KEYFRAME_TIMES,
            times),
        Map.of(Parameter.KEYFRAMES, keyframes),
        null,
        false,
        null,
        null);
  }

  @Test
  void keyframesFromFiles_arriveAndAreBilledAsEstimated() throws Exception {
    Files.write(folder.resolve("a.png"), ShotLife.png(320, 180));
    Files.write(folder.resolve("b.png"), ShotLife.png(160, 90));

    Job done =
        jobs.toItsEnd(jobs.accept(through(List.of("a.png", "b.png"), List.of(0.5, 1.5)), null));

    assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
    assertEquals("grok-imagine-video-1.5", done.model());
    assertEquals(UsdAmount.ofUsd("0.18"), done.reserved());
    assertEquals(done.reserved(), done.settled(), "the simulator bills each picture");
  }

  @Test
  void keyframeThatIsNoPicture_isRefusedBeforeAnyCall() throws Exception {
    Files.writeString(folder.resolve("a.png"), "no picture");

    FailureException refused =
        assertThrows(
            FailureException.class,
            () -> jobs.accept(through(List.of("a.png"), List.of(0.5)), null));

    assertEquals("keyframes[0]", refused.failure().field());
    assertEquals(0, REHEARSAL.simulators().counters().of(Dialect.XAI.vendor()).createsReceived());
  }
}
