package dev.secondunit.job.sql;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/**
 * Brings SQLite's write-ahead log to the disk, many commits with one sync.
 *
 * <p>With {@code synchronous=NORMAL} a commit is written to the log and whole, but a power cut may
 * still undo it; SQLite itself syncs only when it moves the log into the database, and then before
 * it reuses the log (sqlite.org/pragma.html#pragma_synchronous and sqlite.org/wal.html, read in
 * November 2026). Syncing here, after the commit, lets the next writer go on meanwhile. A log that
 * is not there has been moved into the database and synced by SQLite.
 *
 * <p>Commits are gathered in rounds: those that end while one round is synced make the next one,
 * the first of them syncs for all, and all of them go on at the same moment. Waiting for each other
 * in a row would cost a busy server more than the disk does.
 *
 * <p>Safe for many threads. The log is opened for each sync, because SQLite removes and remakes it;
 * SQLite holds no file lock on it that closing it could release.
 */
final class WriteAheadLog {
  private final Disk disk;
  private Round gathering = new Round(CompletableFuture.completedFuture(Result.DONE));

  WriteAheadLog(Path database) {
    this.disk = () -> force(besideTheFile(database));
  }

  WriteAheadLog(Disk disk) {
    this.disk = disk;
  }

  /** Returns once everything written before the call survives a power cut. */
  @FunctionalInterface
  interface Disk {
    void sync() throws IOException;
  }

  /** How a sync ended. */
  private record Result(IOException failure) {
    private static final Result DONE = new Result(null);
  }

  /** Commits that are synced together. */
  private static final class Round {
    private final CompletableFuture<Result> before;
    private final CompletableFuture<Result> end = new CompletableFuture<>();
    private boolean led;

    Round(CompletableFuture<Result> before) {
      this.before = before;
    }
  }

  /**
   * Returns once every commit that ended before this call survives a power cut. An interrupt is put
   * off until then.
   *
   * @throws IOException when the disk did not take them: they are not undone, and not safe. From
   *     then on each call throws: the system may have dropped what it could not write and would
   *     report the next sync as done, so only a new process, which reads what is there, may go on.
   */
  void sync() throws IOException {
    Round round;
    boolean lead;
    synchronized (this) {
      round = gathering;
      lead = !round.led;
      round.led = true;
    }
    if (lead) {
      lead(round);
    }
    IOException failure = round.end.join().failure();
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private void lead(Round round) {
    Result result = round.before.join();
    synchronized (this) {
      gathering = new Round(round.end);
    }
    try {
      if (result.failure() == null) {
        result = new Result(new IOException("the sync did not end"));
        disk.sync();
        result = Result.DONE;
      }
    } catch (IOException e) {
      result = new Result(e);
    } finally {
      round.end.complete(result);
    }
  }

  /** SQLite follows links to the database and keeps the log beside what they lead to. */
  private static Path besideTheFile(Path database) throws IOException {
    Path file = Files.exists(database) ? database.toRealPath() : database;
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /** An interrupt closes the channel and must not leave a commit half safe: it is put off. */
  private static void force(Path log) throws IOException {
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
