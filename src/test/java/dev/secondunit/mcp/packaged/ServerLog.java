package dev.secondunit.mcp.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a server wrote to standard error while it was attacked. */
final class ServerLog {
  private static final long MOST_BYTES = 256 << 10;

  private ServerLog() {}

  /** No defect came to light, and nobody can fill the disk by sending nonsense. */
  static void check(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    Set<String> defects = new TreeSet<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("ERROR")) {
        defects.add(shortened(lines, i));
      }
    }
    assertEquals(Set.of(), defects);
    assertTrue(
        Files.size(log) < MOST_BYTES,
        () -> lines.size() + " lines were logged, such as " + lines.subList(0, 5));
  }

  /** The complaint, its exception and the first frames. */
  private static String shortened(List<String> lines, int at) {
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(at, Math.min(lines.size(), at + 8))) {
      String plain = line.replaceAll("\\d{4,}", "…").replaceAll("request-\\d+", "request");
      text.append(plain, 0, Math.min(plain.length(), 200)).append('\n');
    }
    return text.toString();
  }
}
