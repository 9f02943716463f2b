package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir Path folder;

  private final DurableFiles disk = new DurableFiles();

  @Test
  void publish_nameThatIsTheSameFileAlready_succeeds() throws Exception {
    Path part = Files.writeString(folder.resolve("part"), "bytes");
    Path name = folder.resolve("name");

    assertTrue(disk.publish(part, name, "marker"));
    assertTrue(disk.publish(part, name, "marker"));
  }

  @Test
  void publish_nameOfAnotherFile_leavesItAlone() throws Exception {
    Path part = Files.writeString(folder.resolve("part"), "bytes");
    Path name = Files.writeString(folder.resolve("name"), "bytes");

    assertFalse(disk.publish(part, name, "marker"));
    assertEquals("bytes", Files.readString(name));
    assertTrue(Files.exists(part));
  }
}
