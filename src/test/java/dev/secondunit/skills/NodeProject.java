package dev.secondunit.skills;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a Node project in the build folder, with its packages installed by its lock file. */
final class NodeProject {
  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium-headless-shell"), Path.of("/usr/bin/chromium"));

  private NodeProject() {}

  /** Debian's Chromium, installed when it is absent, by one test process while others wait. */
  static Path browser() throws IOException, InterruptedException {
    Path here = Path.of("").toAbsolutePath();
    Path turn = Files.createDirectories(here.resolve("target")).resolve("browser.lock");
    try (FileChannel file =
            FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      if (lock.isValid() && BROWSERS.stream().noneMatch(Files::isExecutable)) {
        Command.run(here, "apt-get", "update", "-qq").orFail();
        Command.run(
                here,
                "apt-get",
                "install",
                "-y",
                "-qq",
                "--no-install-recommends",
                "chromium-headless-shell")
            .orFail();
      }
    }
    return BROWSERS.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no browser among " + BROWSERS));
  }

  /** Installs what the lock file names, unless that was done before. */
  static void install(Path project) throws IOException, InterruptedException {
    Path lock = project.resolve("package-lock.json");
    Path installed = project.resolve("node_modules/.installed-lock.json");
    if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
      return;
    }
    Command.run(project, "npm", "ci", "--ignore-scripts", "--prefer-offline").orFail();
    Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Copies a folder without {@code node_modules}; files that exist are replaced. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path relative = from.relativize(file);
        if (relative.toString().contains("node_modules")) {
          continue;
        }
        Path target = to.resolve(relative.toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
