package dev.secondunit.mcp.packaged;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages that a broken or hostile client might send, the same ones for the same seed. None of
 * them asks for anything that costs money or renders. For one thread.
 */
final class HostileMessages {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String META = "io.modelcontextprotocol/";
  private static final int DEEPEST = 20_000;
  private static final int LONGEST_STRING = 1 << 20;

  /**
   * One message, without a line's end in it.
   *
   * @param kind what is wrong with it
   * @param least how many answers it must have
   * @param most how many answers it may have
   */
  record Hostile(String kind, byte[] bytes, int least, int most) {
    @Override
    public String toString() {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return kind + ": " + (text.length() > 300 ? text.substring(0, 300) + "…" : text);
    }
  }

  private interface Kind {
    Hostile make();
  }

  private final Random random;
  private final List<ObjectNode> examples = new ArrayList<>();
  private final List<Kind> kinds;
  private int lastId = 1_000_000;

  HostileMessages(long seed) {
    random = new Random(seed);
    HostileExamples.all().forEach(examples::add);
    kinds =
        List.of(
            this::truncated,
            this::wrongType,
            this::wrongType,
            this::wrongType,
            this::wrongType,
            this::deep,
            this::longString,
            this::hugeNumber,
            this::doubledKeys,
            this::batch,
            this::unknownMethod,
            this::wrongId,
            this::sameId,
            this::loneSurrogate,
            this::nul,
            this::wrongRevision,
            this::wrongRevision,
            this::cancelsNothing,
            this::answersNothing,
            this::noise,
            this::flippedByte,
            this::beginsAnew,
            this::legal);
  }

  Hostile next() {
    return kinds.get(random.nextInt(kinds.size())).make();
  }

  private Hostile answered(String kind, byte[] bytes) {
    return new Hostile(kind, bytes, 1, 1);
  }

  private Hostile answered(String kind, JsonNode json) {
    return answered(kind, bytes(json));
  }

  private static Hostile unanswered(String kind, JsonNode json) {
    return new Hostile(kind, bytes(json), 0, 0);
  }

  /** A request as it should be, of either era. */
  private ObjectNode example() {
    ObjectNode request = examples.get(random.nextInt(examples.size())).deepCopy();
    request.put("id", lastId++);
    if (random.nextBoolean()) {
      ObjectNode metadata = request.withObject("params").withObject("_meta");
      metadata.put(META + "protocolVersion", "2026-07-28");
      metadata.putObject(META + "clientCapabilities");
      metadata.put("progressToken", "token-" + lastId);
    }
    return request;
  }

  private Hostile legal() {
    return answered("legal", example());
  }

