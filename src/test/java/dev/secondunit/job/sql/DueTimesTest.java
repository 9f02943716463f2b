package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DueTimesTest {
  private final BlockingQueue<Long> looks = new LinkedBlockingQueue<>();
  private final DueTimes times = new DueTimes(() -> looks.add(System.nanoTime()));

  @Test
  void in_looksWhenItIsDueAndNotBefore() throws Exception {
    times.start();
    try (times) {
      long began = System.nanoTime();
      times.in(Duration.ofMinutes(1));
      times.in(Duration.ofMillis(50));
      Long looked = looks.poll(30, TimeUnit.SECONDS);

      assertTrue(looked - began >= Duration.ofMillis(50).toNanos(), "too early");
      assertTrue(looks.isEmpty());
    }
  }

  @Test
  void in_manyAtOneMoment_looksOnce() throws Exception {
    times.start();
    try (times) {
      // Longer apart than this loop takes, so that none is looked for meanwhile.
      for (int i = 0; i < 10_000; i++) {
        times.in(Duration.ofMillis(1_500));
      }
      assertTrue(looks.poll(30, TimeUnit.SECONDS) != null);
      int more = 0;
      while (looks.poll(100, TimeUnit.MILLISECONDS) != null) {
        more++;
      }

      assertTrue(more < 60, more + " looks for one moment");
    }
  }

  @Test
  void in_notStarted_keepsNothing() {
    times.in(Duration.ZERO);
    times.close();

    assertEquals(0, looks.size());
  }
}
