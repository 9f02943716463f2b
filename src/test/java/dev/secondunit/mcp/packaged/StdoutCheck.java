package dev.secondunit.mcp.packaged;

import static dev.secondunit.Patience.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads all that a server writes and insists that every line is a message of the protocol. */
final class StdoutCheck implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final int INTERNAL_ERROR = -32603;

  private final BufferedReader out;
  private final Thread thread = new Thread(this::read, "stdout");
  private final AtomicLong answers = new AtomicLong();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();
  private final Map<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();

  private StdoutCheck(InputStream out) {
    this.out =
        new BufferedReader(
            new InputStreamReader(
                out,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  static StdoutCheck start(InputStream out) {
    StdoutCheck check = new StdoutCheck(out);
    check.thread.setDaemon(true);
    check.thread.start();
    return check;
  }

  private void read() {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        take(line);
      }
      throw new IOException("the server ended");
    } catch (Throwable e) {
      broken.compareAndSet(null, e);
      awaited.values().forEach(future -> future.completeExceptionally(e));
    }
  }

  private void take(String line) {
    JsonNode message = JsonMapper.shared().readTree(line);
    String problem = problem(message);
    if (problem != null) {
      throw new AssertionError(problem + ": " + line);
    }
    if (message.has("method")) {
      return;
    }
    answers.incrementAndGet();
    CompletableFuture<String> waiting = awaited.get(message.path("id").asString(""));
    if (waiting != null) {
      waiting.complete(line);
    }
  }

  /** What is wrong with a message to a client, or null. */
  static String problem(JsonNode message) {
    if (!"2.0".equals(message.path("jsonrpc").asString(""))) {
      return "not JSON-RPC";
    }
    if (message.has("method")) {
      return message.path("params").isObject() && !message.has("id") ? null : "odd notification";
    }
    if (!message.has("id") || message.has("result") == message.has("error")) {
      return "neither a result nor an error";
    }
    if (message.has("result")) {
      return null;
    }
    String words = message.at("/error/message").asString("");
    if (!message.at("/error/code").isInt() || words.isBlank()) {
      return "an error without code or words";
    }
    if (words.contains("Exception") || words.contains("java.") || words.contains("\tat ")) {
      return "an error that shows the program's insides";
    }
    if (message.at("/error/code").intValue() == INTERNAL_ERROR && !words.startsWith("Too many")) {
      return "a defect of the server";
    }
    return null;
  }

  void expect(String id) {
    awaited.put(id, new CompletableFuture<>());
  }

  String answerTo(String id) throws Exception {
    CompletableFuture<String> answer = awaited.get(id);
    if (answer == null) {
      throw new IllegalStateException("not awaited: " + id);
    }
    String line = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    awaited.remove(id);
    return line;
  }

  long answers() {
    return answers.get();
  }

  /** Waits until so many requests have been answered. */
  void awaitAnswers(long least) {
    await("as many answers as messages")
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(this::answers, count -> count >= least);
  }

  /** Says what was wrong with the output; its end is not. */
  void rethrow() throws Exception {
    Throwable found = broken.get();
    if (found instanceof AssertionError || found instanceof RuntimeException) {
      throw new AssertionError(found.getMessage(), found);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