  private Hostile truncated() {
    byte[] whole = bytes(example());
    return answered(
        "truncated", java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1)));
  }

  private Hostile wrongType() {
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
        places.add(() -> object.set(name, anything()));
        places.add(() -> object.remove(name));
        places.add(() -> object.set(name + " ", object.remove(name)));
        collect(object.get(name), places);
      }
      places.add(() -> object.set("surplus", anything()));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        places.add(() -> array.set(at, anything()));
        collect(array.get(i), places);
      }
    }
  }

  private JsonNode anything() {
    return switch (random.nextInt(16)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(3) - 1);
      case 3 -> JSON.numberNode(random.nextLong());
      case 4 -> JSON.numberNode(random.nextGaussian() * 1e300);
      case 5 -> JSON.stringNode("");
      case 6 -> JSON.stringNode("../../../../etc/passwd");
      case 7 -> JSON.stringNode("http://127.0.0.1:1/" + random.nextInt());
      case 8 -> JSON.stringNode("%s%n%x ${jndi:ldap://127.0.0.1/} '; DROP TABLE job; --");
      case 9 -> JSON.stringNode("\u202e\uFEFF\uFFFF" + (char) random.nextInt(0xD800));
      case 10 -> JSON.arrayNode();
      case 11 -> JSON.arrayNode().add(JSON.arrayNode().addNull()).add(true);
      case 12 -> JSON.objectNode();
      case 13 -> JSON.objectNode().put("", 0).put("__proto__", "x").put("$ref", "#");
      case 14 -> JSON.numberNode(new java.math.BigInteger("9".repeat(1 + random.nextInt(400))));
      default -> JSON.stringNode("x".repeat(random.nextInt(5_000)));
    };
  }

  private Hostile deep() {
    int depth = 1 + random.nextInt(random.nextInt(20) == 0 ? DEEPEST : 1_200);
    boolean arrays = random.nextBoolean();
    String opening = (arrays ? "[" : "{\"a\":").repeat(depth);
    String closing = (arrays ? "]" : "}").repeat(depth);
    String place = random.nextBoolean() ? "arguments" : "_meta";
    return answered(
        "deep",
        utf8(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + lastId++
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"get_jobs\",\""
                + place
                + "\":"
                + opening
                + "1"
                + closing
                + "}}"));
  }

  private Hostile longString() {
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

  private Hostile hugeNumber() {
    String number =
        switch (random.nextInt(8)) {
          case 0 -> "1e999999999";
          case 1 -> "-1E+2147483648";
          case 2 -> "9".repeat(1 + random.nextInt(3_000));
          case 3 -> "0." + "0".repeat(random.nextInt(2_000)) + "1";
          case 4 -> "-0";
          case 5 -> "NaN";
          case 6 -> "1e-400";
          default -> "9223372036854775808";
        };
    String field = List.of("limit", "wait_seconds", "job_ids").get(random.nextInt(3));
    String tool = field.equals("limit") ? "get_jobs" : "wait_for_jobs";
    return answered(
        "huge number",
        utf8(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + (random.nextInt(4) == 0 ? number : lastId++)
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":{\""
                + field
                + "\":"
                + number
                + "}}}"));
  }

  private Hostile doubledKeys() {
    String text = new String(bytes(example()), StandardCharsets.UTF_8);
    String doubled =
        switch (random.nextInt(3)) {
          case 0 -> "{\"jsonrpc\":\"1.0\"," + text.substring(1);
          case 1 -> text.substring(0, text.length() - 1) + ",\"id\":" + lastId++ + "}";
          default -> text.substring(0, text.length() - 1) + ",\"method\":\"ping\"}";
        };
    return answered("doubled keys", utf8(doubled));
  }

  private Hostile batch() {
    ArrayNode batch = JSON.arrayNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      batch.add(example());
    }
    return answered("batch", batch);
  }

  private Hostile unknownMethod() {
    ObjectNode request = example();
    request.put(
        "method", HostileExamples.UNKNOWN.get(random.nextInt(HostileExamples.UNKNOWN.size())));
    if (random.nextBoolean()) {
      return answered("unknown method", request);
    }
    request.remove("id");
    return unanswered("unknown notification", request);
  }

  private Hostile wrongId() {
    ObjectNode request = example();
    switch (random.nextInt(7)) {
      case 0 -> request.putNull("id");
      case 1 -> request.put("id", 1.5);
      case 2 -> request.put("id", true);
      case 3 -> request.putObject("id").put("id", 1);
      case 4 -> request.putArray("id").add(1);
      case 5 -> request.put("id", "");
      default -> request.put("id", new java.math.BigDecimal("1e40"));
    }
    return answered("wrong id", request);
  }

  private Hostile sameId() {
    ObjectNode request = example();
    request.put("id", random.nextInt(3));
    return answered("same id", request);
  }

  private Hostile loneSurrogate() {
    String lone = random.nextBoolean() ? "\\ud83d" : "\\udc00\\ud800";
    String text =
        switch (random.nextInt(5)) {
          case 0 -> request("\"" + lone + "\"", "ping", "{}");
          case 1 -> request(lastId++, "no" + lone, "{}");
          case 2 -> request(lastId++, "tools/call", "{\"name\":\"" + lone + "\"}");
          case 3 -> request(lastId++, "resources/read", "{\"uri\":\"media://" + lone + "\"}");
          default ->
              request(
                  lastId++,
                  "tools/call",
                  "{\"name\":\"get_jobs\",\"arguments\":{\"job_ids\":[\""
                      + lone
                      + "\"],\""
                      + lone
                      + "\":1}}");
        };
    return answered("lone surrogate", utf8(text));
  }

  private Hostile nul() {
    byte[] request = bytes(example());
    if (random.nextBoolean()) {
      request[random.nextInt(request.length)] = 0;
      return answered("NUL", request);
    }
    String text =
        switch (random.nextInt(4)) {
          case 0 -> request("\"\\u0000\"", "ping", "{}");
          case 1 -> request(lastId++, "resources/read", "{\"uri\":\"\\u0000\"}");
          case 2 ->
              request(
                  lastId++,
                  "tools/call",
                  "{\"name\":\"read_media\",\"arguments\":{\"inputs\":[\"/tmp/\\u0000.png\"]}}");
          default ->
              request(
                  lastId++,
                  "tools/call",
                  "{\"name\":\"get_jobs\",\"arguments\":{\"job_ids\":[\"job_\\u0000\"]}}");
        };
    return answered("NUL", utf8(text));
  }

  private Hostile wrongRevision() {
    ObjectNode request = example();
    ObjectNode metadata = request.withObject("params").withObject("_meta");
    metadata.set(META + "protocolVersion", anything());
    switch (random.nextInt(4)) {
      case 0 -> metadata.put(META + "protocolVersion", "1999-01-01");
      case 1 ->
          metadata.put(META + "protocolVersion", "2026-07-28").remove(META + "clientCapabilities");
      case 2 -> metadata.set(META + "clientCapabilities", anything());
      default -> metadata.set(META + "logLevel", anything());
    }
    return answered("wrong revision", request);
  }

  private Hostile cancelsNothing() {
    ObjectNode cancelled = JSON.objectNode().put("jsonrpc", "2.0");
    cancelled.put("method", "notifications/cancelled");
    switch (random.nextInt(5)) {
      case 0 -> cancelled.putObject("params").put("requestId", -random.nextInt(1_000_000));
      case 1 -> cancelled.putObject("params").put("requestId", "nobody-" + random.nextInt());
      case 2 -> cancelled.putObject("params").putObject("requestId").put("x", 1);
      case 3 -> cancelled.putObject("params").putNull("requestId");
      default -> cancelled.putNull("params");
    }
    return unanswered("cancels nothing", cancelled);
  }

  private Hostile answersNothing() {
    ObjectNode answer = JSON.objectNode().put("jsonrpc", "2.0").put("id", random.nextInt());
    if (random.nextBoolean()) {
      answer.set("result", anything());
    } else {
      answer.putObject("error").set("code", anything());
    }
    return unanswered("answers nothing", answer);
  }

  /** Bytes of any kind; a letter in front, so that it is neither blank nor JSON. */
  private Hostile noise() {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        bytes[i] = ' ';
      }
    }
    bytes[0] = 'x';
    return answered("noise", bytes);
  }

  private Hostile flippedByte() {
    byte[] bytes = bytes(example());
    int at = random.nextInt(bytes.length);
    byte flipped = (byte) (bytes[at] ^ (1 << random.nextInt(8)));
    bytes[at] = flipped == '\n' ? 0 : flipped;
    return new Hostile("flipped bit", bytes, 0, 1);
  }

  private Hostile beginsAnew() {
    ObjectNode request = HostileExamples.initialize();
    request.put("id", lastId++);
    ObjectNode params = request.withObject("params");
    switch (random.nextInt(4)) {
      case 0 -> params.set("protocolVersion", anything());
      case 1 -> params.set("clientInfo", anything());
      case 2 -> params.set("capabilities", anything());
      default -> request.set("params", JSON.objectNode());
    }
    return answered("begins anew", request);
  }

  private static String request(int id, String method, String params) {
    return request(Integer.toString(id), method, params);
  }

  private static String request(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  /** As text first: the mapper that writes bytes refuses what is no text. */
  private static byte[] bytes(JsonNode json) {
    return utf8(JsonMapper.shared().writeValueAsString(json));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
