package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Some answers to a poll hold the finished clip itself. A poll only looks, so the clip goes to a
 * folder that is removed right away; the download asks again and keeps it.
 */
final class DiscardedFiles implements AutoCloseable {
  static final Set<String> MEDIA_FIELDS = Set.of("data", "bytesBase64Encoded", "encodedVideo");

  private final Path folder;

  private DiscardedFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * @param temporary a folder for temporary files, which exists
   */
  static DiscardedFiles open(Path temporary) throws BackendException {
    try {
      return new DiscardedFiles(Files.createTempDirectory(temporary, "second-unit-poll-"));
    } catch (IOException e) {
      throw new BackendException(
          Fate.NOT_ACCEPTED,
          Failure.of(ErrorCode.STORAGE_FAILED, "There is no room for temporary files.")
              .withCharged(Charged.UNKNOWN, Retry.USE_JOB),
          e);
    }
  }

  Call unpacking(Call call, HttpLimits limits) {
    return call.unpacking(MEDIA_FIELDS, folder).within(limits.transfer());
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      // The system's own cleaning of its temporary folder takes care of it.
      folder.toFile().deleteOnExit();
    }
  }
}
