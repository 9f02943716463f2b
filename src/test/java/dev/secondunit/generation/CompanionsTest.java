package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pictures that a vendor has of a result: stored beside it, and no loss when they are missing. */
class CompanionsTest extends ShotLife {
  private Job made() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(
        () ->
            new Poll.Done(
                new Outcome(
                    List.of(
                        new RemoteFile("https://vendor.example/1.png", "image/png", null, Map.of()),
                        RemoteFile.companion("https://vendor.example/1/thumbnail", "thumbnail"),
                        RemoteFile.companion("https://vendor.example/1/sheet", "spritesheet")),
                    null,
                    null,
                    null,
                    List.of())));
    return steps(accept(), JobState.RUNNING, JobState.DOWNLOADING, JobState.SUCCEEDED);
  }

  @Test
  void companions_areStoredBesideTheResultAndSaidToBeThat() throws Exception {
    Job done = made();

    JsonNode files = JobReport.of(done).path("files");
    assertEquals(3, files.size());
    assertTrue(files.path(0).path("companion").isMissingNode());
    assertEquals("thumbnail", files.path(1).path("companion").asString());
    assertTrue(files.path(1).path("path").asString().contains("thumbnail"), files.toString());
    List<Assets.Asset> assetsOfJob = assets.ofJob(done.id());
    assertEquals(Assets.firstAssetId(done.id()), assetsOfJob.get(0).id(), "the result is first");
    assertEquals(List.of(assetsOfJob.get(0).id()), assetsOfJob.get(1).parents());
    assertEquals(
        files.path(0).path("path").asString(), assets.path(done.id()).orElseThrow().toString());
  }

  @Test
  void companionThatCannotBeHad_isAWarningAndNoFailure() {
    vendor.downloads.add(() -> 0L);
    vendor.downloads.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.DOWNLOAD_FAILED, null);
        });

    JsonNode report = JobReport.of(made());

    assertEquals(2, report.path("files").size());
    assertEquals("spritesheet", report.at("/files/1/companion").asString());
    assertTrue(
        report.path("warnings").toString().contains("There is no thumbnail of it: "),
        report.path("warnings").toString());
    assertEquals(3, vendor.fetches, "it is asked for once");
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void companionThatIsNoPicture_leavesNothingBehind() {
    byte[] picture = vendor.picture;
    vendor.downloads.add(() -> 0L);
    vendor.downloads.add(
        () -> {
          vendor.picture = "<html>none</html>".getBytes(StandardCharsets.UTF_8);
          return 0L;
        });
    vendor.downloads.add(
        () -> {
          vendor.picture = picture;
          return 0L;
        });

    assertEquals(2, JobReport.of(made()).path("files").size());
  }
}
