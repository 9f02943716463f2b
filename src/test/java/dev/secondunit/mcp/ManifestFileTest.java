package dev.secondunit.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.command.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manifest at the top level is what the program would write now. */
class ManifestFileTest {
  private static final Path FILE = Path.of("tools-manifest.json");

  @Test
  void manifest_isWhatTheProgramWrites() throws Exception {
    String now = Manifest.text();
    if (Boolean.getBoolean("second-unit.update")) {
      Files.writeString(FILE, now);
    }
    assertEquals(
        Files.readString(FILE),
        now,
        "stale: run mvn test -Dtest=ManifestFileTest -Dsecond-unit.update=true and commit");
  }
}
