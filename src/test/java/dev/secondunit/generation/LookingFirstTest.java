package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A retry of a shot whose answer was lost looks for it at the vendor before it buys anything. */
class LookingFirstTest extends ShotLife {
  private static final UsdAmount TWICE = UsdAmount.ofUsd("0.04");

  @BeforeEach
  void keepRecords() {
    vendor.reconciles = true;
  }

  private Job lost() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    Job lost = steps(accept(), JobState.SUBMIT_UNKNOWN);
    clock.advance(Duration.ofHours(30));
    return lost;
  }

  private Job retry(Job job, boolean word) {
    return retry(job, word, SpendingCaps.NONE);
  }

  private Job retry(Job job, boolean word, SpendingCaps caps) {
    return new Retries(
            store,
            caps,
            unanswered -> java.util.Optional.empty(),
            new LostCreates(() -> Map.of("grok", vendor)))
        .retry(store.find(job.id()).orElseThrow(), word);
  }

  private List<String> money() {
    return ledger.entries(null, null).stream().map(Ledger.Entry::state).toList();
  }

  private void assertMadeForOnePrice(Job running) {
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.03"), null)));
    steps(running, JobState.DOWNLOADING, JobState.SUCCEEDED);
    assertEquals(UsdAmount.ofUsd("0.03"), spent());
    assertEquals(Set.of(), store.find(running.id()).orElseThrow().unknownAttempts());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void found_goesOnAndBuysNothing(boolean word) {
    Job lost = lost();
    vendor.reconciliation = () -> Optional.of(accepted());
    Job looking = retry(lost, word);
    assertEquals(JobState.SUBMITTING, looking.state());
    assertEquals("looking for it in the records of grok", looking.progressMessage());
    Job running = steps(looking, JobState.RUNNING);

    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
    assertEquals(word ? List.of("reserved", "released") : List.of("reserved"), money());
    assertMadeForOnePrice(running);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void absent_isSentAgainForTheSameMoney(boolean word) {
    Job lost = lost();
    vendor.reconciliation =
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.UNKNOWN_ID, null);
        };
    // The vendor may ask to wait as for any other: it waits since it was taken up again.
    vendor.submits.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED, 7.0);
        });
    vendor.submits.add(() -> accepted());
    Job running = steps(retry(lost, word), JobState.QUEUED, JobState.QUEUED, JobState.RUNNING);

    assertEquals(3, vendor.creates);
    assertEquals(ESTIMATE, spent());
    assertMadeForOnePrice(running);
  }

  @Test
  void absentAndLostAgain_isStillCountedOnce() {
    Job lost = lost();
    vendor.reconciliation =
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.UNKNOWN_ID, null);
        };
    vendor.submits.add(
        () -> {
          vendor.reconciliation = Optional::empty;
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    Job again = steps(retry(lost, true), JobState.QUEUED, JobState.SUBMIT_UNKNOWN);
    assertEquals(List.of("unknown", "released"), money());
    vendor.reconciliation = () -> Optional.of(accepted());
    Job running = steps(retry(again, false), JobState.RUNNING);

    assertEquals(List.of("reserved", "released"), money());
    assertEquals(ESTIMATE, spent());
    assertMadeForOnePrice(running);
  }

  @Test
  void cannotBeToldWithoutTheWord_isUnknownAgainAndSaysTheWayOut() {
    Job again = steps(retry(lost(), false), JobState.SUBMIT_UNKNOWN);

    assertEquals(1, vendor.creates);
    assertEquals(List.of("unknown"), money());
    assertEquals(ESTIMATE, spent());
    assertTrue(
        again.failure().hint().contains("accept_possible_double_charge"), again.failure().hint());
  }

  @Test
  void cannotBeToldWithTheWord_isBoughtAnew() {
    Job lost = lost();
    vendor.submits.add(() -> accepted());
    Job running = steps(retry(lost, true), JobState.QUEUED, JobState.RUNNING);

    assertEquals(2, vendor.creates);
    assertEquals(TWICE, spent());
    assertEquals(List.of("unknown", "reserved"), money());
    assertEquals(Set.of(1), running.unknownAttempts());
  }

  @Test
  void recordsStayUnreadable_isUnknownAgainAfterSomeTries() {
    Job looking = retry(lost(), false);
    vendor.reconciliation =
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        };
    for (int i = 0; i < 5; i++) {
      looking = steps(looking, JobState.SUBMITTING);
    }
    steps(looking, JobState.SUBMIT_UNKNOWN);

    assertEquals(1, vendor.creates);
    assertEquals(List.of("unknown"), money());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answeredWhileItIsLookedFor_goesOnForOnePrice(boolean word) {
    Job job = accept();
    vendor.submits.add(
        () -> {
          Job submitting = store.find(job.id()).orElseThrow();
          Failure unknown = Failure.of(ErrorCode.SUBMIT_UNKNOWN, "given up elsewhere");
          store
              .change(JobChange.of(submitting, JobState.SUBMIT_UNKNOWN).failure(unknown))
              .orElseThrow();
          assertEquals(JobState.SUBMITTING, retry(job, word).state());
          return accepted();
        });
    Job running = steps(job, JobState.RUNNING);

    assertEquals(ESTIMATE, spent());
    assertMadeForOnePrice(running);
  }

  @Test
  void noRecordsOrNoKey_isRefusedWithoutTheWord() {
    Job lost = lost();
    vendor.reconciles = false;
    assertRefused(ErrorCode.ILLEGAL_STATE, () -> retry(lost, false));
    vendor.reconciles = true;
    vendor.readiness = Readiness.missing("set XAI_API_KEY");
    assertRefused(ErrorCode.ILLEGAL_STATE, () -> retry(lost, false));

    assertEquals(JobState.SUBMIT_UNKNOWN, store.find(lost.id()).orElseThrow().state());
    assertEquals(List.of("unknown"), money());
  }

  @Test
  void wordBeyondTheCap_isRefusedAndLooksForNothing() {
    Job lost = lost();
    SpendingCaps caps = new SpendingCaps(null, null, null, UsdAmount.ofUsd("0.03"));

    assertRefused(ErrorCode.BUDGET_EXCEEDED, () -> retry(lost, true, caps));
    assertEquals(JobState.SUBMIT_UNKNOWN, store.find(lost.id()).orElseThrow().state());
    assertEquals(JobState.SUBMITTING, retry(lost, false, caps).state());
  }

  private static void assertRefused(ErrorCode code, Executable retry) {
    assertEquals(code, assertThrows(FailureException.class, retry).failure().code());
  }
}
