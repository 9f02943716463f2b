package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Continuations whose vendor has lost its copy although it was thought to have it. */
class OwnFileInsteadTest {
  private static final UsdAmount MAX_COST = UsdAmount.ofUsd("8");
  private static final TestClock CLOCK = new TestClock();

  @RegisterExtension static final Rehearsal SMALL = new Rehearsal(CLOCK, false);

  /** Slower; for what is limited by the size of its source. */
  @RegisterExtension static final Rehearsal TRUE_SIZE = new Rehearsal(CLOCK, true);

  @TempDir static Path folder;
  private static VendorJobs jobs;

  @BeforeAll
  static void open() {
    Map<String, String> environment = new HashMap<>(SMALL.simulators().environment());
    jobs = new VendorJobs(CLOCK, folder, environment);
  }

  @AfterAll
  static void close() {
    jobs.close();
  }

  private static String made(FaultSubject subject, String prompt) throws Exception {
    jobs.vendors(stage(subject), subject.dialect);
    ShotRequest first = subject.origin().request(null, prompt);
    Job clip = jobs.toItsEnd(jobs.accept(first, MAX_COST));
    assertEquals(JobState.SUCCEEDED, clip.state(), String.valueOf(clip.failure()));
    return clip.id();
  }

  private static Rehearsal stage(FaultSubject subject) {
    return subject == FaultSubject.VEO_EXTEND ? TRUE_SIZE : SMALL;
  }

  private static void copyIsGone(FaultSubject subject) {
    strike(subject, Fault.SOURCE_GONE, 1);
  }

  /** Something goes wrong at the next create but so many. */
  private static void strike(FaultSubject subject, Fault fault, int nth) {
    stage(subject)
        .simulators()
        .strike(
            FaultRule.next(
                    subject.dialect.vendor(), dev.secondunit.simulate.Operation.CREATE, fault)
                .withFirst(nth));
  }

  private static long creates(FaultSubject subject) {
    return stage(subject).simulators().counters().of(subject.dialect.vendor()).createsReceived();
  }

  private static List<String> warnings(Job job) {
    return JobReport.of(job).path("warnings").valueStream().map(JsonNode::asString).toList();
  }

  private static PlannedShot plan(ShotRequest request) throws Exception {
    return jobs.generations(SpendingCaps.NONE).plan(request);
  }

  @ParameterizedTest
  @EnumSource(names = {"GROK_EDIT", "OMNI_EXTEND", "SORA_EXTEND"})
  void copyGoneEarly_ourFileWillDo_goesOnAtTheSamePriceAndSaysSo(FaultSubject subject)
      throws Exception {
    String source = made(subject, "early " + subject);
    long before = creates(subject);
    copyIsGone(subject);
    Job job = jobs.accept(subject.request(source, "goes on"), MAX_COST);
    UsdAmount held = jobs.counted(job);

    Job done = jobs.toItsEnd(job);

    assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
    assertEquals(2, creates(subject) - before);
    assertEquals(held, done.reserved());
    List<String> warnings = warnings(done);
    assertTrue(
        warnings.stream()
            .anyMatch(
                each ->
                    each.contains("no longer keeps the clip this continues from (it answered 4")
                        && each.contains("Our own file is sent instead, at the same price.")),
        warnings.toString());
    JsonNode attempts = JobReport.of(done).path("attempts");
    assertEquals("not_accepted", attempts.path(0).path("outcome").asString(), attempts.toString());

    PlannedShot next = plan(subject.request(source, "goes on again"));
    assertTrue(
        next.plan().warnings().stream()
            .anyMatch(each -> each.contains("has kept no copy of it since")),
        next.plan().warnings().toString());
    assertEquals(Map.of(), next.order().source().vendorReference(), "not tried again");
  }

  @ParameterizedTest
  @EnumSource(names = {"VEO_EXTEND", "SORA_REMIX"})
  void copyGoneEarly_onlyTheVendorsCopyWillDo_failsUnbilledWithPricedWaysOut(FaultSubject subject)
      throws Exception {
    String source = made(subject, "lost " + subject);
    long before = creates(subject);
    copyIsGone(subject);

    Job over = jobs.toItsEnd(jobs.accept(subject.request(source, "goes on"), MAX_COST));

    assertEquals(JobState.FAILED, over.state());
    Failure failure = over.failure();
    assertEquals(ErrorCode.CONTINUATION_EXPIRED, failure.code());
    assertEquals(Charged.NO, failure.charged());
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
    assertEquals(1, creates(subject) - before);
    assertTrue(failure.hint().contains("last_frame (by "), failure.hint());
    assertTrue(failure.hint().contains(", price unknown)"), failure.hint());
    assertTrue(failure.allowed().contains("last_frame"), failure.toString());
    if (subject == FaultSubject.SORA_REMIX) {
      assertTrue(failure.hint().contains("edit (by sora-2 from our own file, "));
    }

    FailureException refused =
        assertThrows(FailureException.class, () -> plan(subject.request(source, "goes on")));
    assertEquals(ErrorCode.CONTINUATION_EXPIRED, refused.failure().code());
    assertEquals(failure.allowed(), refused.failure().allowed());
  }

