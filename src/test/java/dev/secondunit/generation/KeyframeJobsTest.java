package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keyframes from files of this machine, as far as the vendor's bill. */
class KeyframeJobsTest extends RehearsedJobs {
  @BeforeEach
  void open() throws Exception {
    open(folder, Map.of());
    jobs.vendors(rehearsal, Dialect.XAI);
  }

  private static ShotRequest through(List<String> keyframes, List<Double> times) {
    return Clips.clip(
        "grok",
        null,
        Map.of(
            Parameter.PROMPT,
            "a paper boat",
            Parameter.DURATION,
            2.0,
            Parameter.KEYFRAME_TIMES,
            times),
        Map.of(Parameter.KEYFRAMES, keyframes));
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
    assertEquals(0, seen(Dialect.XAI).createsReceived());
  }
}
