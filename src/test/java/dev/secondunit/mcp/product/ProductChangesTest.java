package dev.secondunit.mcp.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.product.Peer.Transport;
import dev.secondunit.mcp.stdio.StdioServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What clients are told when a job has made something. */
@Timeout(120)
class ProductChangesTest {
  private static final String NOTHING = "{}";
  private static final String TASKS = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
  private static final String LIST_CHANGED = "notifications/resources/list_changed";

  @TempDir Path home;

  private Wiring wiring;

  @BeforeEach
  void start() {
    Map<String, String> environment = Map.of("SECOND_UNIT_HOME", home.toString());
    wiring = new Wiring(new Settings(environment, home), Clock.systemUTC(), true);
  }

  @AfterEach
  void stop() {
    wiring.close();
  }

  private static ObjectNode still(String prompt) {
    return Peer.call(
        "generate_media",
        Json.object()
            .put("prompt", prompt)
            .put("mode", "image")
            .put("backend_type", "previz")
            .put("size", "320x180")
            .put("wait_seconds", 45));
  }

  private static ObjectNode listen(String wanted) {
    ObjectNode params = Json.object();
    params.set("notifications", Json.MAPPER.readTree(wanted));
    return params;
  }

  /** Messages up to and including the answer to the request with this id. */
  private static List<ObjectNode> until(Peer peer, int id, String method) throws Exception {
    List<ObjectNode> messages = new ArrayList<>();
    boolean answered = false;
    boolean told = false;
    while (!answered || !told) {
      ObjectNode message = peer.next();
      messages.add(message);
      answered |= message.path("id").asInt(-1) == id && !message.has("method");
      told |= message.path("method").asString("").equals(method);
    }
    return messages;
  }

