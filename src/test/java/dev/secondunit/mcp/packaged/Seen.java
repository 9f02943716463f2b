package dev.secondunit.mcp.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client saw in the conversation of {@code main.mjs}, whichever client it was. */
record Seen(String client, JsonNode json) {
  static final List<String> TOOLS =
      List.of(
          "generate_media",
          "continue_from",
          "read_media",
          "analyze_video",
          "get_jobs",
          "wait_for_jobs",
          "cancel_jobs",
          "retry_jobs",
          "describe_backends",
          "assemble_media");

  /**
   * @param name what the client called itself in its prompts
   */
  void check(String revision, String name) throws Exception {
    assertEquals("second-unit", text("/server/name"), client);
    assertEquals("Second Unit", text("/server/title"), client);
    assertEquals(revision, text("/revision"), client);
    assertTrue(text("/instructions").contains("durable background jobs"), client);
    checkTools();
    checkGenerated(name);
    checkFailures();
    checkProgressAndCancellation();
    checkPrompt(name);
    checkResources();
  }

  private void checkTools() {
    List<String> names = texts("/tools", "name");
    assertTrue(names.containsAll(TOOLS), client + ": " + names);
    for (JsonNode tool : json.at("/tools")) {
      assertEquals("object", tool.at("/inputSchema/type").asString(), tool::toString);
      assertTrue(tool.path("description").asString("").length() > 40, tool::toString);
      assertTrue(tool.at("/annotations/readOnlyHint").isBoolean(), tool::toString);
      assertFalse(tool.at("/annotations/title").asString("").isBlank(), tool::toString);
    }
  }

  private void checkGenerated(String name) throws Exception {
    assertEquals("succeeded", text("/made/status"), client);
    assertEquals("A lighthouse in the rain, for " + name, text("/made/requested/prompt"), client);
    JsonNode file = json.at("/made/files/0");
    assertEquals(320, file.path("width").intValue(), client);
    assertEquals(180, file.path("height").intValue(), client);
    assertEquals(List.of("text", "resource_link"), texts("/madeContent", "type"), client);
    assertEquals(file.path("uri").asString(), text("/madeContent/1/uri"), client);
    byte[] onDisk = Files.readAllBytes(Path.of(file.path("path").asString()));
    byte[] read = Base64.getDecoder().decode(text("/media/blob"));
    assertEquals("image/png", text("/media/mimeType"), client);
    assertTrue(java.util.Arrays.equals(onDisk, read), client + ": media:// is not the file");
    assertTrue(
        text("/completion/0").startsWith("asset_")
            && json.at("/completion").toString().contains(file.path("asset_id").asString()),
        client);
  }

  private void checkFailures() {
    assertTrue(json.at("/refused/isError").booleanValue(), client);
    JsonNode failure = JsonMapper.shared().readTree(text("/refused/text"));
    assertEquals("invalid_argument", failure.path("code").asString(), client);
    assertEquals("duration", failure.path("field").asString(), client);
    assertEquals("no", failure.path("charged").asString(), client);
    assertEquals(-32602, json.at("/unknownTool/code").intValue(), client);
    assertTrue(text("/unknownTool/message").contains("no_such_tool"), client);
    // The protocol's own code changed with the 2026-07-28 revision.
    int missing = json.at("/missingResource/code").intValue();
    assertTrue(missing == -32002 || missing == -32602, client + ": " + missing);
  }

  /** Cancelled while it waited: the wait has ended, the shot that was bought goes on. */
  private void checkProgressAndCancellation() {
    List<Double> progress = new ArrayList<>();
    for (JsonNode report : json.at("/progress")) {
      progress.add(report.path("progress").doubleValue());
      assertTrue(report.path("message").asString("").startsWith("0 of 1 finished"), client);
      assertEquals(1, report.path("total").doubleValue(), client);
    }
    assertTrue(progress.size() >= 2 && progress.get(1) > progress.get(0), client + progress);
    assertEquals("cancelled", text("/wait"), client);
    double waited = json.at("/waitedSeconds").doubleValue();
    assertTrue(waited < 30, client + ": cancelled after " + waited + " s");
    if (json.has("waitStopped")) {
      assertTrue(json.get("waitStopped").booleanValue(), client + ": the server still waits");
    }
    assertTrue(
        List.of("queued", "submitting", "running").contains(text("/shotAfterwards")),
        client + ": " + text("/shotAfterwards"));
  }

  private void checkPrompt(String name) {
    assertEquals(
        List.of("plan_shots", "review_clip", "continue_story"), texts("/prompts", null), client);
    assertTrue(text("/prompt").contains("the tale of " + name), client);
  }

  private void checkResources() {
    assertTrue(texts("/resources", null).contains("catalogue://previz"), client);
    assertTrue(texts("/resources", null).contains("schema://generate_media/grok"), client);
    assertTrue(texts("/templates", null).contains("media://{asset_id}"), client);
    JsonNode catalogue = JsonMapper.shared().readTree(text("/catalogue/text"));
    assertEquals("previz", catalogue.at("/backends/0/backend_type").asString(), client);
  }

  private String text(String path) {
    return json.at(path).asString("");
  }

  private List<String> texts(String path, String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : json.at(path)) {
      texts.add(field == null ? item.asString() : item.path(field).asString());
    }
    return texts;
  }
}
