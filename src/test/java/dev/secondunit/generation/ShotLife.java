package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.LocalArtifactStore;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Plans;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Clocks;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.Database;
import dev.secondunit.job.sql.DurableSchedule;
import dev.secondunit.job.sql.SqlDocuments;
import dev.secondunit.job.sql.SqlJobStore;
import dev.secondunit.job.sql.SqlLedger;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One shot on a real store, cranked step by step, with a vendor that follows a script. */
abstract class ShotLife {
  static final UsdAmount ESTIMATE = UsdAmount.ofUsd("0.02");
  static final Duration DEADLINE = Duration.ofMinutes(10);

  @TempDir Path folder;
  final TestClock clock = new TestClock();

  /** The clock itself, unless a test lets them differ. */
  java.time.Clock stopwatch = clock;

  final ScriptedBackend vendor = new ScriptedBackend("grok");
  Database database;
  DurableSchedule schedule;
  SqlJobStore store;
  SqlLedger ledger;
  Assets assets;
  JobEngine engine;

  ArtifactStore artifacts;

  @BeforeEach
  void open() throws Exception {
    vendor.picture = png(320, 180);
    database = Database.sqlite(folder.resolve("jobs.db"));
    schedule = new DurableSchedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
    ledger = new SqlLedger(database);
    artifacts =
        new LocalArtifactStore(
            new MediaProbe(new Ffmpeg(new Settings(Map.of(), folder)), 1L << 30)::measure,
            "second-unit test");
    assets = new Assets(new SqlDocuments(database), store, artifacts);
    engine = engineOn(store);
  }

  JobEngine engineOn(JobStore jobs) {
    return new JobEngine(
        jobs,
        List.of(
            new GenerationWork(
                jobs,
                () -> Map.of("grok", vendor),
                new GenerationWork.Media(
                    artifacts, assets, new ScratchFolders(folder.resolve("scratch"))),
                dev.secondunit.job.SpendingCaps.NONE,
                new GenerationWork.Plans(
                    plan -> DEADLINE,
                    request -> {
                      throw new AssertionError("nothing is planned anew here");
                    }),
                Identifiers.system(),
                new Clocks(clock, stopwatch))));
  }

  @AfterEach
  void close() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          List.of(),
          files.filter(file -> file.getFileName().toString().endsWith(".part")).toList(),
          "nothing half-written may stay behind");
    }
    schedule.close();
    database.close();
  }

  static byte[] png(int width, int height) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  Job accept() {
    return accept(null);
  }

  Job accept(String batch) {
    return accept("job_01jd0000000000000000000000", batch, 0);
  }

  /** Accepts one take of the same shot. */
  Job accept(String id, int take) {
    return accept(id, null, take);
  }

  /** Accepts one whose price is not known, for which so much is held. */
  Job acceptUnpriced(UsdAmount held) {
    return accept("job_01jd0000000000000000000000", null, 0, null, held);
  }

  private Job accept(String id, String batch, int take) {
    return accept(id, batch, take, ESTIMATE, ESTIMATE);
  }

  private Job accept(String id, String batch, int take, UsdAmount estimate, UsdAmount held) {
    Parameters parameters =
        Parameters.NONE.with(Parameter.PROMPT, "a paper boat").with(Parameter.ASPECT_RATIO, "16:9");
    Plan plan =
        Plans.priced(
            "grok",
            "grok-imagine-image",
            Mode.IMAGE,
            Operation.GENERATE,
            parameters,
            estimate,
            LocalDate.of(2026, 11, 1));
    ObjectNode asked = JsonNodeFactory.instance.objectNode().put("prompt", "a paper boat");
    GenerationOrder order =
        new GenerationOrder(
            "generate_media",
            asked,
            folder.resolve("media"),
            "a paper boat",
            null,
            List.of(),
            null,
            null,
            Fallbacks.NONE);
    return store
        .accept(
            new NewJob(
                id,
                GenerationWork.KIND,
                "local",
                "session",
                "grok",
                plan.model(),
                order.write(),
                PlanJson.write(plan),
                Fingerprint.of(plan, null, take),
                null,
                Duration.ofMinutes(10),
                held),
            SpendingCaps.NONE,
            batch,
            0)
        .job();
  }

  Job step(Job job) {
    engine.step(job.id());
    return store.find(job.id()).orElseThrow();
  }

  Job steps(Job job, JobState... expected) {
    Job current = job;
    for (JobState state : expected) {
      current = step(current);
      assertEquals(state, current.state());
    }
    return current;
  }

  UsdAmount spent() {
    return ledger.totals(null, LocalDate.of(2026, 11, 21)).total();
  }

  /** A step of another process died between "sent" and "recorded". */
  void died(Job job) {
    store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
  }
}
