package dev.secondunit.mcp.packaged;

import static dev.secondunit.mcp.JsonRpc.call;
import static dev.secondunit.mcp.JsonRpc.request;
import static dev.secondunit.mcp.packaged.Hostile.answered;
import static dev.secondunit.mcp.packaged.Hostile.bytes;
import static dev.secondunit.mcp.packaged.Hostile.unanswered;
import static dev.secondunit.mcp.packaged.Hostile.utf8;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages that no example leads to: depths, numbers, half characters, noise, answers to nothing.
 */
final class HostileTexts {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEPEST = 20_000;

  private final Random random;
  private final HostileValues values;
  private final AtomicInteger ids;

  HostileTexts(Random random, HostileValues values, AtomicInteger ids) {
    this.random = random;
    this.values = values;
    this.ids = ids;
  }

  Hostile deep() {
    int depth = 1 + random.nextInt(random.nextInt(20) == 0 ? DEEPEST : 1_200);
    boolean arrays = random.nextBoolean();
    String opening = (arrays ? "[" : "{\"a\":").repeat(depth);
    String closing = (arrays ? "]" : "}").repeat(depth);
    String place = random.nextBoolean() ? "arguments" : "_meta";
    return answered(
        "deep",
        utf8(
            request(
                ids.getAndIncrement(),
                "tools/call",
                "{\"name\":\"get_jobs\",\"" + place + "\":" + opening + "1" + closing + "}")));
  }

  Hostile hugeNumber() {
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
            call(
                random.nextInt(4) == 0 ? number : ids.getAndIncrement(),
                tool,
                "{\"" + field + "\":" + number + "}")));
  }

  Hostile loneSurrogate() {
    String lone = random.nextBoolean() ? "\\ud83d" : "\\udc00\\ud800";
    String text =
        switch (random.nextInt(5)) {
          case 0 -> request("\"" + lone + "\"", "ping", "{}");
          case 1 -> request(ids.getAndIncrement(), "no" + lone, "{}");
          case 2 -> request(ids.getAndIncrement(), "tools/call", "{\"name\":\"" + lone + "\"}");
          case 3 ->
              request(
                  ids.getAndIncrement(), "resources/read", "{\"uri\":\"media://" + lone + "\"}");
          default ->
              call(
                  ids.getAndIncrement(),
                  "get_jobs",
                  "{\"job_ids\":[\"" + lone + "\"],\"" + lone + "\":1}");
        };
    return answered("lone surrogate", utf8(text));
  }

  /** Bytes of any kind; a letter in front, so that it is neither blank nor JSON. */
  Hostile noise() {
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

  Hostile cancelsNothing() {
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

  Hostile answersNothing() {
    ObjectNode answer = JSON.objectNode().put("jsonrpc", "2.0").put("id", random.nextInt());
    if (random.nextBoolean()) {
      answer.set("result", values.anything());
    } else {
      answer.putObject("error").set("code", values.anything());
    }
    return unanswered("answers nothing", answer);
  }
}
