package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.google.GoogleBackend;
import dev.secondunit.backend.grok.GrokBackend;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.backend.openai.OpenAiBackend;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is paid for at a simulated vendor is not given up while the vendor may still have it: over
 * its wire, on a real store.
 */
class PaidJobsTest extends RehearsedJobs {
  @BeforeEach
  void open() {
    open(folder, Map.of("GOOGLE_CLOUD_PROJECT", "project-1"));
  }

  private Job running(Dialect dialect, String model, VendorJobs.Process process) throws Exception {
    jobs.vendors(rehearsal, dialect);
    Job job = jobs.accept(clip(dialect, model), UsdAmount.ofUsd("4"));
    return process.until(job, JobState.RUNNING);
  }

  private static ShotRequest clip(Dialect dialect, String model) {
    return Clips.clip(Clips.backend(dialect), model);
  }

  /** The same vendor, asked one path segment beside it: it knows nothing there. */
  private Backend elsewhere(Dialect dialect) {
    String base = rehearsal.simulators().baseUrl(dialect) + "/elsewhere";
    return switch (dialect.vendor()) {
      case XAI -> new GrokBackend(settings("XAI_API_KEY", "XAI_BASE_URL", base), rehearsal.layer());
      case OPENAI ->
          new OpenAiBackend(settings("OPENAI_API_KEY", "OPENAI_BASE_URL", base), rehearsal.layer());
      default ->
          new GoogleBackend(
              settings("GOOGLE_API_KEY", "GOOGLE_GEMINI_BASE_URL", base), rehearsal.layer());
    };
  }

  private Settings settings(String key, String baseUrl, String base) {
    return new Settings(Map.of(key, TestLayer.KEY, baseUrl, base), folder);
  }

