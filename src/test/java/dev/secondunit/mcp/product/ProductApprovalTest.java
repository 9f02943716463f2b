package dev.secondunit.mcp.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.product.Peer.Transport;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A person is asked before a dear call buys anything, in both revisions and on both transports. */
@Timeout(120)
class ProductApprovalTest {
  private static final String FORMS = "{\"elicitation\":{}}";
  private static final String NOTHING = "{}";
  private static final String YES = "{\"action\":\"accept\",\"content\":{\"approve\":true}}";
  private static final String NO = "{\"action\":\"decline\"}";

  @TempDir Path home;

  private VendorSimulators vendors;
  private Wiring wiring;

  @BeforeEach
  void start() {
    vendors = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
    Map<String, String> environment = new HashMap<>(vendors.environment());
    environment.put("SECOND_UNIT_HOME", home.toString());
    environment.put("SECOND_UNIT_APPROVE_ABOVE_USD", "0.001");
    wiring = new Wiring(new Settings(environment, home), Clock.systemUTC(), true);
  }

  @AfterEach
  void stop() {
    wiring.close();
    vendors.close();
  }

  private long bought() {
    return vendors.counters().of(Vendor.XAI).createsReceived();
  }

  private static ObjectNode dear(String prompt) {
    return Peer.call(
        "generate_media",
        Json.object()
            .put("prompt", prompt)
            .put("mode", "image")
            .put("backend_type", "grok")
            .put("wait_seconds", 45));
  }

  /** The same call again, with what the person said. */
  private static ObjectNode answered(ObjectNode call, JsonNode question, String answer) {
    ObjectNode again = call.deepCopy();
    again.putObject("inputResponses").set("approval", Json.MAPPER.readTree(answer));
    return again.put("requestState", question.path("requestState").asString());
  }

  @ParameterizedTest
  @EnumSource
  void newer_asksThroughTheResult_andBuysOnceAfterTheYes(Transport transport) throws Exception {
    try (Peer peer = transport.connect(wiring.definition())) {
      JsonNode question = peer.modern("tools/call", dear("a boat"), FORMS).path("result");
      JsonNode asked = question.at("/inputRequests/approval");

      assertEquals("input_required", question.path("resultType").asString(), question.toString());
      assertEquals("elicitation/create", asked.path("method").asString());
      assertEquals("form", asked.at("/params/mode").asString());
      String words = asked.at("/params/message").asString();
      assertTrue(words.matches("generate_media would cost about \\$0\\.\\d+ \\(.+\\)\\..*"), words);
      assertFalse(question.has("content"));
      assertEquals(0, bought(), "nothing is bought before the answer");

      ObjectNode approved = answered(dear("a boat"), question, YES);
      JsonNode result = peer.modern("tools/call", approved, FORMS).path("result");
      assertEquals("complete", result.path("resultType").asString(), result.toString());
      assertEquals("succeeded", result.at("/structuredContent/status").asString());
      assertEquals(1, bought());

      ObjectNode replayed = peer.modern("tools/call", approved, FORMS);
      assertEquals(-32602, replayed.at("/error/code").asInt(), replayed.toString());
      assertEquals(1, bought(), "the answer counts once");
    }
  }

  @ParameterizedTest
  @EnumSource
  void older_isAskedWhileTheCallWaits(Transport transport) throws Exception {
    try (Peer peer = transport.connect(wiring.definition())) {
      peer.initialize(FORMS);
      peer.send(peer.request("tools/call", dear("a boat")));
      ObjectNode question = peer.next();

      assertEquals("elicitation/create", question.path("method").asString(), question.toString());
      assertTrue(question.at("/params/requestedSchema/properties").has("approve"));
      assertEquals(0, bought(), "nothing is bought before the answer");

      peer.send(reply(question, YES));
      JsonNode result = peer.answer().path("result");
      assertEquals(
          "succeeded", result.at("/structuredContent/status").asString(), result.toString());
      assertEquals(1, bought());
    }
  }

  @ParameterizedTest
  @EnumSource
  void older_whoSaysNo_isRefused(Transport transport) throws Exception {
    try (Peer peer = transport.connect(wiring.definition())) {
      peer.initialize(FORMS);
      peer.send(peer.request("tools/call", dear("a boat")));
      peer.send(reply(peer.next(), NO));

      refused(peer.answer().path("result"), "did not agree");
    }
  }

  @Test
  void older_whoseAnswerIsAnError_isToldWhichArgumentToPass() throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      peer.initialize(FORMS);
      peer.send(peer.request("tools/call", dear("a boat")));
      ObjectNode reply = Json.object().put("jsonrpc", "2.0");
      reply.set("id", peer.next().get("id"));
      reply.putObject("error").put("code", -32601).put("message", "no");
      peer.send(reply);

