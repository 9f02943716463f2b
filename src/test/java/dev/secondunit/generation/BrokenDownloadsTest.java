package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Poll;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the vendor has made is fetched until it is whole, and never bought again for that. */
class BrokenDownloadsTest extends ShotLife {
  @Test
  void step_brokenDownload_isFetchedAgain() throws Exception {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    vendor.downloads.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.DOWNLOAD_FAILED, null);
        });
    Job job = accept();
    steps(job, JobState.RUNNING, JobState.DOWNLOADING, JobState.DOWNLOADING);
    byte[] whole = vendor.picture;
    vendor.picture = "<html>busy</html>".getBytes(StandardCharsets.UTF_8);
    Job html = steps(job, JobState.DOWNLOADING);
    assertTrue(html.progressMessage().contains("HTML"), html.progressMessage());
    vendor.picture = whole;
    steps(job, JobState.SUCCEEDED);

    assertEquals(3, vendor.fetches);
    assertEquals(1, vendor.creates);
  }

  @Test
  void step_downloadNeverWorks_failsAndRetryFetchesWithoutBuying() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job job = accept();
    steps(job, JobState.RUNNING, JobState.DOWNLOADING);
    int halfAnHour = 40;
    int aDayMore = 24 * 60 / 5;
    for (int i = 0; i < halfAnHour + aDayMore; i++) {
      vendor.downloads.add(
          () -> {
            throw problem(Fate.UNKNOWN, ErrorCode.DOWNLOAD_FAILED, null);
          });
    }
    Duration waited = Duration.ZERO;
    for (int i = 1; i < halfAnHour + aDayMore; i++) {
      waited = waited.plus(engine.step(job.id()).after());
    }
    assertEquals(JobState.DOWNLOADING, store.find(job.id()).orElseThrow().state());
    assertTrue(waited.compareTo(Duration.ofHours(24)) > 0, waited.toString());
    Job current = step(job);
    assertEquals(JobState.FAILED, current.state());
    assertEquals(ErrorCode.DOWNLOAD_FAILED, current.failure().code());
    assertEquals(Charged.YES, current.failure().charged());

    assertEquals(
        JobState.DOWNLOADING, new Retries(store, SpendingCaps.NONE).retry(current, false).state());
    steps(job, JobState.SUCCEEDED);
    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }
}