  @ParameterizedTest
  @EnumSource
  void newer_isToldOfNewMedia_andOfNothingElse(Transport transport) throws Exception {
    try (Peer peer = transport.connect(wiring.definition())) {
      ObjectNode request =
          peer.modernRequest(
              "subscriptions/listen",
              listen("{\"resourcesListChanged\":true,\"toolsListChanged\":true}"),
              NOTHING);
      peer.send(request);
      ObjectNode acknowledged = peer.next();
      assertEquals(
          "{\"resourcesListChanged\":true}",
          acknowledged.at("/params/notifications").toString(),
          acknowledged.toString());

      ObjectNode call = peer.modernRequest("tools/call", still("a boat"), NOTHING);
      peer.send(call);
      List<ObjectNode> messages = until(peer, call.get("id").asInt(), LIST_CHANGED);
      List<ObjectNode> notifications =
          messages.stream().filter(message -> message.has("method")).toList();
      assertEquals(1, notifications.size(), messages.toString());
      assertEquals(
          request.get("id"),
          notifications.get(0).at("/params/_meta/io.modelcontextprotocol~1subscriptionId"));
      JsonNode made = messages.stream().filter(message -> message.has("result")).toList().get(0);
      JsonNode resources =
          peer.modern("resources/list", Json.object(), NOTHING).at("/result/resources");
      assertTrue(
          resources
              .valueStream()
              .anyMatch(
                  resource ->
                      resource.get("uri").equals(made.at("/result/structuredContent/files/0/uri"))
                          && resource.get("mimeType").asString().equals("image/png")),
          resources.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void older_isToldOfNewMedia(Transport transport) throws Exception {
    try (Peer peer = transport.connect(wiring.definition())) {
      JsonNode announced = peer.initialize(NOTHING);
      assertTrue(
          announced.at("/result/capabilities/resources/listChanged").asBoolean(),
          announced.toString());
      ObjectNode call = peer.request("tools/call", still("a boat"));
      peer.send(call);

      List<ObjectNode> messages = until(peer, call.get("id").asInt(), LIST_CHANGED);
      assertEquals(
          1, messages.stream().filter(message -> message.has("method")).count(), "" + messages);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tasks_areToldUntilTheyEnd(Transport transport) throws Exception {
    try (Peer peer = transport.connect(wiring.definition())) {
      ObjectNode call = still("a boat");
      call.withObject("arguments").remove("wait_seconds");
      String id = peer.modern("tools/call", call, TASKS).at("/result/taskId").asString();
      peer.send(
          peer.modernRequest(
              "subscriptions/listen",
              listen("{\"taskIds\":[\"" + id + "\",\"job_of_nobody\",7]}"),
              TASKS));
      ObjectNode acknowledged = peer.next();
      assertEquals(
          "{\"taskIds\":[\"" + id + "\"]}",
          acknowledged.at("/params/notifications").toString(),
          acknowledged.toString());

      JsonNode told;
      do {
        told = peer.next();
        assertEquals("notifications/tasks", told.path("method").asString(), told.toString());
        assertEquals(id, told.at("/params/taskId").asString());
      } while (told.at("/params/status").asString().equals("working"));
      assertEquals("completed", told.at("/params/status").asString());
      ObjectNode read =
          (ObjectNode)
              peer.modern("tasks/get", Json.object().put("taskId", id), TASKS).get("result");
      assertEquals(read.get("result"), told.at("/params/result"));
    }
  }

  @Test
  void tasks_areForClientsThatDeclareThem() throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      ObjectNode refused =
          peer.modern("subscriptions/listen", listen("{\"taskIds\":[\"a\"]}"), NOTHING);
      ObjectNode wrong = peer.modern("subscriptions/listen", listen("{\"taskIds\":\"a\"}"), TASKS);

      assertEquals(-32021, refused.at("/error/code").asInt(), refused.toString());
      assertEquals(-32602, wrong.at("/error/code").asInt(), wrong.toString());
    }
  }

  @Test
  void cancelled_tellsNothingMore() throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      ObjectNode request =
          peer.modernRequest(
              "subscriptions/listen", listen("{\"resourcesListChanged\":true}"), NOTHING);
      peer.send(request);
      assertTrue(peer.next().at("/params/notifications/resourcesListChanged").asBoolean());
      ObjectNode cancel = Json.object().put("jsonrpc", "2.0");
      cancel.put("method", "notifications/cancelled").putObject("params");
      cancel.withObject("params").set("requestId", request.get("id"));
      peer.send(cancel);
      ObjectNode result = peer.modern("tools/call", still("a boat"), NOTHING);

      assertEquals("succeeded", result.at("/result/structuredContent/status").asString());
      assertTrue(peer.silentFor(500), "nothing is said to a client that has cancelled");
    }
  }

  /** The request may still wait for a thread when the input ends. */
  @Test
  void listen_asTheLastWord_isAcknowledgedAndAnswered() throws Exception {
    ObjectNode request =
        Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", "subscriptions/listen");
    ObjectNode metadata =
        request
            .set("params", listen("{\"resourcesListChanged\":true}"))
            .withObject("params")
            .putObject("_meta");
    metadata.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    metadata.putObject("io.modelcontextprotocol/clientCapabilities");
    byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (StdioServer server =
          new StdioServer(
              wiring.definition(), () -> "session", new ByteArrayInputStream(line), out)) {
        server.run();
      }
      List<String> said = out.toString(StandardCharsets.UTF_8).lines().toList();
      assertEquals(2, said.size(), said.toString());
      assertTrue(said.get(0).contains("notifications/subscriptions/acknowledged"), said.get(0));
      assertEquals(
          "complete", Json.MAPPER.readTree(said.get(1)).at("/result/resultType").asString());
    }
  }

  @Test
  void completion_proposesBackendsAndModels() throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      assertEquals("[\"previz\"]", proposals(peer, "backend", "pre"));
      assertTrue(proposals(peer, "model", "").contains("previz"), proposals(peer, "model", ""));
      assertEquals("[]", proposals(peer, "story", ""));
      assertFalse(wiring.hasStore());
    }
  }

  private static String proposals(Peer peer, String argument, String begun) throws Exception {
    ObjectNode params = Json.object();
    params.putObject("ref").put("type", "ref/prompt").put("name", "plan_shots");
    params.putObject("argument").put("name", argument).put("value", begun);
    return peer.modern("completion/complete", params, NOTHING)
        .at("/result/completion/values")
        .toString();
  }

  @Test
  void resourcesList_beforeAnythingWasMade_opensNothing() throws Exception {
    try (Peer peer = Transport.STDIO.connect(wiring.definition())) {
      JsonNode resources =
          peer.modern("resources/list", Json.object(), NOTHING).at("/result/resources");

      assertTrue(resources.size() > 5, resources.toString());
      assertFalse(resources.toString().contains("media://"));
      assertFalse(wiring.hasStore());
    }
  }
}