      refused(peer.answer().path("result"), "max_cost_usd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void newer_whoSaysNo_isRefused_andCannotSayYesAfterwards(Transport transport) throws Exception {
    try (Peer peer = transport.connect(wiring.definition())) {
      JsonNode question = peer.modern("tools/call", dear("a boat"), FORMS).path("result");

      refused(
          peer.modern("tools/call", answered(dear("a boat"), question, NO), FORMS).path("result"),
          "did not agree");
      ObjectNode late = peer.modern("tools/call", answered(dear("a boat"), question, YES), FORMS);
      assertEquals(-32602, late.at("/error/code").asInt(), late.toString());
      assertEquals(0, bought());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"elicitation\":{\"url\":{}}}", "{\"sampling\":{}}"})
  void clientThatCannotAsk_isToldWhichArgumentToPass(String capabilities) throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      refused(
          peer.modern("tools/call", dear("a boat"), capabilities).path("result"), "max_cost_usd");
      peer.initialize(capabilities);
      refused(peer.legacy("tools/call", dear("a boat")).path("result"), "max_cost_usd");
    }
  }

  @Test
  void stateForAnotherCall_orChanged_isRefused() throws Exception {
    try (Peer peer = Transport.HTTP.connect(wiring.definition())) {
      JsonNode question = peer.modern("tools/call", dear("a boat"), FORMS).path("result");
      ObjectNode changed = answered(dear("a boat"), question, YES);
      String state = changed.get("requestState").asString();
      char middle = state.charAt(40) == 'A' ? 'B' : 'A';
      changed.put("requestState", state.substring(0, 40) + middle + state.substring(41));
      ObjectNode other = answered(dear("a fleet of boats"), question, YES);
      ObjectNode tool = answered(dear("a boat"), question, YES).put("name", "continue_from");
      ObjectNode invented = answered(dear("a boat"), question, YES).put("requestState", "yes");

      for (ObjectNode call : new ObjectNode[] {changed, other, tool, invented}) {
        ObjectNode answer = peer.modern("tools/call", call, FORMS);
        assertEquals(-32602, answer.at("/error/code").asInt(), answer.toString());
      }
      assertEquals(0, bought());
    }
  }

  @Test
  void answerMissing_isAskedAgain_andAWrongOneIsNone() throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      JsonNode question = peer.modern("tools/call", dear("a boat"), FORMS).path("result");
      ObjectNode silent = answered(dear("a boat"), question, YES);
      silent.putObject("inputResponses").putObject("another").put("action", "accept");

      assertEquals(
          "input_required",
          peer.modern("tools/call", silent, FORMS).at("/result/resultType").asString());
      for (String wrong :
          new String[] {
            "{\"action\":\"accept\"}",
            "{\"action\":\"accept\",\"content\":{\"approve\":\"true\"}}",
            "{\"action\":\"maybe\"}",
            "true"
          }) {
        ObjectNode answer =
            peer.modern("tools/call", answered(dear("a boat"), question, wrong), FORMS);
        assertEquals(-32602, answer.at("/error/code").asInt(), answer.toString());
      }
      assertEquals(0, bought());
      JsonNode result =
          peer.modern("tools/call", answered(dear("a boat"), question, YES), FORMS).path("result");
      assertEquals("succeeded", result.at("/structuredContent/status").asString());
    }
  }

  @Test
  void sameAnswerTwiceAtOnce_buysOnce() throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      JsonNode question = peer.modern("tools/call", dear("a boat"), FORMS).path("result");
      ObjectNode approved = answered(dear("a boat"), question, YES);
      for (int i = 0; i < 8; i++) {
        peer.send(peer.modernRequest("tools/call", approved, FORMS));
      }
      int results = 0;
      for (int i = 0; i < 8; i++) {
        results += peer.answer().has("result") ? 1 : 0;
      }

      assertEquals(1, results);
      assertEquals(1, bought());
    }
  }

  @Test
  void clientThatKnowsTasks_isAskedFirst_andThenFollowsATask() throws Exception {
    String both = "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    ObjectNode call = dear("a boat");
    call.withObject("arguments").remove("wait_seconds");
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      JsonNode question = peer.modern("tools/call", call, both).path("result");
      assertEquals("input_required", question.path("resultType").asString());
      assertFalse(question.has("taskId"));
      JsonNode task = peer.modern("tools/call", answered(call, question, YES), both).path("result");

      assertEquals("task", task.path("resultType").asString(), task.toString());
      assertFalse(task.has("requestState"));
    }
  }

  @Test
  void callThatNamesItsLimit_isNotAsked() throws Exception {
    ObjectNode call = dear("a boat");
    call.withObject("arguments").put("max_cost_usd", 1);
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      JsonNode result = peer.modern("tools/call", call, FORMS).path("result");

      assertEquals("succeeded", result.at("/structuredContent/status").asString());
      assertEquals(1, bought());
    }
  }

  private void refused(JsonNode result, String words) {
    assertTrue(result.path("isError").asBoolean(), result.toString());
    assertEquals("approval_required", Peer.data(result).path("code").asString());
    assertEquals("no", Peer.data(result).path("charged").asString());
    assertTrue(result.toString().contains(words), result.toString());
    assertEquals(0, bought());
  }

  private static ObjectNode reply(ObjectNode question, String result) {
    ObjectNode reply = Json.object().put("jsonrpc", "2.0");
    reply.set("id", question.get("id"));
    reply.set("result", Json.MAPPER.readTree(result));
    return reply;
  }
}
