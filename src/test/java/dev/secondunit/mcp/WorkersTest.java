package dev.secondunit.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  private final Workers workers = new Workers(3, 2);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    end.countDown();
    workers.close();
  }

  private void block(CountDownLatch begun) throws Exception {
    workers.submit(
        () -> {
          begun.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void submit_oneAfterTheOther_needsFewThreads() throws Exception {
    try (Workers many = new Workers(50, 2)) {
      for (int i = 0; i < 50; i++) {
        many.submit(() -> threads.add(Thread.currentThread())).get();
      }
    }

    // Not one: a thread may not have noticed that its task is over when the next one comes.
    assertTrue(threads.size() <= 15, threads.toString());
  }

  @Test
  void submit_atOnce_hasAThreadEachUpToTheMost() throws Exception {
    CountDownLatch begun = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      block(begun);
    }

    begun.await();
  }

  @Test
  void submit_moreThanMayWait_isRefusedAndTheOthersAreRun() throws Exception {
    CountDownLatch begun = new CountDownLatch(5);
    for (int i = 0; i < 5; i++) {
      block(begun);
    }
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> block(new CountDownLatch(1)));
    end.countDown();

    begun.await();
    assertTrue(refused.getMessage().contains("Too many requests"), refused.getMessage());
  }

  @Test
  void submit_taskThatThrows_losesNoThread() throws Exception {
    for (int i = 0; i < 4; i++) {
      workers.submit(
          () -> {
            throw new IllegalStateException("a defect");
          });
    }

    workers.submit(() -> threads.add(Thread.currentThread())).get();
    assertEquals(1, threads.size());
  }
}
