package dev.secondunit.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** A turn of this lane is free again; whom to call for it, of whatever lane. */
  private Turns.Call freed(String lane) {
    turns.giveBack(lane);
    return turns.next(lane).orElse(null);
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
      freed("slow");
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
    called.add(freed("images").jobId());
    called.add(freed("images").jobId());

    assertTrue(called.contains("the-shot"), called.toString());
  }

  @Test
  void giveBack_called_hasItsTurnKept() {
    taken("images", "batch", 1_000);
    String called = freed("images").jobId();
    nanos.addAndGet(Duration.ofMillis(250).toNanos());

    assertTrue(turns.take("images", "other", "somebody-else").toMillis() > 0);
    assertTrue(takes("images", "batch", called));
  }

  @Test
  void giveBack_calledAndNeverCame_isPassedOn() {
    taken("images", "batch", 1_000);
    freed("images");
    nanos.addAndGet(Duration.ofMillis(350).toNanos());

    assertTrue(takes("images", "other", "somebody-else"));
  }

  @Test
  void giveBack_everythingWaiting_isServedOnceEach() {
    int served = taken("images", "batch", 1_000);
    List<String> called = new ArrayList<>();
    while (turns.taken() > 0) {
      Turns.Call next = freed("images");
      if (next != null) {
        called.add(next.jobId());
        assertTrue(takes("images", "batch", next.jobId()));
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

  @Test
  void pause_ofALaneThatWaits_leavesItsShareToTheOthers() {
    turns.pause("images", Duration.ofSeconds(30));
    taken("images", "batch", 1_000);

    assertEquals(WORKERS - 4, taken("films", "batch", 1_000));
  }

  @Test
  void withdraw_takenElsewhere_leavesTheTurnToTheNext() {
    taken("images", "batch", 1_000);
    Turns.Call gone = freed("images");
    assertEquals(Optional.empty(), turns.next("images"));

    turns.withdraw(gone);

    Turns.Call next = turns.next("images").orElseThrow();
    assertNotEquals(gone, next);
    assertTrue(takes("images", "batch", next.jobId()));
  }

  @Test
  void missing_laneWithRoomThatRemembersNobody_looksOnceASecond() {
    assertEquals(WORKERS - 4, turns.missing("images"));
    assertEquals(0, turns.missing("images"));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertEquals(WORKERS - 4, turns.missing("images"));
  }

  @Test
  void missing_afterATurn_isNotForgotten() {
    takes("images", "batch", "one");
    turns.missing("images");
    turns.giveBack("images");

    assertEquals(0, turns.missing("images"));
  }

  @Test
  void missing_laneThatIsFullOrWaitsOrRests_looksForNobody() {
    taken("full", "batch", WORKERS - 4);
    turns.pause("resting", Duration.ofSeconds(30));
    turns.remember("waiting", "batch", "one");

    assertEquals(0, turns.missing("full"));
    assertEquals(0, turns.missing("resting"));
    assertEquals(0, turns.missing("waiting"));
  }

  @Test
  void remember_waitsElsewhere_isCalledOnceInTurnWithTheOthers() {
    turns.remember("images", "batch", "one");
    turns.remember("images", "batch", "one");
    turns.remember("images", "batch", "two");
    turns.remember("images", "single", "three");

    assertEquals("one", turns.next("images").orElseThrow().jobId());
    assertEquals("three", turns.next("images").orElseThrow().jobId());
    assertEquals("two", turns.next("images").orElseThrow().jobId());
    assertEquals(Optional.empty(), turns.next("images"));
  }
}
