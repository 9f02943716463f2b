package dev.secondunit.mcp.packaged;

import static dev.secondunit.mcp.JsonRpc.call;
import static dev.secondunit.mcp.JsonRpc.request;
import static dev.secondunit.mcp.packaged.Hostile.answered;
import static dev.secondunit.mcp.packaged.Hostile.bytes;
import static dev.secondunit.mcp.packaged.Hostile.unanswered;
import static dev.secondunit.mcp.packaged.Hostile.utf8;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Legal requests of either era in which one thing is not as it should be. */
final class SpoiledRequests {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String META = "io.modelcontextprotocol/";
  private static final int LONGEST_STRING = 1 << 20;

  private final List<ObjectNode> examples = HostileExamples.all();
  private final Random random;
  private final HostileValues values;
  private final AtomicInteger ids;

  SpoiledRequests(Random random, HostileValues values, AtomicInteger ids) {
    this.random = random;
    this.values = values;
    this.ids = ids;
  }

  /** A request as it should be, of either era. */
  private ObjectNode example() {
    ObjectNode request = examples.get(random.nextInt(examples.size())).deepCopy();
    request.put("id", ids.getAndIncrement());
    if (random.nextBoolean()) {
      ObjectNode metadata = request.withObject("params").withObject("_meta");
      metadata.put(META + "protocolVersion", "2026-07-28");
      metadata.putObject(META + "clientCapabilities");
      metadata.put("progressToken", "token-" + ids.get());
    }
    return request;
  }

  Hostile legal() {
    return answered("legal", example());
  }

  Hostile truncated() {
    byte[] whole = bytes(example());
    return answered("truncated", Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1)));
  }

  Hostile flippedByte() {
    byte[] bytes = bytes(example());
    int at = random.nextInt(bytes.length);
    byte flipped = (byte) (bytes[at] ^ (1 << random.nextInt(8)));
    bytes[at] = flipped == '\n' ? 0 : flipped;
    return new Hostile("flipped bit", bytes, 0, 1);
  }

  Hostile wrongType() {
    ObjectNode request = example();
    List<Runnable> places = new ArrayList<>();
    collect(request, places);
    places.get(random.nextInt(places.size())).run();
    // Without an id it is a notification, and with neither id nor method nothing at all.
    boolean notification = !request.has("id") && request.path("method").isString();
    return notification ? unanswered("wrong type", request) : answered("wrong type", request);
  }

  /** Every place in the message where something else could stand. */
  private void collect(JsonNode node, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        places.add(() -> object.set(name, values.anything()));
        places.add(() -> object.remove(name));
        places.add(() -> object.set(name + " ", object.remove(name)));
        collect(object.get(name), places);
      }
      places.add(() -> object.set("surplus", values.anything()));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        places.add(() -> array.set(at, values.anything()));
        collect(array.get(i), places);
      }
    }
  }

  Hostile longString() {
    int length = random.nextInt(random.nextInt(50) == 0 ? LONGEST_STRING : 20_000);
    String text = (random.nextBoolean() ? "x" : "\u4e16").repeat(length / 3 + 1);
    ObjectNode request = example();
    switch (random.nextInt(4)) {
      case 0 -> request.put("method", text);
      case 1 -> request.put("id", text);
      case 2 -> request.withObject("params").put("name", text);
      default -> request.withObject("params").putObject("arguments").put("cursor", text);
    }
    return answered("long string", request);
  }

  Hostile doubledKeys() {
    String text = new String(bytes(example()), StandardCharsets.UTF_8);
    String doubled =
        switch (random.nextInt(3)) {
          case 0 -> "{\"jsonrpc\":\"1.0\"," + text.substring(1);
          case 1 -> text.substring(0, text.length() - 1) + ",\"id\":" + ids.getAndIncrement() + "}";
          default -> text.substring(0, text.length() - 1) + ",\"method\":\"ping\"}";
        };
    return answered("doubled keys", utf8(doubled));
  }

  Hostile batch() {
    ArrayNode batch = JSON.arrayNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      batch.add(example());
    }
    return answered("batch", batch);
  }

  Hostile unknownMethod() {
    ObjectNode request = example();
    request.put(
        "method", HostileExamples.UNKNOWN.get(random.nextInt(HostileExamples.UNKNOWN.size())));
    if (random.nextBoolean()) {
      return answered("unknown method", request);
    }
    request.remove("id");
    return unanswered("unknown notification", request);
  }

  Hostile wrongId() {
    ObjectNode request = example();
    switch (random.nextInt(7)) {
      case 0 -> request.putNull("id");
      case 1 -> request.put("id", 1.5);
      case 2 -> request.put("id", true);
      case 3 -> request.putObject("id").put("id", 1);
      case 4 -> request.putArray("id").add(1);
      case 5 -> request.put("id", "");
      default -> request.put("id", new BigDecimal("1e40"));
    }
    return answered("wrong id", request);
  }

  Hostile sameId() {
    ObjectNode request = example();
    request.put("id", random.nextInt(3));
    return answered("same id", request);
  }

  Hostile nul() {
    byte[] request = bytes(example());
    if (random.nextBoolean()) {
      request[random.nextInt(request.length)] = 0;
      return answered("NUL", request);
    }
    String text =
        switch (random.nextInt(4)) {
          case 0 -> request("\"\\u0000\"", "ping", "{}");
          case 1 -> request(ids.getAndIncrement(), "resources/read", "{\"uri\":\"\\u0000\"}");
          case 2 ->
              call(ids.getAndIncrement(), "read_media", "{\"inputs\":[\"/tmp/\\u0000.png\"]}");
          default -> call(ids.getAndIncrement(), "get_jobs", "{\"job_ids\":[\"job_\\u0000\"]}");
        };
    return answered("NUL", utf8(text));
  }

  Hostile wrongRevision() {
    ObjectNode request = example();
    ObjectNode metadata = request.withObject("params").withObject("_meta");
    metadata.set(META + "protocolVersion", values.anything());
    switch (random.nextInt(4)) {
      case 0 -> metadata.put(META + "protocolVersion", "1999-01-01");
      case 1 ->
          metadata.put(META + "protocolVersion", "2026-07-28").remove(META + "clientCapabilities");
      case 2 -> metadata.set(META + "clientCapabilities", values.anything());
      default -> metadata.set(META + "logLevel", values.anything());
    }
    return answered("wrong revision", request);
  }

  Hostile beginsAnew() {
    ObjectNode request = HostileExamples.initialize();
    request.put("id", ids.getAndIncrement());
    ObjectNode params = request.withObject("params");
    switch (random.nextInt(4)) {
      case 0 -> params.set("protocolVersion", values.anything());
      case 1 -> params.set("clientInfo", values.anything());
      case 2 -> params.set("capabilities", values.anything());
      default -> request.set("params", JSON.objectNode());
    }
    return answered("begins anew", request);
  }
}
