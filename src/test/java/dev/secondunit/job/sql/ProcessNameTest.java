package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessNameTest {
  private final ProcessName own = ProcessName.current();

  @Test
  void current_livesAndSurvivesTheColumn() {
    assertFalse(own.hasEnded(own.host()));
    assertEquals(own, ProcessName.parse(own.word()).orElseThrow());
  }

  /** The time of day moves when a clock is set, and with it what the Java runtime says. */
  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      disabledReason =
          "only Linux counts a process's begin in ticks, in /proc; others are named"
              + " by the time of day that the Java runtime says")
  void current_onLinux_beganAtTicksThatNoClockMoves() throws Exception {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] afterName = stat.substring(stat.indexOf("(java) ") + "(java) ".length()).split(" ");

    assertTrue(own.word().endsWith("|" + afterName[22 - 3]), own + " in " + stat);
  }

  @ParameterizedTest
  @CsvSource({
    "'4 (java) S 1 4 4 0 -1 4 5 6 7 8 9 10 11 12 20 0 45 0 70911 1000 20', 70911",
    "'4 (my prog) S 1 4 4 0 -1 4 5 6 7 8 9 10 11 12 20 0 45 0 70911 1000 20', 70911",
    "'4 (a) S 1 (b c)) S 1 4 4 0 -1 4 5 6 7 8 9 10 11 12 20 0 45 0 70911 1000 20', 70911",
    "'4 (java) S 1 4 4 0 -1 4 5 6 7 8 9 10 11 12 20 0 45 0 70911', 70911",
    "'4 (java) S 1 4 4 0 -1 4 5 6 7 8 9 10 11 12 20 0 45 0',",
    "'4 (java) S 1 4 4 0 -1 4 5 6 7 8 9 10 11 12 20 0 45 0 soon 1000 20',",
    "'4 java S 1 4 4 0 -1 4 5 6 7 8 9 10 11 12 20 0 45 0 70911 1000 20',",
    "'',"
  })
  void ticks_areTheTwentySecondFieldWhateverTheNameIs(String stat, Long ticks) {
    OptionalLong expected = ticks == null ? OptionalLong.empty() : OptionalLong.of(ticks);

    assertEquals(expected, ProcessName.ticks(stat));
  }

  @Test
  void hasEnded_childThatRuns_hasNotAndThenHas() throws Exception {
    Process child = Child.start();
    try {
      assertEquals(Child.READY, child.inputReader().readLine());
      ProcessName name = ProcessName.of(child.toHandle());
      assertFalse(name.hasEnded(own.host()));
      child.destroyForcibly().waitFor();
      assertTrue(name.hasEnded(own.host()));
    } finally {
      child.destroyForcibly();
    }
  }

  /** A process that any system can start: it says that it runs, and ends with its input. */
  static final class Child {
    static final String READY = "running";

    private Child() {}

    static Process start() throws Exception {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      Path classes =
          Path.of(Child.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new ProcessBuilder(java.toString(), "-cp", classes.toString(), Child.class.getName())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    }

    public static void main(String[] arguments) throws Exception {
      System.out.println(READY);
      System.in.read();
    }
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
    ProcessName before = new ProcessName(own.host(), own.pid(), own.began() - 1);

    assertTrue(before.hasEnded(own.host()));
  }

  @Test
  void hasEnded_processOfAnotherContainer_isNotKnown() {
    ProcessName other = new ProcessName(ProcessName.spaceOf("node", "/boot/pid:[2]"), 1, 5);

    assertNotEquals(ProcessName.spaceOf("node", "/boot/pid:[1]"), other.host());
    assertFalse(other.hasEnded(ProcessName.spaceOf("node", "/boot/pid:[1]")));
  }
}
