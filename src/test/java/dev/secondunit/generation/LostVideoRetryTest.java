package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.Vendor;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retries of videos whose answer was lost, at the wire of simulated vendors. */
class LostVideoRetryTest extends RehearsedJobs {
  private static final UsdAmount MAX_COST = UsdAmount.ofUsd("4");

  /** More than are tried before the list counts as unreadable, retries inside a read included. */
  private static final int FOR_LONG = 60;

  @BeforeEach
  void open() throws Exception {
    open(folder, Map.of());
    jobs.vendors(rehearsal, Dialect.OPENAI, Dialect.XAI);
  }

  private Job lost(String backend, String model, Vendor vendor, Fault fault) throws Exception {
    strike(FaultRule.next(vendor, Operation.CREATE, fault));
    strike(FaultRule.next(vendor, Operation.LIST, Fault.SERVER_ERROR).withTimes(FOR_LONG));
    Job job = jobs.toItsEnd(jobs.accept(Clips.clip(backend, model), MAX_COST));
    assertEquals(JobState.SUBMIT_UNKNOWN, job.state());
    return job;
  }

  private Job retried(Job job, boolean word) {
    Retries retries =
        new Retries(
            jobs.store,
            SpendingCaps.NONE,
            unanswered -> java.util.Optional.empty(),
            new LostCreates(jobs::backends));
    return jobs.toItsEnd(retries.retry(job, word));
  }

  /** Until then the vendor's list could not be read. */
  private void listIsBack() {
    rehearsal.simulators().clearFaults();
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void listed_isAdoptedAndNotBoughtTwice(boolean word) throws Exception {
    Job lost = lost("openai", "sora-2", Vendor.OPENAI, Fault.LOST_REPLY);
    listIsBack();
    Job made = retried(lost, word);

    assertEquals(JobState.SUCCEEDED, made.state(), String.valueOf(made.failure()));
    assertEquals(1, seen(Dialect.OPENAI).createsReceived());
    assertEquals(1, made.attempt());
    // No price is known for it, so what was reserved stays counted, once.
    assertEquals(MAX_COST, jobs.counted(made));
  }

  @Test
  void notListed_isUnknownAgainAndBoughtAnewOnTheWordAlone() throws Exception {
    Job lost = lost("openai", "sora-2", Vendor.OPENAI, Fault.LOST_REQUEST);
    listIsBack();
    Job again = retried(lost, false);
    assertEquals(JobState.SUBMIT_UNKNOWN, again.state());
    assertEquals(1, seen(Dialect.OPENAI).createsReceived());
    Job made = retried(again, true);

    assertEquals(JobState.SUCCEEDED, made.state(), String.valueOf(made.failure()));
    assertEquals(2, seen(Dialect.OPENAI).createsReceived());
    assertEquals(1, seen(Dialect.OPENAI).createsAccepted());
  }

  @Test
  void vendorWithoutAList_isRefusedWithoutTheWord() throws Exception {
    Job lost = lost("grok", "grok-imagine-video", Vendor.XAI, Fault.LOST_REPLY);

    assertThrows(FailureException.class, () -> retried(lost, false));
    assertEquals(1, seen(Dialect.XAI).createsReceived());
  }
}
