package dev.secondunit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.artifact.Artifact;
import dev.secondunit.artifact.LocalArtifactStore;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.artifact.Provenance;
import dev.secondunit.artifact.Staged;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Assets;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.Database;
import dev.secondunit.job.sql.DurableSchedule;
import dev.secondunit.job.sql.SqlDocuments;
import dev.secondunit.job.sql.SqlJobStore;
import dev.secondunit.job.sql.SqlLedger;
import dev.secondunit.job.sql.SqlPruning;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class PruneTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final MediaMeasurer measurer =
      file -> new MediaFacts("image/png", 4, "00", 1, 1, null, null, "png", null, null, null);
  private final LocalArtifactStore artifacts = new LocalArtifactStore(measurer, "test");
  private Database database;
  private DurableSchedule schedule;
  private SqlJobStore store;
  private SqlLedger ledger;
  private Assets assets;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("jobs.db"));
    schedule = new DurableSchedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
    ledger = new SqlLedger(database);
    assets = new Assets(new SqlDocuments(database), store, artifacts);
  }

  @AfterEach
  void close() {
    schedule.close();
    database.close();
  }

  /** A finished job with one file. */
  private void finished(String id, String usd) throws Exception {
    finished(id, UsdAmount.ofUsd(usd));
  }

  /**
   * A finished job with one file.
   *
   * @param price null when it is not known
   */
  private void finished(String id, UsdAmount price) throws Exception {
    Job job =
        store
            .accept(
                NewJobs.of(id, "assembly", "grok", price),
                SpendingCaps.NONE,
                "batch_1",
                Integer.parseInt(id.substring(id.length() - 1)))
            .job();
    Staged staged = new Staged(folder.resolve("media"), id, 0, clock.instant(), "clip", null, null);
    Files.writeString(artifacts.stage(staged.folder(), id, 0), "clip");
    Artifact artifact =
        artifacts.commit(
            staged, new Provenance("asset_" + id, null, null, null, null, List.of(), false));
    store.change(
        JobChange.of(
                store.change(JobChange.of(job, JobState.RUNNING)).orElseThrow(), JobState.SUCCEEDED)
            .settle(price == null ? Settlement.KEEP : new Settlement.Spent(price))
            .document(Assets.assembled(job, artifact, List.of())));
  }

  private String prune(boolean paidToo, boolean dryRun) {
    said.reset();
    Prune prune =
        new Prune(
            new SqlPruning(database), assets, new PrintStream(said, true, StandardCharsets.UTF_8));
    assertTrue(
        prune.run(new Prune.Order(clock.instant().minus(Prune.age("30d")), paidToo, dryRun)));
    return said.toString(StandardCharsets.UTF_8);
  }

  private long files() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("media"))) {
      return files.count();
    }
  }

  private List<String> jobs() {
    return store.batch("batch_1").stream().map(Job::id).toList();
  }

  private UsdAmount spent() {
    return ledger.totals(null, LocalDate.of(2026, 11, 21)).total();
  }

  @Test
  void run_freeAndOld_goesWithFileAndSidecarAndNothingElse() throws Exception {
    finished("job_1", "0");
    finished("job_2", "0.50");
    clock.advance(Duration.ofDays(31));
    finished("job_3", "0");

    String words = prune(false, false);

    assertEquals(List.of("job_2", "job_3"), jobs());
    assertEquals(4, files());
    assertTrue(assets.ofJob("job_1").isEmpty());
    assertTrue(words.contains("Removed 1 jobs and 1 files"), words);
    assertTrue(words.contains("1 paid jobs stay"), words);
    assertEquals(UsdAmount.ofUsd("0.50"), spent());
  }

  @Test
  void run_priceUnknown_staysLikeWhatWasPaidFor() throws Exception {
    finished("job_1", (UsdAmount) null);
    clock.advance(Duration.ofDays(31));

    String words = prune(false, false);

    assertEquals(List.of("job_1"), jobs());
    assertEquals(2, files());
    assertTrue(words.contains("1 paid jobs stay"), words);
    assertTrue(prune(true, true).contains("paid, price unknown"));
  }

  @Test
  void run_dry_listsAndRemovesNothing() throws Exception {
    finished("job_1", "0");
    finished("job_2", "0.50");
    clock.advance(Duration.ofDays(31));

    String words = prune(true, true);

    assertEquals(2, jobs().size());
    assertEquals(4, files());
    assertTrue(words.contains("Would remove 2 jobs and 2 files"), words);
    assertTrue(words.contains("paid $0.50"), words);
    assertTrue(words.contains("_clip_job_2.png"), words);
  }

  @Test
  void run_paidOnRequest_keepsTheLedger() throws Exception {
    finished("job_2", "0.50");
    clock.advance(Duration.ofDays(31));

    prune(true, false);

    assertEquals(List.of(), jobs());
    assertEquals(0, files());
    assertEquals(UsdAmount.ofUsd("0.50"), spent());
    assertEquals(1, ledger.entries(null, null).size());
    assertEquals("job_2", ledger.entries(null, null).get(0).jobId());
  }

  @Test
  void run_unknownFate_isNeverOld() throws Exception {
    Job job =
        store
            .accept(
                new NewJob(
                    "job_9",
                    "generation",
                    "local",
                    "session",
                    "grok",
                    "model",
                    JsonNodeFactory.instance.objectNode(),
                    JsonNodeFactory.instance.objectNode(),
                    "job_9",
                    null,
                    Duration.ZERO,
                    UsdAmount.ofUsd("1")),
                SpendingCaps.NONE,
                "batch_1",
                0)
            .job();
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    store.change(JobChange.of(submitting, JobState.SUBMIT_UNKNOWN));
    clock.advance(Duration.ofDays(400));

    prune(true, false);

    assertEquals(List.of("job_9"), jobs());
  }

  @Test
  void run_fileGoneAlready_isNoTrouble() throws Exception {
    finished("job_1", "0");
    artifacts.delete(assets.ofJob("job_1").get(0).location());
    clock.advance(Duration.ofDays(31));

    prune(false, false);

    assertEquals(List.of(), jobs());
  }

  @Test
  void age_readsHoursDaysAndWeeks() {
    assertEquals(Duration.ofHours(12), Prune.age("12h"));
    assertEquals(Duration.ofDays(30), Prune.age("30d"));
    assertEquals(Duration.ofDays(28), Prune.age("4w"));
    for (String wrong : List.of("", "0d", "30", "1y", "-1d", "999999d")) {
      FailureException e = assertThrows(FailureException.class, () -> Prune.age(wrong));
      assertTrue(e.failure().message().contains("30d, 12h or 4w"), e.failure().message());
    }
  }
}
