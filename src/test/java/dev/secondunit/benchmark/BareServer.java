package dev.secondunit.benchmark;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;

/** The least server that the MCP SDK makes: nothing of ours, no tools. */
public final class BareServer {
  private BareServer() {}

  public static void main(String[] arguments) throws InterruptedException {
    McpSyncServer server =
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
            .serverInfo("bare", "1")
            .capabilities(ServerCapabilities.builder().tools(false).build())
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    Thread.currentThread().join();
  }
}
