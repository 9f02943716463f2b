package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Rehearsal;
import dev.secondunit.backend.grok.GrokBackend;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Retries;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
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
    open("google", Dialect.GOOGLE);
  }

  /** A store of its own, with this for {@code SECOND_UNIT_FALLBACK}. */
  private void open(String fallback, Dialect google) throws Exception {
    if (jobs != null) {
      jobs.close();
    }
    Map<String, String> environment = new HashMap<>(REHEARSAL.simulators().environment());
    environment.put("SECOND_UNIT_FALLBACK", fallback);
    jobs = new VendorJobs(CLOCK, Files.createTempDirectory(folder, "jobs"), environment);
    jobs.vendors(REHEARSAL, Dialect.XAI, google);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  private static ShotRequest clip(String backend, boolean strict) {
    return Clips.clip(backend, null, strict);
  }

  private static void strike(Fault fault, Operation operation) {
    REHEARSAL
        .simulators()
        .strike(
            FaultRule.next(Dialect.XAI.vendor(), operation, fault).withTimes(Integer.MAX_VALUE));
  }

  private static int creates(Dialect dialect) {
    return (int) REHEARSAL.simulators().counters().of(dialect.vendor()).createsReceived();
  }

  private Job end(Fault fault, Operation operation, UsdAmount most) throws Exception {
    strike(fault, operation);
    return jobs.toItsEnd(jobs.accept(clip("auto", false), most));
  }

  private List<Ledger.Entry> entries(Job job) {
    return jobs.ledger.entries(null, null).stream()
        .filter(entry -> entry.jobId().equals(job.id()))
        .toList();
  }

  private List<String> states(Job job) {
    return entries(job).stream().map(Ledger.Entry::state).toList();
  }

  @Test
  void create_notAccepted_isMadeElsewhereAtThePriceShown() throws Exception {
    Job done = end(Fault.QUOTA_EXCEEDED, Operation.CREATE, UsdAmount.ofUsd("4"));

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
  void create_nobodyListens_isMadeElsewhere() throws Exception {
    try (Socket silent = new Socket()) {
      // Bound and not listening: whoever connects is refused, and nobody else can take the port.
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Backend grok =
          new GrokBackend(
              new Settings(
                  Map.of(
                      "XAI_API_KEY",
                      "never sent",
                      "XAI_BASE_URL",
                      "http://127.0.0.1:" + silent.getLocalPort()),
                  folder),
              REHEARSAL.layer());
      jobs.backends(REHEARSAL, grok, REHEARSAL.backend(Dialect.GOOGLE, folder));
      Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
      Job refused = jobs.process().step(queued);
      assertEquals(JobState.QUEUED, refused.state(), String.valueOf(refused.failure()));
      assertEquals("grok", refused.backend(), "it may listen again");

      Job done = jobs.toItsEnd(refused);

      assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
      assertEquals("google", done.backend());
      JsonNode report = JobReport.of(done);
      assertTrue(
          report.at("/fallback/taken/0/reason").asString().contains("refused or unreachable"),
          report.toPrettyString());
      assertEquals("not_accepted", report.at("/attempts/0/outcome").asString());
      assertEquals(1, creates(Dialect.GOOGLE));
      assertEquals(List.of("released", "spent"), states(done));
    }
  }

  @Test
  void create_refusedForFiveMinutes_isMadeElsewhere() throws Exception {
    strike(Fault.RATE_LIMITED, Operation.CREATE);
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    assertEquals("grok", jobs.process().step(queued).backend());

    CLOCK.advance(Duration.ofMinutes(5));
    Job elsewhere = jobs.process().step(queued);

    assertEquals("google", elsewhere.backend());
    assertEquals(JobState.SUCCEEDED, jobs.toItsEnd(elsewhere).state());
    assertEquals(1, creates(Dialect.GOOGLE));
  }

  @Test
  void acceptedAndFailed_unbilledAsTheVendorSays_isMadeElsewhere() throws Exception {
    open("google/veo-3.1-fast-generate-preview,google", Dialect.GOOGLE_LEGACY);
    REHEARSAL
        .simulators()
        .strike(FaultRule.next(Dialect.GOOGLE.vendor(), Operation.CREATE, Fault.FAILED));

    Job done = end(Fault.QUOTA_EXCEEDED, Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
    assertEquals("gemini-omni-1.2-flash", done.model());
    JsonNode report = JobReport.of(done);
    assertEquals(
        List.of("not_accepted", "failed", "succeeded"),
        report.path("attempts").valueStream().map(each -> each.path("outcome").asString()).toList(),
        report.toPrettyString());
    assertEquals(
        "veo-3.1-fast-generate-preview", report.at("/fallback/taken/1/from/model").asString());
    assertEquals(
        2, REHEARSAL.simulators().counters().of(Dialect.GOOGLE.vendor()).createsAccepted());
    assertEquals(List.of("released", "released", "spent"), states(done));
    assertEquals(done.settled(), jobs.counted(done));
    assertEquals(
        0,
        REHEARSAL
            .simulators()
            .counters()
            .of(Dialect.GOOGLE.vendor())
            .bill()
            .compareTo(done.settled()),
        "billed by the vendor for the second one alone");
  }

  @Test
  void acceptedAndFailed_withoutAWordOnTheBill_isNotMadeElsewhere() throws Exception {
    Job over = end(Fault.FAILED, Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.FAILED, over.state());
    assertEquals(Charged.UNKNOWN, over.failure().charged());
    assertEquals("grok", over.backend());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void lostReply_staysUnknownAndIsNotBoughtElsewhere() throws Exception {
    Job over = end(Fault.LOST_REPLY, Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.SUBMIT_UNKNOWN, over.state());
    assertEquals("grok", over.backend());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void boughtAnewAfterALostReply_isNotBoughtAThirdTimeElsewhere() throws Exception {
    REHEARSAL
        .simulators()
        .strike(FaultRule.next(Dialect.XAI.vendor(), Operation.CREATE, Fault.LOST_REPLY));
    Job lost = jobs.toItsEnd(jobs.accept(clip("auto", false), UsdAmount.ofUsd("4")));
    assertEquals(JobState.SUBMIT_UNKNOWN, lost.state());
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);

    Job over = jobs.toItsEnd(new Retries(jobs.store, SpendingCaps.NONE).retry(lost, true));

    assertEquals(2, creates(Dialect.XAI));
    assertEquals("grok", over.backend(), JobReport.of(over).toPrettyString());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void cancelledBeforeItFailed_isNotMadeElsewhere() throws Exception {
    open("google/veo-3.1-fast-generate-preview,google", Dialect.GOOGLE_LEGACY);
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);
    REHEARSAL
        .simulators()
        .strike(FaultRule.next(Dialect.GOOGLE.vendor(), Operation.CREATE, Fault.FAILED));
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job running = jobs.process().until(queued, JobState.RUNNING);
    assertEquals("veo-3.1-fast-generate-preview", running.model());
    jobs.store.requestCancel(running.id());

    Job over = jobs.toItsEnd(running);

    assertEquals("veo-3.1-fast-generate-preview", over.model());
    assertEquals(1, creates(Dialect.GOOGLE));
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
  }

  @Test
  void moderated_isNotCarriedElsewhere() throws Exception {
    Job over = end(Fault.MODERATED, Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals("grok", over.backend(), JobReport.of(over).toPrettyString());
    assertEquals(JobState.FAILED, over.state());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void limitOfTheCall_tooSmallForTheOther_failsAndSaysSo() throws Exception {
    UsdAmount own = jobs.generations(SpendingCaps.NONE).plan(clip("auto", false)).plan().estimate();
    Job over = end(Fault.QUOTA_EXCEEDED, Operation.CREATE, own);

    assertEquals(JobState.FAILED, over.state());
    assertTrue(
        over.failure().hint().contains("No fallback was taken: google"), over.failure().hint());
    assertEquals(0, creates(Dialect.GOOGLE));
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
  }

  @Test
  void limitOfTheCall_isSharedByItsTakes_andLetsOnlyWhatFitsAShare() throws Exception {
    String dearFirst = "google/veo-3.1-fast-generate-preview,google";
    open(dearFirst, Dialect.GOOGLE_LEGACY);
    Fallbacks ways =
        jobs.generations(SpendingCaps.NONE).plan(clip("auto", false)).order().fallbacks();
    UsdAmount dear = ways.allowed().get(0).estimate();
    UsdAmount cheap = ways.allowed().get(1).estimate();
    UsdAmount enoughForTwo = cheap.plus(cheap);
    assertTrue(dear.compareTo(cheap) > 0, dear + " and " + cheap);
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);

    UsdAmount counted = UsdAmount.ZERO;
    for (Job take : jobs.acceptTakes(clip("auto", false), enoughForTwo, 2)) {
      Job done = jobs.toItsEnd(take);
      assertEquals("gemini-omni-1.2-flash", done.model(), String.valueOf(done.failure()));
      counted = counted.plus(jobs.counted(done));
    }
    assertTrue(counted.compareTo(enoughForTwo) <= 0, counted + " of " + enoughForTwo);

    open(dearFirst, Dialect.GOOGLE_LEGACY);
    UsdAmount tooLittleForTwo = new UsdAmount(enoughForTwo.micros() - 1);
    for (Job take : jobs.acceptTakes(clip("auto", false), tooLittleForTwo, 2)) {
      Job failed = jobs.toItsEnd(take);
      assertEquals(JobState.FAILED, failed.state());
      assertEquals(UsdAmount.ZERO, jobs.counted(failed));
    }
    assertEquals(2, creates(Dialect.GOOGLE), "those that fitted");
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
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job elsewhere = jobs.process().step(queued);
    assertEquals(JobState.QUEUED, elsewhere.state());
    assertEquals("google", elsewhere.backend());
    assertEquals(elsewhere.reserved(), jobs.counted(elsewhere));
    assertTrue(JobReport.of(elsewhere).at("/cost/actual_usd").isNull(), "it is not free");

    // Another process begins where the first was killed.
    Job done = jobs.toItsEnd(elsewhere);

    assertEquals(JobState.SUCCEEDED, done.state());
    assertEquals(1, creates(Dialect.XAI));
    assertEquals(1, creates(Dialect.GOOGLE));
    assertEquals(2, entries(done).size());
  }

  @Test
  void take_answeredMeanwhile_keepsWhatTheAnswerBrought() throws Exception {
    ScratchFolders scratch = new ScratchFolders(folder.resolve("scratch"));
    Job accepted = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job givenUp =
        jobs.store
            .change(JobChange.of(accepted, JobState.SUBMITTING).beginAttempt())
            .flatMap(sent -> jobs.store.change(JobChange.of(sent, JobState.QUEUED)))
            .orElseThrow();
    Path brought = Files.writeString(scratch.of(givenUp.id(), 1).resolve("clip.mp4"), "paid for");
    jobs.store.change(JobChange.of(givenUp, JobState.DOWNLOADING)).orElseThrow();

    new FallingBack(jobs.store, jobs::backends, SpendingCaps.NONE, scratch)
        .take(
            givenUp,
            Failure.of(ErrorCode.BACKEND_UNAVAILABLE, "no key").withCharged(Charged.NO, Retry.NOW));

    assertEquals("grok", jobs.store.find(givenUp.id()).orElseThrow().backend());
    assertEquals("paid for", Files.readString(brought));
  }

  @Test
  void plan_credentialInThePrompt_isToldAlsoWhenItIsMadeElsewhere() throws Exception {
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);
    ShotRequest asked =
        new ShotRequest(
            "generate_media",
            null,
            Mode.VIDEO,
            null,
            "auto",
            null,
            Map.of(
                Parameter.PROMPT,
                "a boat like https://anna:secret@example.com/boat.png",
                Parameter.DURATION,
                4.0),
            Map.of(),
            null,
            false,
            null,
            null);

    Job done = jobs.toItsEnd(jobs.accept(asked, UsdAmount.ofUsd("4")));

    assertEquals("google", done.backend());
    String adjustments = JobReport.of(done).path("adjustments").toString();
    assertTrue(adjustments.contains("(without credentials)"), adjustments);
  }

  @Test
  void report_freeAfterAnAttemptThatWasBilled_saysWhatThatCost() throws Exception {
    open("previz", Dialect.GOOGLE);
    Backend previz = mock(Backend.class);
    when(previz.name()).thenReturn("previz");
    when(previz.readiness()).thenReturn(Readiness.READY);
    jobs.backends(REHEARSAL, REHEARSAL.backend(Dialect.XAI, folder), previz);
    Job accepted = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Failure billed =
        Failure.of(ErrorCode.VENDOR_FAILED, "made and lost")
            .withCharged(Charged.YES, Retry.USE_JOB);
    Job failed =
        jobs.store
            .change(JobChange.of(accepted, JobState.SUBMITTING).beginAttempt())
            .flatMap(
                sent ->
                    jobs.store.change(
                        JobChange.of(sent, JobState.FAILED)
                            .failure(billed)
                            .settle(Settlement.following(billed, sent))))
            .orElseThrow();
    Job again = new Retries(jobs.store, SpendingCaps.NONE).retry(failed, true);
    new FallingBack(
            jobs.store, jobs::backends, SpendingCaps.NONE, new ScratchFolders(folder.resolve("s")))
        .take(
            again,
            Failure.of(ErrorCode.VENDOR_QUOTA, "no credits").withCharged(Charged.NO, Retry.NOW));
    Job done =
        jobs.store
            .find(again.id())
            .flatMap(
                now -> jobs.store.change(JobChange.of(now, JobState.SUBMITTING).beginAttempt()))
            .flatMap(
                sent ->
                    jobs.store.change(
                        JobChange.of(sent, JobState.DOWNLOADING)
                            .settle(new Settlement.Spent(UsdAmount.ZERO))))
            .flatMap(made -> jobs.store.change(JobChange.of(made, JobState.SUCCEEDED)))
            .orElseThrow();

    assertEquals("previz", done.backend());
    assertEquals(accepted.reserved(), done.settled());
    assertEquals(
        accepted.reserved().usd(),
        JobReport.of(done).at("/cost/actual_usd").decimalValue(),
        JobReport.of(done).toPrettyString());
  }
}
