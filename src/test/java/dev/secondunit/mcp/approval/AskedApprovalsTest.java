package dev.secondunit.mcp.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.config.Settings;
import dev.secondunit.generation.ApprovalRequiredException;
import dev.secondunit.generation.CostCheck;
import dev.secondunit.generation.PricedJob;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.mcp.Approvals;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.OneWayExchange;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.tool.Caller;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What time and other callers do to an approval. */
class AskedApprovalsTest {
  private static final Caller ALICE = Caller.remote("principal:alice", "session_1");

  private final TestClock clock = new TestClock();
  private final AskedApprovals approvals = new AskedApprovals(clock, SecureRandom::new);
  private final ObjectNode call = Json.object().put("name", "generate_media");

  @Test
  void approval_isForTheAmountThatWasShown() throws Exception {
    Approvals.Answer answer = approvals.given("generate_media", yes(question(ALICE)), as(ALICE));

    assertEquals(
        UsdAmount.ofUsd("0.75"), assertInstanceOf(Approvals.Approved.class, answer).most());
  }

  @Test
  void approval_ofADearerCall_isNone() {
    UsdAmount approved = UsdAmount.ofUsd("0.75");

    check().check(jobs("0.75"), null, approved);
    assertThrows(
        ApprovalRequiredException.class, () -> check().check(jobs("0.76"), null, approved));
  }

  @Test
  void answer_afterItsTime_isRefused() throws Exception {
    ObjectNode late = yes(question(ALICE));
    ObjectNode inTime = yes(question(ALICE));
    clock.advance(Duration.ofMinutes(10));
    assertInstanceOf(
        Approvals.Approved.class, approvals.given("generate_media", inTime, as(ALICE)));
    clock.advance(Duration.ofMillis(1));

    refused(late, ALICE);
  }

  @Test
  void answer_ofAnotherCaller_isRefused() throws Exception {
    ObjectNode stolen = yes(question(ALICE));

    refused(stolen, Caller.remote("principal:bob", "session_1"));
    refused(stolen, Caller.remote("principal:alice", "session_2"));
    assertInstanceOf(
        Approvals.Approved.class, approvals.given("generate_media", stolen, as(ALICE)));
  }

  @Test
  void answer_toAnotherProcess_isRefused() throws Exception {
    ObjectNode answer = yes(question(ALICE));

    assertThrows(
        ProtocolException.class,
        () ->
            new AskedApprovals(clock, SecureRandom::new)
                .given("generate_media", answer, as(ALICE)));
  }

  @Test
  void remembering_hasRoomAgainWhenTimeIsOver() {
    OnceOnly once = new OnceOnly(clock, Duration.ofMinutes(10));
    for (int i = 0; i < OnceOnly.MOST; i++) {
      assertTrue(once.first("question " + i));
    }
    assertFalse(once.first("question 0"));
    assertFalse(once.first("one more"), "forgetting would let an old answer count again");
    clock.advance(Duration.ofMinutes(11));

    assertTrue(once.first("one more"));
  }

  private void refused(ObjectNode params, Caller caller) {
    ProtocolException refused =
        assertThrows(
            ProtocolException.class, () -> approvals.given("generate_media", params, as(caller)));
    assertEquals(-32602, refused.code());
  }

  private ObjectNode question(Caller caller) throws Exception {
    ApprovalRequiredException need =
        assertThrows(
            ApprovalRequiredException.class, () -> check().check(jobs("0.75"), null, null));
    Approvals.Answer answer = approvals.ask("generate_media", need, call, as(caller));
    return assertInstanceOf(Approvals.Question.class, answer).result();
  }

  private ObjectNode yes(ObjectNode question) {
    ObjectNode again = call.deepCopy();
    again.set("requestState", question.get("requestState"));
    again
        .putObject("inputResponses")
        .putObject("approval")
        .put("action", "accept")
        .putObject("content")
        .put("approve", true);
    return again;
  }

  /** Where nothing was bought before. */
  private static CostCheck check() {
    return new CostCheck(
        settings(),
        SpendingCaps.NONE,
        new ForwardingJobStore(null) {
          @Override
          public Optional<Job> equal(NewJob job) {
            return Optional.empty();
          }
        });
  }

  private static List<PricedJob> jobs(String price) {
    return List.of(
        new PricedJob(
            new NewJob(
                "job_1",
                "shot",
                "local",
                "session_1",
                "grok",
                "grok-imagine",
                Json.object(),
                Json.object(),
                "fingerprint",
                null,
                Duration.ZERO,
                UsdAmount.ofUsd(price)),
            true));
  }

  private static Settings settings() {
    return new Settings(Map.of("SECOND_UNIT_APPROVE_ABOVE_USD", "0.5"), Path.of(""));
  }

  private static Exchange as(Caller caller) {
    return new Asking(caller);
  }

  private record Asking(Caller caller) implements OneWayExchange {
    @Override
    public ObjectNode clientCapabilities() {
      ObjectNode capabilities = Json.object();
      capabilities.putObject("elicitation");
      return capabilities;
    }
  }
}