  @Test
  void copyDroppedWhileTheShotWaited_ourFileIsSentAndThatIsTold() throws Exception {
    FaultSubject subject = FaultSubject.GROK_EDIT;
    String source = made(subject, "waiting");
    long before = creates(subject);
    Job waiting = jobs.accept(subject.request(source, "goes on later"), MAX_COST);
    assertFalse(warnings(waiting).stream().anyMatch(each -> each.contains("our own file")));

    CLOCK.advance(Duration.ofHours(25));
    Job done = jobs.toItsEnd(waiting);

    assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
    assertEquals(1, creates(subject) - before);
    assertTrue(
        warnings(done).stream().anyMatch(each -> each.contains("Our own file is sent instead")),
        warnings(done).toString());
  }

  @Test
  void restartFromTheLastFrame_whoseCopyIsDroppedMeanwhile_needsNoCopy() throws Exception {
    FaultSubject subject = FaultSubject.GROK_EDIT;
    String source = made(subject, "needs no copy");
    ShotRequest restart =
        new ShotRequest(
            "continue_from",
            null,
            null,
            Operation.LAST_FRAME,
            "auto",
            null,
            Map.of(Parameter.PROMPT, "starts anew", Parameter.DURATION, 2.0),
            Map.of(),
            source,
            false,
            null,
            null);
    Job waiting = jobs.accept(restart, MAX_COST);

    CLOCK.advance(Duration.ofHours(25));
    Job done = jobs.toItsEnd(waiting);

    assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.failure()));
    assertFalse(warnings(done).stream().anyMatch(each -> each.contains("own file")));
  }

  @Test
  void copyFoundGone_byAnotherShot_isNotAskedForAgain() throws Exception {
    FaultSubject subject = FaultSubject.SORA_REMIX;
    String source = made(subject, "two remixes");
    Job first = jobs.accept(subject.request(source, "one way"), MAX_COST);
    Job second = jobs.accept(subject.request(source, "another way"), MAX_COST);
    copyIsGone(subject);
    first = jobs.toItsEnd(first);
    long before = creates(subject);

    Job over = jobs.toItsEnd(second);
    Job again = jobs.toItsEnd(new Retries(jobs.store, SpendingCaps.NONE).retry(first, false));

    for (Job job : List.of(over, again)) {
      assertEquals(JobState.FAILED, job.state());
      assertEquals(ErrorCode.CONTINUATION_EXPIRED, job.failure().code());
      assertTrue(job.failure().hint().contains("last_frame (by "), job.failure().hint());
    }
    assertEquals(before, creates(subject));
  }

  @Test
  void copyDroppedWhileTheShotWaited_withoutAnotherWay_failsBeforeAnyCall() throws Exception {
    FaultSubject subject = FaultSubject.VEO_EXTEND;
    String source = made(subject, "waiting in vain");
    long before = creates(subject);
    Job waiting = jobs.accept(subject.request(source, "goes on too late"), MAX_COST);

    CLOCK.advance(Duration.ofHours(49));
    Job over = jobs.toItsEnd(waiting);

    assertEquals(JobState.FAILED, over.state());
    assertEquals(ErrorCode.CONTINUATION_EXPIRED, over.failure().code());
    assertTrue(over.failure().hint().contains("last_frame (by "), over.failure().hint());
    assertEquals(0, creates(subject) - before);
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
  }

  @Test
  void ourFileRefusedToo_endsThere() throws Exception {
    FaultSubject subject = FaultSubject.GROK_EDIT;
    String source = made(subject, "refused twice");
    long before = creates(subject);
    copyIsGone(subject);
    strike(subject, Fault.QUOTA_EXCEEDED, 2);

    Job over = jobs.toItsEnd(jobs.accept(subject.request(source, "goes on"), MAX_COST));

    assertEquals(JobState.FAILED, over.state());
    assertEquals(ErrorCode.VENDOR_QUOTA, over.failure().code());
    assertEquals(2, creates(subject) - before);
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
  }
}
