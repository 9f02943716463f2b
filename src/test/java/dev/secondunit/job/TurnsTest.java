package dev.secondunit.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int WORKERS = 24;

  private final AtomicLong nanos = new AtomicLong();
  private final Turns turns = new Turns(WORKERS, nanos::get);

  private boolean takes(String lane, String party, String jobId) {
    return turns.take(lane, party, jobId).isZero();
  }

  /** How many of these jobs get a turn. */
  private int taken(String lane, String party, int jobs) {
    int taken = 0;
    for (int i = 0; i < jobs; i++) {
      taken += takes(lane, party, lane + party + i) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void take_aloneWithAThousand_leavesAFewWorkers() {
    assertEquals(WORKERS - 4, taken("slow", "batch", 1_000));
  }

  @Test
  void take_anotherVendor_isServedAtOnceAlthoughOneHoldsAllItMay() {
    taken("slow", "batch", 1_000);

    assertTrue(takes("quick", "single", "one"));
    assertTrue(takes("third", "single", "two"));
  }

  @Test
  void giveBack_slowLaneOverItsShare_callsTheOthersFirst() {
    taken("slow", "batch", 1_000);
    int quick = taken("quick", "batch", 1_000);
    assertEquals(1, quick);
    for (int i = 0; i < 10; i++) {
      turns.giveBack("slow");
    }
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    // Both want all they can get now: each has half.
    assertEquals(9, taken("quick", "batch", 1_000));
    assertEquals(0, taken("slow", "batch", 1_000));
  }

  @Test
  void giveBack_singleShotBehindAThousand_isCalledAmongTheFirst() {
    taken("images", "batch", 1_000);
    takes("images", "single", "the-shot");

    List<String> called = new ArrayList<>();
    called.addAll(turns.giveBack("images"));
    called.addAll(turns.giveBack("images"));

    assertTrue(called.contains("the-shot"), called.toString());
  }

  @Test
  void giveBack_called_hasItsTurnKept() {
    taken("images", "batch", 1_000);
    String called = turns.giveBack("images").get(0);

    assertTrue(turns.take("images", "other", "somebody-else").toMillis() > 0);
    assertTrue(takes("images", "batch", called));
  }

  @Test
  void giveBack_calledAndNeverCame_isPassedOn() {
    taken("images", "batch", 1_000);
    turns.giveBack("images");
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    assertTrue(takes("images", "other", "somebody-else"));
  }

  @Test
  void giveBack_everythingWaiting_isServedOnceEach() {
    int served = taken("images", "batch", 1_000);
    List<String> called = new ArrayList<>();
    while (turns.taken() > 0) {
      for (String jobId : turns.giveBack("images")) {
        called.add(jobId);
        assertTrue(takes("images", "batch", jobId));
      }
    }

    assertEquals(1_000, served + called.size());
    assertEquals(called.size(), called.stream().distinct().count());
  }

  @Test
  void take_waitingLong_asksLessOften() {
    taken("images", "batch", 20);
    Duration first = turns.take("images", "batch", "late");
    Duration second = turns.take("images", "batch", "late");
    for (int i = 0; i < 20; i++) {
      turns.take("images", "batch", "late");
    }

    assertEquals(Duration.ofSeconds(1), first);
    assertEquals(Duration.ofSeconds(2), second);
    assertEquals(Duration.ofMinutes(1), turns.take("images", "batch", "late"));
  }

  @Test
  void pause_holdsTheLaneAndNoOther() {
    turns.pause("images", Duration.ofSeconds(30));

    assertEquals(0, taken("images", "batch", 10));
    assertTrue(takes("films", "batch", "film"));
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    assertTrue(takes("images", "batch", "images-batch-0"));
  }
}
