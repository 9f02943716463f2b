package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.zaxxer.hikari.HikariDataSource;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;
import org.sqlite.SQLiteDataSource;

/** Which changes wait for the disk, and what that wait promises. */
class WriteAheadLogTest {
  @TempDir Path folder;

  private Path log() {
    return folder.resolve("jobs.db-wal");
  }

  @Test
  void sync_logMovedIntoTheDatabase_hasNothingToDo() throws Exception {
    new WriteAheadLog(folder.resolve("jobs.db")).sync();

    assertFalse(Files.exists(log()));
  }

  @Test
  void sync_logThatCannotBeSynced_isAnError() throws Exception {
    Files.createDirectory(log());

    assertThrows(IOException.class, () -> new WriteAheadLog(folder.resolve("jobs.db")).sync());
  }

  @Test
  void sync_afterOneThatFailed_promisesNothingMore() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    WriteAheadLog log =
        new WriteAheadLog(
            () -> {
              if (syncs.incrementAndGet() == 2) {
                throw new IOException("Input/output error");
              }
            });
    log.sync();
    assertThrows(IOException.class, log::sync);

    IOException again = assertThrows(IOException.class, log::sync);

    assertEquals("Input/output error", again.getMessage());
    assertEquals(2, syncs.get());
  }

  @Test
  void awaitDisk_afterTheRealLogCouldNotBeSynced_promisesNothingMore() throws Exception {
    SqliteDialect dialect = new SqliteDialect(folder.resolve("jobs.db"));
    Files.createDirectory(log());
    assertThrows(IOException.class, dialect::awaitDisk);
    Files.delete(log());
    Files.write(log(), new byte[4096]);

    assertThrows(IOException.class, dialect::awaitDisk);
    new SqliteDialect(folder.resolve("jobs.db")).awaitDisk();
  }

  @Test
  void sync_databaseBehindALink_syncsTheLogBesideTheDatabase() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("real.db"));
    Files.createSymbolicLink(folder.resolve("jobs.db"), elsewhere.resolve("real.db"));
    Files.createDirectory(elsewhere.resolve("real.db-wal"));

    assertThrows(IOException.class, () -> new WriteAheadLog(folder.resolve("jobs.db")).sync());
  }

  @Test
  void sync_interruptedThread_syncsAndStaysInterrupted() throws Exception {
    Files.write(log(), new byte[4096]);
    Thread.currentThread().interrupt();

    new WriteAheadLog(folder.resolve("jobs.db")).sync();

    assertTrue(Thread.interrupted());
  }

  @Test
  void sync_manyThreads_allReturn() throws Exception {
    Files.write(log(), new byte[4096]);
    WriteAheadLog log = new WriteAheadLog(folder.resolve("jobs.db"));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        ends.add(
            threads.submit(
                () -> {
                  log.sync();
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sync_askedWhileTheDiskIsBusy_waitsForASyncThatBeginsLater() throws Exception {
    Semaphore allowed = new Semaphore(0);
    BlockingQueue<Integer> begun = new LinkedBlockingQueue<>();
    AtomicInteger syncs = new AtomicInteger();
    WriteAheadLog log =
        new WriteAheadLog(
            () -> {
              begun.add(syncs.incrementAndGet());
              allowed.acquireUninterruptibly();
            });
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<?> first = threads.submit(() -> synced(log));
      assertEquals(1, begun.take());
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Thread thread = new Thread(() -> synced(log));
        thread.start();
        waiting.add(thread);
      }
      while (!waiting.stream().allMatch(each -> each.getState() == Thread.State.WAITING)) {
        Thread.onSpinWait();
      }

      allowed.release();
      first.get();
      assertEquals(2, begun.take());
      assertTrue(waiting.stream().allMatch(Thread::isAlive), "theirs has only begun");
      allowed.release();
      for (Thread thread : waiting) {
        thread.join();
      }

      assertEquals(2, syncs.get(), "one for all that waited");
    } finally {
      allowed.release(100);
      threads.shutdownNow();
    }
  }

  @Test
  void sync_failsUnderMany_isAnErrorForEachOfThem() throws Exception {
    WriteAheadLog log =
        new WriteAheadLog(
            () -> {
              throw new IOException("Input/output error");
            });
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> ends = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ends.add(threads.submit(() -> !synced(log)));
      }
      for (Future<Boolean> end : ends) {
        assertTrue(end.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean synced(WriteAheadLog log) {
    try {
      log.sync();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void write_returnsAfterTheDiskHasIt_andOnlyThenTellsOthers() throws Exception {
    Dialect dialect = mock(Dialect.class);
    Runnable told = mock(Runnable.class);
    try (HikariDataSource source = source()) {
      Transactions transactions =
          new Transactions(dialect, new Writers(source, 1, Duration.ofSeconds(5)), source);

      transactions.write(
          connection -> {
            transactions.afterCommit(told);
            return insert(connection);
          });
    }

    InOrder order = inOrder(dialect, told);
    order.verify(dialect).awaitDisk();
    order.verify(told).run();
  }

  @Test
  void writeSoon_doesNotWaitForTheDisk() throws Exception {
    Dialect dialect = mock(Dialect.class);
    try (HikariDataSource source = source()) {
      new Transactions(dialect, new Writers(source, 1, Duration.ofSeconds(5)), source)
          .writeSoon(WriteAheadLogTest::insert);
    }

    verify(dialect, never()).awaitDisk();
  }

  @Test
  void write_diskFailsUnderTheLog_isStorageFailed() throws Exception {
    Dialect dialect = mock(Dialect.class);
    doThrow(new IOException("Input/output error")).when(dialect).awaitDisk();
    try (HikariDataSource source = source()) {
      Transactions transactions =
          new Transactions(dialect, new Writers(source, 1, Duration.ofSeconds(5)), source);

      FailureException thrown =
          assertThrows(FailureException.class, () -> transactions.write(WriteAheadLogTest::insert));

      assertEquals(ErrorCode.STORAGE_FAILED, thrown.failure().code());
      assertTrue(thrown.failure().hint().contains("get_jobs"), thrown.failure().hint());
    }
  }

  private static int insert(Connection connection) throws java.sql.SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE shot (id INTEGER)");
    }
    return 7;
  }

  private HikariDataSource source() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("other.db"));
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(source);
    pool.setMaximumPoolSize(1);
    return pool;
  }
}
