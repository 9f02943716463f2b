package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one job learns of a vendor's limits holds for the others, over a simulated vendor. */
class SharedLimitsTest extends RehearsedJobs {
  private static final String VIDEO = "grok-imagine-video";

  private VendorJobs.Process process;

  @BeforeEach
  void open() throws Exception {
    open(folder, Map.of());
    jobs.vendors(rehearsal, Dialect.XAI);
    process = jobs.process();
  }

  private Job accept(Mode mode, String model, String prompt) throws Exception {
    return jobs.accept(
        new ShotRequest(
            "generate_media",
            null,
            mode,
            Operation.GENERATE,
            "grok",
            model,
            Map.of(Parameter.PROMPT, prompt),
            Map.of(),
            null,
            false,
            null,
            null),
        UsdAmount.ofUsd("4"));
  }

  private int creates() {
    return (int) seen(Dialect.XAI).createsReceived();
  }

  private JobState state(Job job) {
    return jobs.store.find(job.id()).orElseThrow().state();
  }

  @Test
  void otherJobsOfTheModel_afterOneWasToldToWait_sendNothingBeforeThat() throws Exception {
    strike(
        FaultRule.next(
                Dialect.XAI.vendor(), dev.secondunit.simulate.Operation.CREATE, Fault.RATE_LIMITED)
            .withValue(30));
    Job first = accept(Mode.VIDEO, VIDEO, "a boat");
    Job second = accept(Mode.VIDEO, VIDEO, "a gull");
    Job ofAnotherModel = accept(Mode.IMAGE, "grok-imagine-image", "a pier");

    assertEquals(Next.busy(Duration.ofSeconds(30)), process.once(first));
    clock.advance(Duration.ofSeconds(10));
    assertEquals(Next.busy(Duration.ofSeconds(20)), process.once(second));
    clock.advance(Duration.ofSeconds(19));
    assertEquals(Next.busy(Duration.ofSeconds(1)), process.once(second));
    assertEquals(1, creates(), "the one that was told to wait");
    process.once(ofAnotherModel);
    assertEquals(2, creates(), "the limit of a model is not that of another");

    clock.advance(Duration.ofSeconds(1));
    process.once(second);
    process.once(first);

    assertEquals(4, creates());
    assertEquals(JobState.RUNNING, state(first));
    assertEquals(JobState.RUNNING, state(second));
  }
}
