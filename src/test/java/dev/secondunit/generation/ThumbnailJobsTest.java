package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A server's own pictures of a clip, where it has them and where it has none. */
class ThumbnailJobsTest {
  private static final TestClock CLOCK = new TestClock();

  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal(CLOCK, false);

  @TempDir Path folder;

  private JsonNode made(Dialect dialect) throws Exception {
    ObjectNode wanted =
        JsonNodeFactory.instance.objectNode().put("thumbnail", true).put("spritesheet", true);
    try (VendorJobs jobs = new VendorJobs(CLOCK, folder, REHEARSAL.simulators().environment())) {
      jobs.vendors(REHEARSAL, dialect);
      ShotRequest clip =
          Clips.clip(
              "openai",
              "sora-2",
              Map.of(
                  Parameter.PROMPT,
                  "a paper boat",
                  Parameter.DURATION,
                  4.0,
                  Parameter.VENDOR_OPTIONS,
                  wanted),
              Map.of());
      Job done = jobs.toItsEnd(jobs.accept(clip, UsdAmount.ofUsd("4")));
      assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
      return JobReport.of(done);
    }
  }

  @Test
  void thumbnailAndSheet_whereTheServerHasThem_areFilesOfTheJob() throws Exception {
    JsonNode files = made(Dialect.OPENAI).path("files");

    assertEquals("video/mp4", files.at("/0/media_type").asString());
    assertEquals("thumbnail", files.at("/1/companion").asString());
    assertEquals("image/webp", files.at("/1/media_type").asString());
    assertEquals("spritesheet", files.at("/2/companion").asString());
    assertEquals("image/jpeg", files.at("/2/media_type").asString());
  }

  @Test
  void thumbnail_whereTheServerHasNone_isAWarning() throws Exception {
    JsonNode report = made(Dialect.GATEWAY);

    assertEquals(1, report.path("files").size());
    assertTrue(
        report.path("warnings").toString().contains("There is no thumbnail of it: "),
        report.path("warnings").toString());
  }
}
