package dev.secondunit.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  /** The first example of FIPS 180-2, appendix B. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void of_sameContent_isTheSameHoweverItComes() throws Exception {
    assertEquals(OF_ABC, Sha256.of("abc"));
    assertEquals(OF_ABC, Sha256.of(new byte[] {'a', 'b', 'c'}));
    assertEquals(OF_ABC, Sha256.of(Files.writeString(folder.resolve("file"), "abc")));
  }

  @Test
  void of_fileOfManyBuffers_readsAllOfIt() throws Exception {
    byte[] bytes = new byte[200_001];
    bytes[200_000] = 1;

    assertEquals(Sha256.of(bytes), Sha256.of(Files.write(folder.resolve("file"), bytes)));
  }

  @Test
  void of_interrupted_ends() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "abc");

    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> Sha256.of(file));

    assertFalse(Thread.interrupted());
  }
}