  /** Takes back what was said to go wrong. */
  private void obeyAgain() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rehearsal.simulators().controlUrl() + "/faults"))
            .DELETE()
            .build();
    assertEquals(
        200,
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString())
            .statusCode());
  }

  private static Path file(Job job) {
    return Path.of(JobReport.of(job).at("/files/0/path").asString());
  }

  @ParameterizedTest
  @CsvSource({
    "XAI,           grok-imagine-video",
    "GOOGLE,        gemini-omni-1.2-flash",
    "GOOGLE_LEGACY, veo-3.1-generate-preview",
    "OPENAI,        sora-2",
  })
  void poll_notKnownOnce_isAskedAgainAndStored(Dialect dialect, String model) throws Exception {
    VendorJobs.Process process = jobs.process();
    Job job = running(dialect, model, process);
    jobs.backends(rehearsal, elsewhere(dialect));
    Job asked = process.step(job);
    assertEquals(JobState.RUNNING, asked.state(), String.valueOf(asked.failure()));
    assertTrue(asked.progressMessage().contains("does not know"), asked.progressMessage());

    jobs.vendors(rehearsal, dialect);
    rehearsal.simulators().completeJobs();
    Job done = process.until(job, JobState.SUCCEEDED);

    assertTrue(Files.size(file(done)) > 0);
    assertEquals(1, seen(dialect).createsReceived());
  }

  @ParameterizedTest
  @CsvSource({
    "XAI,           grok-imagine-video",
    "GOOGLE,        gemini-omni-1.2-flash",
    "GOOGLE_LEGACY, veo-3.1-generate-preview",
    "OPENAI,        sora-2",
  })
  void poll_notKnownForLong_isExpiredAndARetryAsksWithoutBuying(Dialect dialect, String model)
      throws Exception {
    VendorJobs.Process process = jobs.process();
    Job job = running(dialect, model, process);
    jobs.backends(rehearsal, elsewhere(dialect));
    Instant began = clock.instant();
    Job expired = process.until(job, JobState.EXPIRED);
    assertTrue(
        Duration.between(began, clock.instant()).compareTo(Duration.ofMinutes(15)) >= 0,
        "given up at " + clock.instant());
    assertEquals(Charged.UNKNOWN, expired.failure().charged());
    assertEquals(Retry.USE_JOB, expired.failure().retry());

    jobs.vendors(rehearsal, dialect);
    rehearsal.simulators().completeJobs();
    Job again = new Retries(jobs.store, SpendingCaps.NONE).retry(expired, false);
    assertEquals(JobState.RUNNING, again.state());
    Job done = process.until(again, JobState.SUCCEEDED);

    assertTrue(Files.size(file(done)) > 0);
    assertEquals(1, seen(dialect).createsReceived());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void poll_notKnownAgainAfterOtherNews_isWaitedForAnew(boolean known) throws Exception {
    VendorJobs.Process process = jobs.process();
    Job job = running(Dialect.XAI, "grok-imagine-video", process);
    for (int time = 0; time < 3; time++) {
      jobs.backends(rehearsal, elsewhere(Dialect.XAI));
      notKnownForTenMinutes(process, job);
      jobs.vendors(rehearsal, Dialect.XAI);
      if (!known) {
        strike(
            FaultRule.next(Dialect.XAI.vendor(), Operation.POLL, Fault.UNAVAILABLE)
                .withTimes(Integer.MAX_VALUE));
      }
      assertEquals(JobState.RUNNING, process.step(job).state());
      obeyAgain();
    }
  }

  private void notKnownForTenMinutes(VendorJobs.Process process, Job job) {
    Instant until = clock.instant().plus(Duration.ofMinutes(10));
    while (clock.instant().isBefore(until)) {
      Job now = process.step(job);
      assertEquals(JobState.RUNNING, now.state(), String.valueOf(now.failure()));
    }
  }

  @Test
  void poll_pastTheDeadline_isAskedRarelyAndStored() throws Exception {
    VendorJobs.Process process = jobs.process();
    Job job = running(Dialect.XAI, "grok-imagine-video", process);
    clock.advance(Duration.ofMinutes(30));
    Job late = process.step(job);
    assertEquals(JobState.RUNNING, late.state(), String.valueOf(late.failure()));
    assertTrue(late.progressMessage().contains("every 5 minutes"), late.progressMessage());

    rehearsal.simulators().completeJobs();
    process.until(job, JobState.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource({"UNAVAILABLE, 8", "EXPIRED_DOWNLOAD, 0.1"})
  void download_refusedForSomeTime_isFetchedAfterwards(Fault fault, double hours) throws Exception {
    VendorJobs.Process process = jobs.process();
    Job job = running(Dialect.XAI, "grok-imagine-video", process);
    rehearsal.simulators().completeJobs();
    process.until(job, JobState.DOWNLOADING);
    strike(
        FaultRule.next(Dialect.XAI.vendor(), Operation.DOWNLOAD, fault)
            .withTimes(Integer.MAX_VALUE));
    Instant until = clock.instant().plus(Duration.ofSeconds((long) (hours * 3_600)));
    while (clock.instant().isBefore(until)) {
      Job now = process.step(job);
      assertEquals(JobState.DOWNLOADING, now.state(), String.valueOf(now.failure()));
    }
    obeyAgain();
    Job done = process.until(job, JobState.SUCCEEDED);

    assertTrue(Files.size(file(done)) > 0);
    assertEquals(1, seen(Dialect.XAI).createsReceived());
  }

  @Test
  void submit_toAnAddressThatIsNone_waitsAndHasCostNothing() throws Exception {
    jobs.vendors(rehearsal, Dialect.XAI);
    Job job = jobs.accept(clip(Dialect.XAI, "grok-imagine-video"), UsdAmount.ofUsd("4"));
    jobs.backends(
        rehearsal,
        new GrokBackend(
            settings("XAI_API_KEY", "XAI_BASE_URL", "vendor without scheme"), rehearsal.layer()));
    Job waiting = jobs.process().step(job);

    assertEquals(JobState.QUEUED, waiting.state(), String.valueOf(waiting.failure()));
    assertTrue(waiting.progressMessage().contains("XAI_BASE_URL"), waiting.progressMessage());
    assertEquals(0, waiting.attempt());
  }

  @Test
  void submit_lostAnswerOfASecondTake_isFoundBesideTheFirst() throws Exception {
    VendorJobs.Process process = jobs.process();
    Job first = running(Dialect.OPENAI, "sora-2", process);
    Job second = jobs.accept(clip(Dialect.OPENAI, "sora-2"), UsdAmount.ofUsd("4"), 1);
    assertNotEquals(first.id(), second.id());
    loseTheNext(Fault.LOST_REPLY);

    Job found = process.until(second, JobState.RUNNING);

    assertNotEquals(first.vendorReference(), found.vendorReference());
    assertEquals(2, seen(Dialect.OPENAI).createsAccepted());
  }

  @Test
  void submit_neverArrivedWhereAnOlderOneHasTheSameWords_doesNotTakeIt() throws Exception {
    running(Dialect.OPENAI, "sora-2", jobs.process());
    clock.advance(Duration.ofMinutes(10));
    Map<String, String> environment = new HashMap<>(rehearsal.simulators().environment());
    Path elsewhere = Files.createDirectory(folder.resolve("another-studio"));
    try (VendorJobs others = new VendorJobs(clock, elsewhere, environment)) {
      others.vendors(rehearsal, Dialect.OPENAI);
      Job job = others.accept(clip(Dialect.OPENAI, "sora-2"), UsdAmount.ofUsd("4"));
      loseTheNext(Fault.LOST_REQUEST);
      others.process().until(job, JobState.SUBMIT_UNKNOWN);
    }
  }

  private void loseTheNext(Fault fault) {
    strike(FaultRule.next(Dialect.OPENAI.vendor(), Operation.CREATE, fault));
  }

  @ParameterizedTest
  @CsvSource({"OPENAI", "GATEWAY", "VLLM_OMNI"})
  void cancel_afterTheVendorFinished_keepsTheBilledClip(Dialect dialect) throws Exception {
    VendorJobs.Process process = jobs.process();
    Job job = running(dialect, "sora-2", process);
    rehearsal.simulators().completeJobs();
    jobs.store.requestCancel(job.id());

    Job done = process.until(job, JobState.SUCCEEDED);

    assertTrue(Files.size(file(done)) > 0);
    assertEquals(0, seen(dialect).received(Operation.DELETE));
  }
}
