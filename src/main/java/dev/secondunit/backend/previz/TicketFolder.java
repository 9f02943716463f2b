package dev.secondunit.backend.previz;

import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One ticket on disk.
 *
 * <pre>
 * previz_01k…/          appears whole, by a rename: that is the acceptance
 *   ticket.json         what to render
 *   input-0 …           copies of the inputs
 *   lock                held by the process that renders
 *   work-…/             a render at work; left behind by a killed process, removed by the next
 *   result.mp4          the finished file, put there by a rename
 *   outcome.json        written after it: the ticket is done
 *   failure.json        or this: it failed for good
 *   cancelled           or this: somebody called it off; counts before the other two
 * </pre>
 */
final class TicketFolder {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TICKET = "ticket.json";
  private static final String OUTCOME = "outcome.json";
  private static final String FAILURE = "failure.json";
  private static final String CANCELLED = "cancelled";
  private static final String WORK = "work-";

  /** A finished file: its name in the folder, and what to tell the caller besides. */
  record Finished(String file, String warning) {}

  private final Path folder;

  TicketFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  String id() {
    return folder.getFileName().toString();
  }

  boolean exists() {
    return Files.exists(folder.resolve(TICKET));
  }

  Ticket ticket() throws IOException {
    return read(TICKET, Ticket.class).orElseThrow(() -> new NoSuchFileException(TICKET));
  }

  void write(Ticket ticket) throws IOException {
    write(TICKET, JSON.writeValueAsBytes(ticket));
  }

  Optional<Finished> finished() throws IOException {
    return read(OUTCOME, Finished.class);
  }

  Optional<Failure> failure() throws IOException {
    return read(FAILURE, ObjectNode.class).map(FailureJson::read);
  }

  boolean cancelled() {
    return Files.exists(folder.resolve(CANCELLED));
  }

  /** Since when nothing more happens to this ticket, or empty while something may. */
  Optional<Instant> settledAt() throws IOException {
    for (String end : List.of(CANCELLED, OUTCOME, FAILURE)) {
      Path file = folder.resolve(end);
      if (Files.exists(file)) {
        return Optional.of(Files.getLastModifiedTime(file).toInstant());
      }
    }
    return Optional.empty();
  }

  boolean settled() {
    return cancelled()
        || Files.exists(folder.resolve(OUTCOME))
        || Files.exists(folder.resolve(FAILURE));
  }

  /** Puts a rendered file in its place, removes what it was made from, marks the ticket as done. */
  void finish(Path rendered, String warning) throws IOException {
    String name = rendered.getFileName().toString();
    String result = "result" + name.substring(name.lastIndexOf('.'));
    Files.move(rendered, folder.resolve(result), StandardCopyOption.ATOMIC_MOVE);
    removeWork();
    write(OUTCOME, JSON.writeValueAsBytes(new Finished(result, warning)));
  }

  void fail(Failure failure) throws IOException {
    removeWork();
    write(FAILURE, JSON.writeValueAsBytes(FailureJson.write(failure)));
  }

  void cancel() throws IOException {
    try {
      Files.createFile(folder.resolve(CANCELLED));
    } catch (FileAlreadyExistsException e) {
      // Asked twice.
    }
  }

  /** The right to render, or empty when another process or thread has it. Closing gives it back. */
  Optional<FileChannel> lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /** An empty folder to render in; what a killed render left is removed. Needs the lock. */
  Path work() throws IOException {
    removeWork();
    return Files.createTempDirectory(folder, WORK);
  }

  void removeWork() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(WORK)) {
          delete(file);
        }
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
    } catch (JacksonException e) {
      throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private void write(String name, byte[] content) throws IOException {
    Path draft = Files.createTempFile(folder, name, ".draft");
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
