package dev.secondunit.skills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files for readers: {@code skills/} and {@code references/} at the top of the repository. */
final class Documents {
  static final Path ROOT = Path.of("").toAbsolutePath();
  static final Path SKILLS = ROOT.resolve("skills");
  static final Path REFERENCES = ROOT.resolve("references");

  private Documents() {}

  /** Whether generated parts are to be written instead of compared. */
  static boolean update() {
    return Boolean.getBoolean("second-unit.update");
  }

  static List<Path> skills() {
    return list(SKILLS).stream().filter(Files::isDirectory).toList();
  }

  /** Every Markdown file of the skills and references, in order. */
  static List<Path> pages() {
    try (Stream<Path> skills = Files.walk(SKILLS);
        Stream<Path> references = Files.walk(REFERENCES)) {
      return Stream.concat(skills, references)
          .filter(path -> path.toString().endsWith(".md"))
          .filter(path -> !path.toString().contains("node_modules"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Path page) {
    return ROOT.relativize(page).toString();
  }
}
