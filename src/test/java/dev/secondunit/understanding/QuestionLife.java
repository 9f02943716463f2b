package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Clocks;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.StepCalls;
import dev.secondunit.job.Turns;
import dev.secondunit.job.sql.Database;
import dev.secondunit.job.sql.DurableSchedule;
import dev.secondunit.job.sql.SqlDocuments;
import dev.secondunit.job.sql.SqlJobStore;
import dev.secondunit.job.sql.SqlLedger;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Questions on a real store, cranked step by step. Closing and opening it again is a restart. */
final class QuestionLife implements AutoCloseable {
  final TestClock clock = new TestClock();

  /** The clock itself, unless a test lets them differ. */
  private TestClock stopwatch = clock;

  private final Path folder;
  private MediaModel vendor;
  private final MediaMeasurer measurer;
  private Database database;
  private DurableSchedule schedule;
  private SqlJobStore store;
  private JobEngine engine;
  private Turns turns;
  private Analyses analyses;

  QuestionLife(Path folder, MediaModel vendor, MediaMeasurer measurer) {
    this.folder = folder;
    this.vendor = vendor;
    this.measurer = measurer;
    open();
  }

  private void open() {
    database = Database.sqlite(folder.resolve("jobs.db"));
    schedule = new DurableSchedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
    Settings settings = new Settings(Map.of("SECOND_UNIT_HOME", folder.toString()), folder);
    PathGuard guard = new PathGuard(List.of(folder), List.of(folder), folder);
    analyses =
        new Analyses(
            new Analysts(Catalogue.builtIn(), () -> Map.of(vendor.name(), vendor), clock),
            new InputResolver(guard, measurer, id -> Optional.empty(), (url, f) -> null, folder),
            store,
            SpendingCaps.NONE,
            settings,
            Identifiers.system(),
            clock);
    workOn(store);
  }

  /** What a process that dies here leaves behind, taken up by the next one. */
  void restart() {
    close();
    open();
  }

  /** Another way to the vendor, after a restart. */
  void talkingTo(MediaModel other) {
    vendor = other;
    restart();
  }

  /** Another way to the vendor, for the same process. */
  void turningTo(MediaModel other) {
    vendor = other;
  }

  /** From now on steps are taken in turn, as in a server. */
  void inTurn(Turns shared) {
    turns = shared;
    workOn(store);
  }

  /** From now on lengths of time are measured by another clock. */
  void measuring(TestClock lengths) {
    stopwatch = lengths;
    workOn(store);
  }

  void workOn(JobStore jobs) {
    Ffmpeg ffmpeg = new Ffmpeg(new Settings(Map.of(), folder));
    engine =
        new JobEngine(
            jobs,
            List.of(
                new AnalysisWork(
                    new AnalysisWork.Store(jobs, new SqlDocuments(database), Identifiers.system()),
                    () -> Map.of(vendor.name(), vendor),
                    Catalogue.builtIn(),
                    MediaPreparation.AS_THEY_ARE,
                    new Evidence(() -> ffmpeg, folder.resolve("evidence")),
                    new Clocks(clock, stopwatch))),
            turns,
            StepCalls.NONE);
  }

  @Override
  public void close() {
    schedule.close();
    database.close();
  }

  SqlJobStore store() {
    return store;
  }

  Analyses analyses() {
    return analyses;
  }

  static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  static Manner fitting(String schema) {
    return manner(json(schema), false, JsonNodeFactory.instance.objectNode());
  }

  static Manner manner(ObjectNode schema, boolean stream, ObjectNode options) {
    return new Manner(null, schema, null, null, null, null, stream, options);
  }

  static AnalysisRequest request(Path video, String prompt, Manner manner) {
    return new AnalysisRequest(
        "analyze_video",
        List.of(new AnalysisRequest.Input(video.toString(), null, "video")),
        prompt,
        manner,
        "auto",
        null,
        null,
        false,
        null);
  }

  Accepted accept(Path video, String prompt, Manner manner) throws Exception {
    return accept(request(video, prompt, manner));
  }

  Accepted accept(AnalysisRequest request) throws Exception {
    return analyses.accept(
        analyses.job(
            analyses.plan(request, Set.of(Mode.VIDEO)),
            new Analyses.Run("local", "session", null, null)));
  }

  Next next(Job job) {
    return engine.step(job.id());
  }

  Job step(Job job) {
    next(job);
    return store.find(job.id()).orElseThrow();
  }

  Job steps(Job job, JobState... expected) {
    Job current = job;
    for (JobState state : expected) {
      current = step(current);
      assertEquals(state, current.state(), () -> "expected " + List.of(expected));
    }
    return current;
  }

  Ledger.Entry money() {
    List<Ledger.Entry> entries = new SqlLedger(database).entries(null, null);
    return entries.get(entries.size() - 1);
  }

  void assertMoney(String state, UsdAmount settled) {
    assertEquals(state, money().state());
    assertEquals(settled, money().settled());
  }
}
