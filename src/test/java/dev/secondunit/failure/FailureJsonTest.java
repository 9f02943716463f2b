package dev.secondunit.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FailureJsonTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void write_everyPart_readsBackTheSame() {
    Failure failure =
        new Failure(
            ErrorCode.RATE_LIMITED,
            "Slow down.",
            "model",
            "grok-imagine-video",
            List.of("a", "b"),
            Charged.NO,
            Retry.AFTER,
            12.5,
            "wait",
            "job_1",
            new VendorWords("grok", 429, "req_1", "too many requests"));

    ObjectNode json = FailureJson.write(failure);

    assertEquals(
        "{\"code\":\"rate_limited\",\"message\":\"Slow down.\",\"field\":\"model\","
            + "\"value\":\"grok-imagine-video\",\"allowed\":[\"a\",\"b\"],\"charged\":\"no\","
            + "\"retry\":\"after\",\"retry_after_seconds\":12.5,\"hint\":\"wait\","
            + "\"job_id\":\"job_1\",\"vendor\":{\"name\":\"grok\",\"status\":429,"
            + "\"request_id\":\"req_1\",\"words\":\"too many requests\"}}",
        json.toString());
    assertEquals(failure, FailureJson.read((ObjectNode) JSON.readTree(json.toString())));
  }

  @Test
  void write_fewParts_leavesTheOthersOut() {
    Failure failure = Failure.of(ErrorCode.UNKNOWN_ID, "No job has this id.");

    ObjectNode json = FailureJson.write(failure);

    assertEquals(
        "{\"code\":\"unknown_id\",\"message\":\"No job has this id.\",\"charged\":\"no\","
            + "\"retry\":\"never\"}",
        json.toString());
    assertEquals(failure, FailureJson.read(json));
  }

  @Test
  void read_unknownCode_keepsItsWordInTheMessage() {
    Failure failure =
        read("{\"code\":\"from_the_future\",\"message\":\"Odd.\",\"charged\":\"no\"}");

    assertEquals(ErrorCode.INTERNAL, failure.code());
    assertEquals("(from_the_future) Odd.", failure.message());
  }

  @Test
  void read_contradiction_neverInvitesAnotherAttempt() {
    Failure failure =
        read(
            "{\"code\":\"submit_unknown\",\"message\":\"?\",\"charged\":\"yes\",\"retry\":\"now\"}");

    assertEquals(Retry.NEVER, failure.retry());
  }

  @Test
  void read_withoutCharged_countsAsUnknown() {
    assertEquals(Charged.UNKNOWN, read("{}").charged());
  }

  private static Failure read(String json) {
    return FailureJson.read((ObjectNode) JSON.readTree(json));
  }
}
