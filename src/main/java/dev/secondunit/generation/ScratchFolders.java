package dev.secondunit.generation;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder per attempt of a job for bytes that a vendor sent with its answer, until they are
 * stored. One attempt never touches the bytes of another, which may be answered late.
 */
public final class ScratchFolders {
  private static final String WAY_OUT =
      "Free some space in SECOND_UNIT_HOME and see that it can be written.";

  private final Path root;

  public ScratchFolders(Path root) {
    this.root = root;
  }

  /** Why bytes that come with an answer could not be kept here now; empty when they could. */
  Optional<Failure> refusal(ArtifactStore artifacts) {
    return artifacts.refusal(root).map(failure -> failure.withHint(WAY_OUT));
  }

  /** The attempt's folder, made when it is missing. */
  Path of(String jobId, int attempt) {
    Path folder = folder(jobId, attempt);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private Path folder(String jobId, int attempt) {
    return root.resolve(jobId).resolve(Integer.toString(attempt));
  }

  /** Brings everything in the attempt's folder to disk, before the row says that it is there. */
  void makeDurable(String jobId, int attempt) {
    Path folder = folder(jobId, attempt);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** The jobs that have folders here. */
  List<String> jobIds() {
    try (Stream<Path> folders = Files.list(root)) {
      return folders.map(folder -> folder.getFileName().toString()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed(root, e);
    }
  }

  /** Removes the folders of all attempts of a job; harmless when there are none. */
  void removeAll(String jobId) {
    Path folder = root.resolve(jobId);
    if (Files.isDirectory(folder)) {
      delete(folder);
    }
  }

  /**
   * Gives what an attempt was answered with to another job, as that one's first attempt. Harmless
   * to repeat.
   *
   * @return the outcome with the files where they are now
   */
  Outcome handOver(String jobId, int attempt, String heir, Outcome outcome) {
    Path from = folder(jobId, attempt);
    Path to = folder(heir, 1);
    try {
      if (Files.isDirectory(from) && !Files.exists(to)) {
        Files.createDirectories(to.getParent());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw failed(to, e);
    }
    makeDurable(heir, 1);
    List<RemoteFile> files =
        outcome.files().stream()
            .map(
                file ->
                    new RemoteFile(
                        moved(file.location(), from, to),
                        file.mediaType(),
                        file.bytes(),
                        file.attributes()))
            .toList();
    return new Outcome(
        files, outcome.model(), outcome.cost(), outcome.continuation(), outcome.warnings());
  }

  private static String moved(String location, Path from, Path to) {
    return location.startsWith(from.toString())
        ? to + location.substring(from.toString().length())
        : location;
  }

  /** Removes the attempt's folder; harmless when there is none. */
  void remove(String jobId, int attempt) {
    Path folder = folder(jobId, attempt);
    if (Files.isDirectory(folder)) {
      delete(folder);
    }
    removeWhenEmpty(folder.getParent());
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static void removeWhenEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Another attempt of the same job may still be answered.
      return;
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  static FailureException failed(Path folder, IOException cause) {
    return new FailureException(
        Failure.of(
                ErrorCode.STORAGE_FAILED,
                "The working folder " + folder + " cannot be used: " + cause.getMessage() + ".")
            .withHint(WAY_OUT),
        cause);
  }
}
