package dev.secondunit.generation;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder per job for bytes that a vendor sent with its answer, until they are stored. */
public final class ScratchFolders {
  private final Path root;

  public ScratchFolders(Path root) {
    this.root = root;
  }

  /** The job's folder, made when it is missing. */
  Path of(String jobId) {
    Path folder = root.resolve(jobId);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Brings everything in the job's folder to disk, before the row says that it is there. */
  void makeDurable(String jobId) {
    Path folder = root.resolve(jobId);
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

  /** Removes the job's folder; harmless when there is none. */
  void remove(String jobId) {
    Path folder = root.resolve(jobId);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static FailureException failed(Path folder, IOException cause) {
    return new FailureException(
        Failure.of(
                ErrorCode.STORAGE_FAILED,
                "The working folder " + folder + " cannot be used: " + cause.getMessage() + ".")
            .withHint("Free some space in SECOND_UNIT_HOME and see that it can be written."),
        cause);
  }
}
