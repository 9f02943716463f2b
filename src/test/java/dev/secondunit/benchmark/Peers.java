package dev.secondunit.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Servers of others that make media and start without their vendor, at the versions pinned. */
enum Peers {
  REPLICATE("replicate-mcp", "replicate-mcp/index.js"),
  MINIMAX("minimax-mcp-js", "minimax-mcp-js/build/index.js"),
  NANO_BANANA("nano-banana-mcp", "nano-banana-mcp/dist/index.js"),
  MCP_IMAGE("mcp-image", "mcp-image/dist/index.js");

  private final String word;
  private final String entry;

  Peers(String word, String entry) {
    this.word = word;
    this.entry = entry;
  }

  String word() {
    return word;
  }

  List<String> command(Programs programs) throws IOException, InterruptedException {
    return List.of("node", programs.peers().resolve(entry).toString());
  }

  /**
   * @param vendor the origin of what plays their vendor
   * @param files where they may put files
   */
  Map<String, String> environment(String vendor, Path files) {
    return switch (this) {
      case REPLICATE -> Map.of("REPLICATE_API_TOKEN", "benchmark", "REPLICATE_BASE_URL", vendor);
      case MINIMAX ->
          Map.of(
              "MINIMAX_API_KEY",
              "benchmark",
              "MINIMAX_API_HOST",
              vendor,
              "MINIMAX_RESOURCE_MODE",
              "local",
              "MINIMAX_MCP_BASE_PATH",
              files.toString());
      case NANO_BANANA, MCP_IMAGE -> Map.of("GEMINI_API_KEY", "benchmark");
    };
  }
}
