package dev.secondunit.mcp.packaged;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ResourceReference;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The conversation of {@code main.mjs}, held by the protocol's own Java client. */
final class JavaConversation {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String name;
  private final CancellingTransport transport;
  private final ObjectNode seen = JsonNodeFactory.instance.objectNode();
  private final ArrayNode progress = seen.putArray("progress");
  private final CountDownLatch enoughProgress = new CountDownLatch(2);

  private JavaConversation(String name, McpClientTransport transport) {
    this.name = name;
    this.transport = new CancellingTransport(transport);
  }

  static Seen overStdio(String name, List<String> command, Map<String, String> environment)
      throws Exception {
    ServerParameters parameters =
        ServerParameters.builder(command.get(0))
            .args(command.subList(1, command.size()))
            .env(environment)
            .build();
    Set<Long> before = children();
    JavaConversation conversation =
        new JavaConversation(
            name, new StdioClientTransport(parameters, McpJsonDefaults.getMapper()));
    return conversation.hold(
        () -> {
          Set<Long> started = children();
          started.removeAll(before);
          return started.iterator().next();
        });
  }

  static Seen overHttp(String name, String url, long serverProcess) throws Exception {
    String origin = url.substring(0, url.length() - "/mcp".length());
    return new JavaConversation(name, HttpClientStreamableHttpTransport.builder(origin).build())
        .hold(() -> serverProcess);
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private interface ProcessId {
    long get();
  }

  private Seen hold(ProcessId server) throws Exception {
    McpSyncClient client =
        McpClient.sync(transport)
            .clientInfo(McpSchema.Implementation.builder("test-" + name, "1").build())
            .requestTimeout(LONGEST_CALL)
            .initializationTimeout(LONGEST_CALL)
            .progressConsumer(
                report -> {
                  if (enoughProgress.getCount() > 0) {
                    progress.add(JSON.valueToTree(report));
                    enoughProgress.countDown();
                  }
                })
            .build();
    try {
      introduce(client);
      generate(client);
      fail(client);
      giveUpWaiting(client, server);
      lookAround(client);
    } finally {
      client.closeGracefully();
    }
    return new Seen("Java SDK, " + name, seen);
  }

  private void introduce(McpSyncClient client) {
    McpSchema.InitializeResult hello = client.initialize();
    seen.set("server", JSON.valueToTree(hello.serverInfo()));
    seen.put("revision", hello.protocolVersion());
    seen.put("instructions", hello.instructions());
    seen.set("tools", JSON.valueToTree(client.listTools().tools()));
  }

  private void generate(McpSyncClient client) {
    CallToolResult frame =
        call(
            client,
            "generate_media",
            Map.of(
                "prompt",
                "A lighthouse in the rain, for " + name,
                "mode",
                "image",
                "backend_type",
                "previz",
                "size",
                "320x180",
                "wait_seconds",
                45));
    seen.set("made", JSON.valueToTree(frame.structuredContent()));
    ArrayNode content = seen.putArray("madeContent");
    for (McpSchema.Content part : frame.content()) {
      ObjectNode noted = content.addObject().put("type", part.type());
      if (part instanceof McpSchema.ResourceLink link) {
        noted.put("uri", link.uri());
      }
    }
  }

  private void fail(McpSyncClient client) {
    CallToolResult refused =
        call(
            client,
            "generate_media",
            Map.of("prompt", "x", "mode", "video", "backend_type", "previz", "duration", -1));
    seen.putObject("refused")
        .put("isError", refused.isError())
        .put("text", ((McpSchema.TextContent) refused.content().get(0)).text());
    ObjectNode unknown = seen.putObject("unknownTool");
    try {
      call(client, "no_such_tool", Map.of());
    } catch (McpError e) {
      unknown.put("code", e.getJsonRpcError().code()).put("message", e.getMessage());
    }
  }

  private void giveUpWaiting(McpSyncClient client, ProcessId server) throws Exception {
    JsonNode shot =
        JSON.valueToTree(
            call(
                    client,
                    "generate_media",
                    Map.of(
                        "prompt",
                        "A boat, for " + name + " [[seconds:600]]",
                        "mode",
                        "video",
                        "backend_type",
                        "grok",
                        "duration",
                        2,
                        "background",
                        true))
                .structuredContent());
    List<String> jobs = List.of(shot.path("job_id").asString());
    long start = System.nanoTime();
    CompletableFuture<CallToolResult> wait =
        CompletableFuture.supplyAsync(
            () ->
                client.callTool(
                    CallToolRequest.builder("wait_for_jobs")
                        .arguments(Map.of("job_ids", jobs, "wait_seconds", 45))
                        .progressToken("progress of " + name)
                        .build()));
    boolean enough = enoughProgress.await(30, TimeUnit.SECONDS);
    transport.cancel(transport.lastCall());
    PackagedServer.awaitNobodyWaiting(server.get());
    seen.put("waitStopped", true);
    seen.put("waitedSeconds", (System.nanoTime() - start) / 1e9);
    seen.put("wait", wait.isDone() ? "answered" : enough ? "cancelled" : "no progress");
    JsonNode now =
        JSON.valueToTree(call(client, "get_jobs", Map.of("job_ids", jobs)).structuredContent());
    seen.put("shotAfterwards", now.at("/jobs/0/status").asString());
    call(client, "cancel_jobs", Map.of("job_ids", jobs));
  }

  private void lookAround(McpSyncClient client) {
    seen.set(
        "prompts", strings(client.listPrompts().prompts().stream().map(Prompt::name).toList()));
    McpSchema.GetPromptResult prompt =
        client.getPrompt(
            GetPromptRequest.builder("plan_shots")
                .arguments(Map.of("story", "the tale of " + name))
                .build());
    seen.put("prompt", ((McpSchema.TextContent) prompt.messages().get(0).content()).text());
    seen.set(
        "resources",
        strings(client.listResources().resources().stream().map(McpSchema.Resource::uri).toList()));
    seen.set(
        "templates",
        strings(
            client.listResourceTemplates().resourceTemplates().stream()
                .map(ResourceTemplate::uriTemplate)
                .toList()));
    seen.set("catalogue", read(client, "catalogue://previz"));
    seen.set("media", read(client, seen.at("/made/files/0/uri").asString()));
    ObjectNode missing = seen.putObject("missingResource");
    try {
      read(client, "media://none");
    } catch (McpError e) {
      missing.put("code", e.getJsonRpcError().code());
    }
    seen.set(
        "completion",
        strings(
            client
                .completeCompletion(
                    CompleteRequest.builder(
                            new ResourceReference("media://{asset_id}"),
                            new CompleteRequest.CompleteArgument("asset_id", ""))
                        .build())
                .completion()
                .values()));
  }

  private static JsonNode read(McpSyncClient client, String uri) {
    return JSON.valueToTree(
        client.readResource(ReadResourceRequest.builder(uri).build()).contents().get(0));
  }

  private static ArrayNode strings(List<String> values) {
    return JSON.valueToTree(values);
  }

  private static CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }
}
