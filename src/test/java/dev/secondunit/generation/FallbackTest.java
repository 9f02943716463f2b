package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Backend;
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
import dev.secondunit.job.Retries;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is made elsewhere instead, over the wires of simulated vendors and on a real store. */
class FallbackTest extends FallbackBench {
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
              rehearsal.layer());
      jobs.backends(rehearsal, grok, rehearsal.backend(Dialect.GOOGLE, folder));
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

    clock.advance(Duration.ofMinutes(5));
    Job elsewhere = jobs.process().step(queued);

    assertEquals("google", elsewhere.backend());
    assertEquals(JobState.SUCCEEDED, jobs.toItsEnd(elsewhere).state());
    assertEquals(1, creates(Dialect.GOOGLE));
  }

  @Test
  void create_refusedAfterALongQueue_hasItsFiveMinutesAllTheSame() throws Exception {
    strike(Fault.RATE_LIMITED, Operation.CREATE);
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    clock.advance(Duration.ofHours(25));

    Job refused = jobs.process().step(queued);
    assertEquals(JobState.QUEUED, refused.state(), String.valueOf(refused.failure()));
    assertEquals("grok", refused.backend(), "it waited for others, and grok has refused it once");

    clock.advance(Duration.ofMinutes(5));
    assertEquals("google", jobs.process().step(queued).backend());
  }

  @Test
  void billedAttempt_boughtAnewAndSentElsewhere_isToldAsWhatItWas() throws Exception {
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job running = jobs.process().until(queued, JobState.RUNNING);
    Failure billed =
        Failure.of(ErrorCode.VENDOR_FAILED, "It failed.").withCharged(Charged.YES, Retry.USE_JOB);
    Job failed =
        jobs.store
            .change(
                JobChange.of(running, JobState.FAILED)
                    .failure(billed)
                    .settle(Settlement.following(billed, running, running.reserved())))
            .orElseThrow();
    Job again = new Retries(jobs.store, SpendingCaps.NONE).retry(failed, true);
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);

    Job done = jobs.toItsEnd(again);

    assertEquals("google", done.backend(), String.valueOf(done.failure()));
    JsonNode attempts = JobReport.of(done).path("attempts");
    assertEquals(
        List.of("grok failed", "grok not_accepted", "google succeeded"),
        attempts
            .valueStream()
            .map(each -> each.path("backend").asString() + " " + each.path("outcome").asString())
            .toList());
    assertEquals(
        entries(done).stream().map(entry -> entry.settled().usd().doubleValue()).toList(),
        attempts.valueStream().map(each -> each.path("actual_usd").asDouble(-1)).toList());
    assertEquals(List.of("spent", "released", "spent"), states(done));
  }

  @Test
  void acceptedAndFailed_unbilledAsTheVendorSays_isMadeElsewhere() throws Exception {
    open("google/veo-3.1-fast-generate-preview,google", Dialect.GOOGLE_LEGACY);
    strike(FaultRule.next(Dialect.GOOGLE.vendor(), Operation.CREATE, Fault.FAILED));

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
    JsonNode adjusted =
        report
            .at("/adjustments")
            .valueStream()
            .filter(each -> each.path("field").asString().equals("backend_type"))
            .findFirst()
            .orElseThrow();
    assertTrue(adjusted.path("from").asString().startsWith("grok/"), adjusted.toString());
    assertEquals("google/gemini-omni-1.2-flash", adjusted.path("to").asString());
    assertEquals(2, seen(Dialect.GOOGLE).createsAccepted());
    assertEquals(List.of("released", "released", "spent"), states(done));
    assertEquals(done.settled(), jobs.counted(done));
    assertEquals(
        0,
        seen(Dialect.GOOGLE).bill().compareTo(done.settled()),
        "billed by the vendor for the second one alone");
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
  void plan_credentialInThePrompt_isToldAlsoWhenItIsMadeElsewhere() throws Exception {
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);
    ShotRequest asked =
        Clips.clip(
            "auto",
            null,
            Map.of(
                Parameter.PROMPT,
                "a boat like https://anna:secret@example.com/boat.png",
                Parameter.DURATION,
                4.0),
            Map.of());

    Job done = jobs.toItsEnd(jobs.accept(asked, UsdAmount.ofUsd("4")));

    assertEquals("google", done.backend());
    String adjustments = JobReport.of(done).path("adjustments").toString();
    assertTrue(adjustments.contains("(without credentials)"), adjustments);
  }
}
