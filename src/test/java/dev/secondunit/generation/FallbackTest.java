package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is made elsewhere instead, over the wires of simulated vendors and on a real store. */
class FallbackTest {
  private static final TestClock CLOCK = new TestClock();

  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal(CLOCK, false);

  @TempDir Path folder;
  private VendorJobs jobs;

  @BeforeEach
  void open() throws Exception {
    Map<String, String> environment = new HashMap<>(REHEARSAL.simulators().environment());
    environment.put("SECOND_UNIT_FALLBACK", "google");
    jobs = new VendorJobs(CLOCK, folder, environment);
    jobs.vendors(REHEARSAL, Dialect.XAI, Dialect.GOOGLE);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  private static ShotRequest clip(String backend, boolean strict) {
    return new ShotRequest(
        "generate_media",
        null,
        Mode.VIDEO,
        Operation.GENERATE,
        backend,
        null,
        Map.of(Parameter.PROMPT, "a paper boat", Parameter.DURATION, 4.0),
        Map.of(),
        null,
        strict,
        null,
        null);
  }

  private static void strike(Fault fault, dev.secondunit.simulate.Operation operation) {
    REHEARSAL
        .simulators()
        .strike(
            FaultRule.next(Dialect.XAI.vendor(), operation, fault).withTimes(Integer.MAX_VALUE));
  }

  private static int creates(Dialect dialect) {
    return (int) REHEARSAL.simulators().counters().of(dialect.vendor()).createsReceived();
  }

  private Job end(Fault fault, dev.secondunit.simulate.Operation operation, UsdAmount most)
      throws Exception {
    strike(fault, operation);
    return jobs.toItsEnd(jobs.accept(clip("auto", false), most));
  }

  private List<Ledger.Entry> entries(Job job) {
    return jobs.ledger.entries(null, null).stream()
        .filter(entry -> entry.jobId().equals(job.id()))
        .toList();
  }

  @Test
  void create_notAccepted_isMadeElsewhereAtThePriceShown() throws Exception {
    Job done =
        end(Fault.QUOTA_EXCEEDED, dev.secondunit.simulate.Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
    assertEquals("google", done.backend());
    JsonNode report = JobReport.of(done);
    JsonNode step = report.at("/fallback/taken/0");
    assertEquals("grok", step.at("/from/backend").asString(), report.toPrettyString());
    assertEquals("google", step.at("/to/backend").asString());
    assertTrue(step.path("estimate_usd_before").isNumber());
    assertTrue(step.path("estimate_usd_after").isNumber());
    assertFalse(step.path("reason").asString().isEmpty());
    assertTrue(report.path("adjustments").toString().contains("backend_type"));
    assertEquals("grok", report.at("/attempts/0/backend").asString());
    assertEquals(1, creates(Dialect.GOOGLE));
    assertEquals(2, entries(done).size());
    assertEquals(
        UsdAmount.ZERO,
        entries(done).stream()
            .filter(entry -> entry.backend().equals("grok"))
            .findFirst()
            .orElseThrow()
            .settled());
  }

  @Test
  void create_refusedForFiveMinutes_isMadeElsewhere() throws Exception {
    strike(Fault.RATE_LIMITED, dev.secondunit.simulate.Operation.CREATE);
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    assertEquals("grok", jobs.process().step(queued).backend());

    CLOCK.advance(Duration.ofMinutes(5));
    Job elsewhere = jobs.process().step(queued);

    assertEquals("google", elsewhere.backend());
    assertEquals(JobState.SUCCEEDED, jobs.toItsEnd(elsewhere).state());
    assertEquals(1, creates(Dialect.GOOGLE));
  }

  @Test
  void acceptedAndFailed_withoutAWordOnTheBill_isNotMadeElsewhere() throws Exception {
    Job over = end(Fault.FAILED, dev.secondunit.simulate.Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.FAILED, over.state());
    assertEquals(Charged.UNKNOWN, over.failure().charged());
    assertEquals("grok", over.backend());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void lostReply_staysUnknownAndIsNotBoughtElsewhere() throws Exception {
    Job over =
        end(Fault.LOST_REPLY, dev.secondunit.simulate.Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.SUBMIT_UNKNOWN, over.state());
    assertEquals("grok", over.backend());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void moderated_isNotCarriedElsewhere() throws Exception {
    Job over = end(Fault.MODERATED, dev.secondunit.simulate.Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals("grok", over.backend(), JobReport.of(over).toPrettyString());
    assertEquals(JobState.FAILED, over.state());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void limitOfTheCall_tooSmallForTheOther_failsAndSaysSo() throws Exception {
    UsdAmount own = jobs.generations(SpendingCaps.NONE).plan(clip("auto", false)).plan().estimate();
    Job over = end(Fault.QUOTA_EXCEEDED, dev.secondunit.simulate.Operation.CREATE, own);

    assertEquals(JobState.FAILED, over.state());
    assertTrue(
        over.failure().hint().contains("No fallback was taken: google"), over.failure().hint());
    assertEquals(0, creates(Dialect.GOOGLE));
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
  }

  @Test
  void namedBackendOrStrictCall_hasNoFallback() throws Exception {
    Generations generations = jobs.generations(SpendingCaps.NONE);

    assertFalse(generations.plan(clip("grok", false)).preview().has("fallback"));
    assertFalse(generations.plan(clip("auto", true)).preview().has("fallback"));
    JsonNode told = generations.plan(clip("auto", false)).preview().path("fallback");
    assertEquals("google", told.at("/allowed/0/backend").asString());
    assertTrue(told.at("/allowed/0/price_change_usd").isNumber(), told.toString());
  }

  @Test
  void fallback_takenUpByAnotherProcess_holdsAndBuysOnce() throws Exception {
    strike(Fault.QUOTA_EXCEEDED, dev.secondunit.simulate.Operation.CREATE);
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job elsewhere = jobs.process().step(queued);
    assertEquals(JobState.QUEUED, elsewhere.state());
    assertEquals("google", elsewhere.backend());
    assertEquals(elsewhere.reserved(), jobs.counted(elsewhere));

    // Another process begins where the first was killed.
    Job done = jobs.toItsEnd(elsewhere);

    assertEquals(JobState.SUCCEEDED, done.state());
    assertEquals(1, creates(Dialect.XAI));
    assertEquals(1, creates(Dialect.GOOGLE));
    assertEquals(2, entries(done).size());
  }
}
