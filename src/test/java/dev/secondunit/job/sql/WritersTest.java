package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Who gets the one writing connection next. */
class WritersTest {
  @TempDir Path folder;

  private HikariDataSource pool;
  private Writers writers;
  private final List<Thread> waiting = new ArrayList<>();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("jobs.db"));
    pool = new HikariDataSource();
    pool.setDataSource(source);
    pool.setMaximumPoolSize(1);
    writers = new Writers(pool, 1, Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private void ask(String name, Callable<Writers.Held> entrance) {
    Thread thread =
        new Thread(
            () -> {
              try (Writers.Held held = entrance.call()) {
                order.add(held.connection().isValid(1) ? name : name + " got a dead connection");
              } catch (Exception e) {
                order.add(name + ": " + e);
              }
            });
    thread.start();
    waiting.add(thread);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void next_manyInLine_standsBehindOneOfThem() throws Exception {
    Writers.Held writing = writers.inLine();
    for (int step = 1; step <= 5; step++) {
      ask("step " + step, writers::inLine);
    }
    ask("call", writers::next);

    writing.close();
    for (Thread thread : waiting) {
      thread.join();
    }

    assertTrue(order.indexOf("call") <= 1, order.toString());
    order.remove("call");
    assertEquals(List.of("step 1", "step 2", "step 3", "step 4", "step 5"), order);
  }

  @Test
  void inLine_nobodyGivesBack_saysSoInTime() throws Exception {
    Writers impatient = new Writers(pool, 1, Duration.ofMillis(1));
    Writers.Held writing = impatient.inLine();

    SQLException thrown = assertThrows(SQLException.class, impatient::inLine);

    assertTrue(thrown.getMessage().contains("no writing connection"), thrown.getMessage());
    writing.close();
    impatient.inLine().close();
  }

  @Test
  void inLine_interrupted_isAnErrorAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThrows(SQLException.class, writers::inLine);

    assertTrue(Thread.interrupted());
  }

  @Test
  void inLine_poolFails_givesItsPlaceBack() {
    pool.close();

    for (int i = 0; i < 3; i++) {
      SQLException thrown = assertThrows(SQLException.class, writers::inLine);
      assertTrue(thrown.getMessage().contains("closed"), thrown.getMessage());
    }
  }
}
