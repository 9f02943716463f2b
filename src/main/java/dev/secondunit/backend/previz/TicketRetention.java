package dev.secondunit.backend.previz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes tickets that were done a week ago, so that the folder does not grow for ever. The files
 * that were fetched from them lie elsewhere and stay. Safe for many threads and processes.
 */
final class TicketRetention {
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(TicketRetention.class);

  private final Path folder;
  private final Clock clock;
  private final AtomicReference<Instant> looked = new AtomicReference<>(Instant.MIN);

  TicketRetention(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Looks at most once an hour. What cannot be removed now is tried again then. */
  void clear() {
    Instant now = clock.instant();
    Instant last = looked.get();
    if (last.isAfter(now.minus(BETWEEN_LOOKS)) || !looked.compareAndSet(last, now)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (isOver(entry, now.minus(KEPT))) {
          TicketFolder.delete(entry);
        }
      }
    } catch (IOException e) {
      LOG.warn("old previz tickets could not be removed: {}", e.getMessage());
    }
  }

  /** A draft that never became a ticket counts from its own age. */
  private static boolean isOver(Path entry, Instant before) throws IOException {
    TicketFolder ticket = new TicketFolder(entry);
    if (ticket.exists()) {
      return ticket.settledAt().filter(end -> end.isBefore(before)).isPresent();
    }
    return entry.getFileName().toString().startsWith(".draft-")
        && Files.getLastModifiedTime(entry).toInstant().isBefore(before);
  }
}
