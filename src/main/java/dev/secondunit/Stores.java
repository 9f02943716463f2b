package dev.secondunit;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.BucketArtifactStore;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.artifact.RoutedArtifactStore;
import dev.secondunit.artifact.s3.BucketAddress;
import dev.secondunit.artifact.s3.S3Bucket;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Documents;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Pruning;
import dev.secondunit.job.StepCalls;
import dev.secondunit.job.StepListener;
import dev.secondunit.job.sql.Database;
import dev.secondunit.job.sql.DurableSchedule;
import dev.secondunit.job.sql.SqlDocuments;
import dev.secondunit.job.sql.SqlJobStore;
import dev.secondunit.job.sql.SqlLedger;
import dev.secondunit.job.sql.SqlPruning;
import dev.secondunit.job.sql.SqlStatistics;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What lasts: the database, with everything that is kept in it, and the files that were made. */
final class Stores {
  /** How many steps of jobs one process takes at once. */
  static final int STEPS_AT_ONCE = 20;

  private static final String DATABASE_FILE = "jobs.db";

  private final Foundation foundation;
  private final Database database;
  private final DurableSchedule schedule;
  private final JobStore jobs;
  private final ArtifactStore artifacts;

  /**
   * What may stand between a store and everybody who uses it.
   *
   * @param watched stands before the store of jobs
   * @param files makes the store of files on this machine
   */
  record Between(UnaryOperator<JobStore> watched, Function<MediaMeasurer, ArtifactStore> files) {}

  /** Opens the database. */
  Stores(Foundation foundation, Between between, StepListener steps) {
    this.foundation = foundation;
    database = foundation.opened().add(Opened.Stage.DATABASE, database(foundation.settings()));
    schedule = new DurableSchedule(database, foundation.clock(), STEPS_AT_ONCE);
    schedule.observedBy(steps);
    jobs = between.watched().apply(new SqlJobStore(database, schedule, foundation.clock()));
    artifacts = artifacts(between.files());
  }

  /** Whether a database is there, or may be, without opening it. */
  static boolean exist(Settings settings) {
    return settings.isSet(Setting.SECOND_UNIT_DB_URL)
        || Files.exists(settings.home().resolve(DATABASE_FILE));
  }

  private static Database database(Settings settings) {
    return settings
        .text(Setting.SECOND_UNIT_DB_URL)
        .map(Database::postgresql)
        .orElseGet(() -> Database.sqlite(settings.home().resolve(DATABASE_FILE)));
  }

  private ArtifactStore artifacts(Function<MediaMeasurer, ArtifactStore> files) {
    MediaMeasurer measurer = foundation.measurer();
    ArtifactStore here = files.apply(measurer);
    Optional<String> url = foundation.settings().text(Setting.SECOND_UNIT_ARTIFACT_URL);
    if (url.isEmpty()) {
      return here;
    }
    BucketAddress address = BucketAddress.read(Setting.SECOND_UNIT_ARTIFACT_URL.name(), url.get());
    S3Bucket bucket = foundation.opened().add(Opened.Stage.STORES, new S3Bucket(address));
    return new RoutedArtifactStore(
        here,
        new BucketArtifactStore(
            bucket,
            address.linksHold(),
            measurer,
            Wiring.program(),
            foundation.folder("bucket"),
            foundation.clock()));
  }

  JobStore jobs() {
    return jobs;
  }

  ArtifactStore artifacts() {
    return artifacts;
  }

  JobWatch watch() {
    return new JobWatch(jobs, database.lookEvery());
  }

  Documents documents() {
    return new SqlDocuments(database);
  }

  Ledger ledger() {
    return new SqlLedger(database);
  }

  Pruning pruning() {
    return new SqlPruning(database);
  }

  JobStatistics statistics() {
    return new SqlStatistics(database, foundation.clock());
  }

  StepCalls calls() {
    return schedule;
  }

  /** Starts taking steps in this process. */
  void start(JobEngine engine) {
    schedule.start(engine);
    foundation.opened().add(Opened.Stage.STEPS, schedule);
  }
}
