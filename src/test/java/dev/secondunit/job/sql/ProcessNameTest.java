package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessNameTest {
  private final ProcessName own = ProcessName.current();

  @Test
  void current_livesAndSurvivesTheColumn() {
    assertFalse(own.hasEnded(own.host()));
    assertEquals(own, ProcessName.parse(own.word()).orElseThrow());
  }

  @Test
  void word_ofTheLongestNames_fitsIntoTheColumn() {
    String host =
        ProcessName.spaceOf("a-machine-in-a-cluster.with.a.long.example.com", "/boot/pid");
    String word = new ProcessName(host, 4_194_304, 1_795_000_000_000L).word();

    assertTrue(word.length() <= ProcessName.LONGEST, word);
  }

  @Test
  void hasEnded_laterProcessWithTheSameNumber_isAnother() {
    ProcessName before = new ProcessName(own.host(), own.pid(), own.startedAtMillis() - 60_000);

    assertTrue(before.hasEnded(own.host()));
  }

  @Test
  void hasEnded_processOfAnotherContainer_isNotKnown() {
    ProcessName other = new ProcessName(ProcessName.spaceOf("node", "/boot/pid:[2]"), 1, 5);

    assertNotEquals(ProcessName.spaceOf("node", "/boot/pid:[1]"), other.host());
    assertFalse(other.hasEnded(ProcessName.spaceOf("node", "/boot/pid:[1]")));
  }
}
