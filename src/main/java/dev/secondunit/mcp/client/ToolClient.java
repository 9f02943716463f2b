package dev.secondunit.mcp.client;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts a server as an agent's host does, over stdio, and calls its tools. For one thread.
 *
 * @see <a href="https://modelcontextprotocol.io">Model Context Protocol</a>
 */
public final class ToolClient implements AutoCloseable {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

  private final McpSyncClient client;

  private ToolClient(McpSyncClient client) {
    this.client = client;
  }

  /**
   * Starts the server and shakes hands with it.
   *
   * @param command the program and its arguments
   * @param environment variables added to the ones of this process
   * @param log is given each line the server writes to standard error
   * @param progress is given the words of each progress report
   */
  public static ToolClient start(
      List<String> command,
      Map<String, String> environment,
      Consumer<String> log,
      Consumer<String> progress) {
    ServerParameters parameters =
        ServerParameters.builder(command.get(0))
            .args(command.subList(1, command.size()))
            .env(environment)
            .build();
    StdioClientTransport transport =
        new StdioClientTransport(parameters, McpJsonDefaults.getMapper());
    transport.setStdErrorHandler(log);
    McpSyncClient client =
        McpClient.sync(transport)
            .clientInfo(McpSchema.Implementation.builder("second-unit-demo", "1").build())
            .requestTimeout(LONGEST_CALL)
            .initializationTimeout(LONGEST_CALL)
            .progressConsumer(report -> progress.accept(words(report)))
            .build();
    client.initialize();
    return new ToolClient(client);
  }

  private static String words(ProgressNotification report) {
    return report.message() == null ? String.valueOf(report.progress()) : report.message();
  }

  /** What the server said of itself. */
  public String server() {
    return client.getServerInfo().name() + " " + client.getServerInfo().version();
  }

  public List<String> tools() {
    return client.listTools().tools().stream().map(McpSchema.Tool::name).toList();
  }

  /**
   * Calls a tool that answers data.
   *
   * @throws ToolCallFailed with the server's own words
   */
  public ObjectNode call(String tool, ObjectNode arguments) {
    CallToolResult result = result(tool, arguments);
    return JsonMapper.shared().valueToTree(result.structuredContent());
  }

  /** Text and pictures of a tool that shows something. */
  public record Shown(String text, List<byte[]> pictures) {}

  /** Calls a tool that shows pictures. */
  public Shown show(String tool, ObjectNode arguments) {
    CallToolResult result = result(tool, arguments);
    List<byte[]> pictures =
        result.content().stream()
            .filter(ImageContent.class::isInstance)
            .map(content -> Base64.getDecoder().decode(((ImageContent) content).data()))
            .toList();
    return new Shown(text(result), pictures);
  }

  private CallToolResult result(String tool, ObjectNode arguments) {
    Map<String, Object> map =
        JsonMapper.shared().convertValue(arguments, new TypeReference<Map<String, Object>>() {});
    CallToolResult result =
        client.callTool(
            CallToolRequest.builder(tool)
                .arguments(map)
                .progressToken(UUID.randomUUID().toString())
                .build());
    if (Boolean.TRUE.equals(result.isError())) {
      throw new ToolCallFailed(tool, text(result));
    }
    return result;
  }

  private static String text(CallToolResult result) {
    return result.content().stream()
        .filter(TextContent.class::isInstance)
        .map(content -> ((TextContent) content).text())
        .reduce("", (first, second) -> first.isEmpty() ? second : first + "\n" + second);
  }

  /** A tool answered with an error. */
  public static final class ToolCallFailed extends RuntimeException {
    ToolCallFailed(String tool, String words) {
      super(tool + ": " + words);
    }
  }

  @Override
  public void close() {
    client.closeGracefully();
  }
}
