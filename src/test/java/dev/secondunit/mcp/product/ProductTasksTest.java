package dev.secondunit.mcp.product;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.OneWayExchange;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.product.Peer.Transport;
import dev.secondunit.tool.Caller;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs as tasks, for clients that declare the extension in the request. */
@Timeout(120)
class ProductTasksTest {
  private static final String TASKS = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
  private static final String NOTHING = "{}";

  @TempDir Path home;

  private Wiring wiring;

  @AfterEach
  void close() {
    wiring.close();
  }

  /** A server that takes jobs and, unless it works, leaves them queued. */
  private Peer connect(Transport transport, boolean works) throws Exception {
    wiring =
        new Wiring(
            new Settings(Map.of("SECOND_UNIT_HOME", home.toString()), home),
            Clock.systemUTC(),
            works);
    return transport.connect(wiring.definition());
  }

  private static ObjectNode still(String prompt) {
    return Json.object()
        .put("prompt", prompt)
        .put("mode", "image")
        .put("backend_type", "previz")
        .put("size", "320x180");
  }

  private static ObjectNode task(String id) {
    return Json.object().put("taskId", id);
  }

  @ParameterizedTest
  @EnumSource
  void generateMedia_declared_isATaskThatIsTheJob(Transport transport) throws Exception {
    try (Peer peer = connect(transport, false)) {
      JsonNode created =
          peer.modern("tools/call", Peer.call("generate_media", still("a boat")), TASKS)
              .path("result");
      String id = created.path("taskId").asString("");

      assertEquals("task", created.path("resultType").asString(), created.toString());
      assertEquals("working", created.path("status").asString());
      assertTrue(created.has("ttlMs") && created.get("ttlMs").isNull(), created.toString());
      assertTrue(created.path("pollIntervalMs").asInt() >= 1_000, created.toString());
      assertFalse(
          Instant.parse(created.path("lastUpdatedAt").asString())
              .isBefore(Instant.parse(created.path("createdAt").asString())));
      assertFalse(created.has("content"));
      JsonNode read = peer.modern("tasks/get", task(id), TASKS).path("result");
      assertEquals("complete", read.path("resultType").asString());
      assertEquals("working", read.path("status").asString());
      assertFalse(read.has("result"), "nothing has come of it yet");
      ObjectNode ids = Json.object();
      ids.putArray("job_ids").add(id);
      JsonNode job =
          Peer.data(peer.modern("tools/call", Peer.call("get_jobs", ids), NOTHING).path("result"));
      assertEquals(id, job.at("/jobs/0/job_id").asString());
      assertEquals("queued", job.at("/jobs/0/status").asString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancel_stopsTheJob_asOftenAsAsked(Transport transport) throws Exception {
    try (Peer peer = connect(transport, false)) {
      String id =
          peer.modern("tools/call", Peer.call("generate_media", still("a boat")), TASKS)
              .at("/result/taskId")
              .asString();
      for (int i = 0; i < 2; i++) {
        ObjectNode answer = peer.modern("tasks/cancel", task(id), TASKS);
        ObjectNode acknowledged = (ObjectNode) answer.get("result");
        assertEquals("complete", acknowledged.remove("resultType").asString());
        acknowledged.remove("_meta");
        assertTrue(acknowledged.isEmpty(), answer.toString());
      }
      JsonNode read = peer.modern("tasks/get", task(id), TASKS).path("result");
      assertEquals("cancelled", read.path("status").asString());
      assertFalse(read.has("result"));
    }
  }

  @Test
  void ended_carriesWhatTheCallWouldHaveAnswered() throws Exception {
    try (Peer peer = connect(Transport.STDIO, true)) {
      JsonNode created =
          peer.modern("tools/call", Peer.call("generate_media", still("a boat")), TASKS)
              .path("result");
      String id = created.path("taskId").asString();
      JsonNode read = awaitEnd(peer, id);
      ObjectNode ids = Json.object();
      ids.putArray("job_ids").add(id);
      JsonNode told =
          peer.modern("tools/call", Peer.call("get_jobs", ids), NOTHING)
              .at("/result/structuredContent/jobs/0");

      assertEquals("completed", read.path("status").asString(), read.toString());
      assertEquals(told, read.at("/result/structuredContent"));
      assertEquals("resource_link", read.at("/result/content/1/type").asString());
      assertFalse(read.at("/result/_meta").has("io.modelcontextprotocol/related-task"));
    }
  }

  @Test
  void severalShots_areOneTask_thatIsTheBatch() throws Exception {
    try (Peer peer = connect(Transport.STDIO, true)) {
      ObjectNode film = still("unused");
      film.remove("prompt");
      film.putArray("shots").add("a boat").add("a pier");
      JsonNode created =
          peer.modern("tools/call", Peer.call("generate_media", film), TASKS).path("result");
      String id = created.path("taskId").asString();

      assertTrue(id.startsWith("batch_"), created.toString());
      JsonNode read = awaitEnd(peer, id);
      assertEquals(id, read.at("/result/structuredContent/batch_id").asString());
      assertEquals(2, read.at("/result/structuredContent/jobs").size());
      assertEquals("succeeded", read.at("/result/structuredContent/jobs/1/status").asString());
    }
  }

  @Test
  void aRefusedShot_isTold_soTheBatchIsAnswered() throws Exception {
    try (Peer peer = connect(Transport.STDIO, false)) {
      ObjectNode film = still("unused");
      film.remove("prompt");
      film.putArray("shots").add("a boat");
      film.withArray("shots").addObject().put("prompt", "a pier").put("last_frame", "no-such.png");
      JsonNode result =
          peer.modern("tools/call", Peer.call("generate_media", film), TASKS).path("result");

      assertEquals("complete", result.path("resultType").asString(), result.toString());
      assertEquals("refused", result.at("/structuredContent/jobs/1/status").asString());
    }
  }

  @Test
  void background_isAnsweredWithTheIdItself() throws Exception {
    try (Peer peer = connect(Transport.STDIO, false)) {
      ObjectNode arguments = still("a boat").put("background", true);
      JsonNode result =
          peer.modern("tools/call", Peer.call("generate_media", arguments), TASKS).path("result");

      assertEquals("complete", result.path("resultType").asString());
      assertEquals("queued", result.at("/structuredContent/status").asString());
    }
  }

  @Test
  void waitThatIsStated_isKept_andOnlyThenATaskBegins() throws Exception {
    try (Peer peer = connect(Transport.STDIO, true)) {
      ObjectNode arguments = still("a boat").put("wait_seconds", 45);
      JsonNode result =
          peer.modern("tools/call", Peer.call("generate_media", arguments), TASKS).path("result");

      assertEquals("complete", result.path("resultType").asString(), result.toString());
      assertEquals("succeeded", result.at("/structuredContent/status").asString());
    }
  }

  @Test
  void undeclared_isNeverATask() throws Exception {
    try (Peer peer = connect(Transport.STDIO, false)) {
      ObjectNode arguments = still("a boat").put("wait_seconds", 0);
      JsonNode modern =
          peer.modern("tools/call", Peer.call("generate_media", arguments), NOTHING).path("result");
      JsonNode announced = peer.initialize(TASKS).path("result");
      JsonNode legacy =
          peer.legacy("tools/call", Peer.call("generate_media", arguments)).path("result");

      assertEquals("complete", modern.path("resultType").asString());
      assertEquals("queued", modern.at("/structuredContent/status").asString());
      assertFalse(announced.at("/capabilities/extensions").has("io.modelcontextprotocol/tasks"));
      assertEquals("queued", legacy.at("/structuredContent/status").asString(), legacy.toString());
      assertFalse(legacy.has("taskId"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
  void methods_areForClientsThatDeclareThem(String method) throws Exception {
    try (Peer peer = connect(Transport.STDIO, false)) {
      ObjectNode params = task("job_nobody");
      params.putObject("inputResponses");
      ObjectNode undeclared = peer.modern(method, params, NOTHING);
      ObjectNode unknown = peer.modern(method, params, TASKS);
      peer.initialize(TASKS);
      ObjectNode legacy = peer.legacy(method, params);

      assertEquals(-32021, undeclared.at("/error/code").asInt(), undeclared.toString());
      assertTrue(
          undeclared
              .at("/error/data/requiredCapabilities/extensions")
              .has("io.modelcontextprotocol/tasks"));
      assertEquals(-32602, unknown.at("/error/code").asInt(), unknown.toString());
      assertEquals(-32601, legacy.at("/error/code").asInt(), legacy.toString());
    }
  }

  @Test
  void discover_announcesTheExtension() throws Exception {
    try (Peer peer = connect(Transport.STDIO, false)) {
      JsonNode capabilities =
          peer.modern("server/discover", Json.object(), NOTHING).at("/result/capabilities");

      assertTrue(
          capabilities.path("extensions").has("io.modelcontextprotocol/tasks"),
          capabilities.toString());
      assertFalse(capabilities.has("tasks"));
    }
  }

  @Test
  void taskOfAnotherOwner_isUnknown() throws Exception {
    connect(Transport.STDIO, false).close();
    Methods methods = new Methods(wiring.definition());
    Exchange alice = new As(Caller.remote("principal:alice", "a"));
    Exchange bob = new As(Caller.remote("principal:bob", "b"));
    String id =
        methods
            .call("tools/call", Peer.call("generate_media", still("a boat")), alice)
            .path("taskId")
            .asString();

    assertEquals("working", methods.call("tasks/get", task(id), alice).get("status").asString());
    for (String method : new String[] {"tasks/get", "tasks/cancel"}) {
      ProtocolException unknown =
          assertThrows(ProtocolException.class, () -> methods.call(method, task(id), bob));
      assertEquals(-32602, unknown.code());
    }
    assertEquals("working", methods.call("tasks/get", task(id), alice).get("status").asString());
  }

  private record As(Caller caller) implements OneWayExchange {
    @Override
    public ObjectNode clientCapabilities() {
      return (ObjectNode) Json.MAPPER.readTree(TASKS);
    }
  }

  private static JsonNode awaitEnd(Peer peer, String id) throws Exception {
    return await("task " + id + " is over")
        .until(
            () -> peer.modern("tasks/get", task(id), TASKS).path("result"),
            read -> !read.path("status").asString().equals("working"));
  }
}
