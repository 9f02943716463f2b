package dev.secondunit.mcp.modern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.sql.TestClock;
import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RequestStateSealTest {
  private static final String CALL = "tools/call";
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final RequestStateSeal seal = at(NOW);
  private final ObjectNode state = Json.object().put("secret", "0.40 USD approved");

  @Test
  void state_ofTheSameRequest_isOpened_whateverTheOrderOfItsArguments() throws Exception {
    String sealed = seal.seal(CALL, params("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"), "me", state);

    assertEquals(
        state, seal.open(CALL, with(sealed, params("{\"b\":{\"d\":3,\"c\":2},\"a\":1}")), "me"));
  }

  @Test
  void state_isNeitherReadableNorTheSameTwice() {
    String sealed = seal.seal(CALL, params("{}"), "me", state);

    assertNotEquals(sealed, seal.seal(CALL, params("{}"), "me", state));
    assertFalse(
        new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.ISO_8859_1)
            .contains("secret"));
  }

  @Test
  void state_missing_isTheFirstRound() throws Exception {
    assertNull(seal.open(CALL, params("{}"), "me"));
  }

  @Test
  void state_forAnotherRequestCallerOrProcess_isRefused() {
    String sealed = seal.seal(CALL, params("{\"a\":1}"), "me", state);

    refused(seal, CALL, with(sealed, params("{\"a\":2}")), "me");
    refused(seal, CALL, with(sealed, params("{\"a\":1}").put("name", "other")), "me");
    refused(seal, "prompts/get", with(sealed, params("{\"a\":1}")), "me");
    refused(seal, CALL, with(sealed, params("{\"a\":1}")), "you");
    refused(at(NOW), CALL, with(sealed, params("{\"a\":1}")), "me");
  }

  @Test
  void state_changedInAnyPlace_isRefused() {
    String sealed = seal.seal(CALL, params("{}"), "me", state);
    for (int i = 0; i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      refused(seal, CALL, with(changed, params("{}")), "me");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void state_thatIsNone_isRefused(String text) {
    refused(seal, CALL, with(text, params("{}")), "me");
  }

  @Test
  void state_ofAnotherJsonTypeOrTooLong_isRefused() {
    ObjectNode number = params("{}");
    number.put("requestState", 7);
    refused(seal, CALL, number, "me");
    refused(seal, CALL, with("A".repeat(RequestStateSeal.LONGEST + 1), params("{}")), "me");
  }

  @Test
  void state_tooOld_isRefused_andSaysSo() throws Exception {
    TestClock clock = new TestClock(NOW);
    RequestStateSeal ageing = new RequestStateSeal(clock, new SecureRandom());
    ObjectNode again = with(ageing.seal(CALL, params("{}"), "me", state), params("{}"));

    clock.advance(RequestStateSeal.VALIDITY);
    assertEquals(state, ageing.open(CALL, again, "me"));
    clock.advance(Duration.ofMillis(1));
    ProtocolException failure =
        assertThrows(ProtocolException.class, () -> ageing.open(CALL, again, "me"));
    assertTrue(failure.getMessage().contains("expired"), failure.getMessage());
  }

  private static void refused(
      RequestStateSeal seal, String method, ObjectNode params, String caller) {
    ProtocolException failure =
        assertThrows(ProtocolException.class, () -> seal.open(method, params, caller));
    assertEquals(ErrorCodes.INVALID_PARAMS, failure.code());
  }

  private static RequestStateSeal at(Instant now) {
    return new RequestStateSeal(new TestClock(now), new SecureRandom());
  }

  private static ObjectNode params(String arguments) {
    ObjectNode params = Json.object().put("name", "generate");
    params.set("arguments", Json.MAPPER.readTree(arguments));
    return params;
  }

  private static ObjectNode with(String sealed, ObjectNode params) {
    return params.put("requestState", sealed);
  }
}
