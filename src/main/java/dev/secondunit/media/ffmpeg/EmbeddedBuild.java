package dev.secondunit.media.ffmpeg;

import dev.secondunit.config.Setting;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.Loader;

/**
 * The FFmpeg build inside our own jar, unpacked once per version into the cache.
 *
 * <p>JavaCPP's own loader would do this too, but it unpacks each file in place and pulls the
 * libraries into this process. Here a build appears whole, by one rename, under a name that holds
 * its checksum: several servers may start at once, and a newer version never touches the files a
 * running one uses.
 */
final class EmbeddedBuild {
  private static final String UNPACKING = ".unpacking-";
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
  private static final int ATTEMPTS = 3;

  private final Path cache;

  EmbeddedBuild(Path cache) {
    this.cache = cache;
  }

  /** The folder with the programs and their libraries; unpacked first when it is not there. */
  Path folder() {
    String platform = Loader.Detector.getPlatform();
    String location = "org/bytedeco/ffmpeg/" + platform + "/";
    URL marker =
        EmbeddedBuild.class.getClassLoader().getResource(location + Programs.fileName("ffmpeg"));
    if (marker == null) {
      throw absent(platform);
    }
    try {
      if (!(marker.openConnection() instanceof JarURLConnection connection)) {
        throw absent(platform);
      }
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        List<JarEntry> entries =
            jar.stream()
                .filter(entry -> entry.getName().startsWith(location) && !entry.isDirectory())
                .filter(entry -> !entry.getName().contains("jni"))
                .sorted(Comparator.comparing(JarEntry::getName))
                .toList();
        Path folder = cache.resolve("ffmpeg-" + platform + "-" + checksum(entries));
        return unpackedOnce(jar, entries, folder);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new FailureException(
          Failure.of(
                  ErrorCode.STORAGE_FAILED,
                  "The embedded FFmpeg could not be unpacked into " + cache + ": " + e.getMessage())
              .withHint(
                  "Make that folder writable, set "
                      + Setting.SECOND_UNIT_HOME
                      + " to one that is, or set "
                      + Setting.SECOND_UNIT_FFMPEG
                      + "."),
          e);
    }
  }

  private Path unpackedOnce(JarFile jar, List<JarEntry> entries, Path folder) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (whole(folder, entries)) {
        return folder;
      }
      Files.createDirectories(cache);
      deleteAbandoned();
      Path unpacking = Files.createTempDirectory(cache, UNPACKING);
      try {
        for (JarEntry entry : entries) {
          Path file = unpacking.resolve(fileName(entry));
          try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
          }
          if (!file.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make " + file + " executable");
          }
        }
        if (whole(folder, entries)) {
          // Another process was faster, and may run it already.
          return folder;
        }
        if (Files.exists(folder)) {
          moveAway(folder, unpacking, entries);
        }
        move(unpacking, folder);
      } catch (FileSystemException e) {
        if (!Files.exists(folder)) {
          throw e;
        }
        // Another process was faster; the loop looks at what it left.
      } finally {
        delete(unpacking);
      }
    }
    if (whole(folder, entries)) {
      return folder;
    }
    throw new IOException("the files in " + folder + " keep changing");
  }

  /** Damaged, for example by a full disk. One that was mended meanwhile is left for an hour. */
  private static void moveAway(Path folder, Path unpacking, List<JarEntry> entries)
      throws IOException {
    Path damaged = unpacking.resolveSibling(unpacking.getFileName() + "-damaged");
    move(folder, damaged);
    if (!whole(damaged, entries)) {
      delete(damaged);
    }
  }

  /** What a process left that was killed while it unpacked. */
  private void deleteAbandoned() throws IOException {
    FileTime longAgo = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
    try (Stream<Path> folders = Files.list(cache)) {
      for (Path folder : folders.toList()) {
        boolean ours = folder.getFileName().toString().startsWith(UNPACKING);
        if (ours && Files.getLastModifiedTime(folder).compareTo(longAgo) < 0) {
          delete(folder);
        }
      }
    } catch (NoSuchFileException e) {
      // Another process is deleting the same.
    }
  }

  private static boolean whole(Path folder, List<JarEntry> entries) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    for (JarEntry entry : entries) {
      Path file = folder.resolve(fileName(entry));
      if (!Files.isExecutable(file) || Files.size(file) != entry.getSize()) {
        return false;
      }
    }
    return true;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  private static String fileName(JarEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  private static String checksum(List<JarEntry> entries) {
    CRC32 checksum = new CRC32();
    for (JarEntry entry : entries) {
      checksum.update(
          (entry.getName() + entry.getSize() + entry.getCrc()).getBytes(StandardCharsets.UTF_8));
    }
    return String.format("%08x", checksum.getValue());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static FailureException absent(String platform) {
    return Failure.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "This build has no embedded FFmpeg for " + platform + ".")
        .withHint(
            "Install FFmpeg and set "
                + Setting.SECOND_UNIT_FFMPEG
                + " to the folder that holds ffmpeg and ffprobe.")
        .asException();
  }
}
