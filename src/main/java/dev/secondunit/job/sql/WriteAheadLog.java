package dev.secondunit.job.sql;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings SQLite's write-ahead log to the disk, many commits with one sync.
 *
 * <p>With {@code synchronous=NORMAL} a commit is written to the log and whole, but a power cut may
 * still undo it; SQLite itself syncs only when it moves the log into the database, and then before
 * it reuses the log (sqlite.org/pragma.html#pragma_synchronous and sqlite.org/wal.html, read in
 * November 2026). Syncing here, after the commit, lets the next writer go on meanwhile. A log that
 * is not there has been moved into the database and synced by SQLite.
 *
 * <p>Safe for many threads. The log is opened for each sync, because SQLite removes and remakes it;
 * SQLite holds no file lock on it that closing it could release.
 */
final class WriteAheadLog {
  private final Path log;
  private final AtomicLong committed = new AtomicLong();
  private final ReentrantLock syncing = new ReentrantLock();
  private long synced;

  WriteAheadLog(Path database) {
    this.log = database.resolveSibling(database.getFileName() + "-wal");
  }

  /** Returns once every commit that ended before this call survives a power cut. */
  void sync() throws IOException {
    long mine = committed.incrementAndGet();
    syncing.lock();
    try {
      if (synced >= mine) {
        return;
      }
      long covered = committed.get();
      force();
      synced = covered;
    } finally {
      syncing.unlock();
    }
  }

  /** An interrupt closes the channel and must not leave a commit half safe: it is put off. */
  private void force() throws IOException {
    boolean interrupted = false;
    try {
      while (Files.exists(log)) {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
          channel.force(false);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
