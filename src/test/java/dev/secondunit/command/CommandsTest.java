package dev.secondunit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees who mistypes: the value, the rule and the way out, and no stack trace. */
class CommandsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jobs --status foo | \"foo\" is not one of queued, submitting,",
        "jobs --limit 0 | \"0\" is outside 1 to 1000",
        "jobs --limit 1001 | \"1001\" is outside 1 to 1000",
        "ledger --from yesterday | \"yesterday\" is not a day such as 2026-11-01",
      })
  void wrongOption_isTwoLinesAndExitCode2(String line, String said) {
    Ended ended = run(line.split(" "));

    assertEquals(2, ended.code(), ended.said());
    assertTrue(ended.said().contains(said), ended.said());
    assertNoTrace(ended);
  }

  @Test
  void simulate_portTaken_saysSoAndNamesTheWayOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Ended ended = run("simulate", "--port", String.valueOf(taken.getLocalPort()));

      assertEquals(1, ended.code(), ended.said());
      assertTrue(ended.said().startsWith("The port is taken"), ended.said());
      assertTrue(ended.said().contains("--port 0"), ended.said());
      assertNoTrace(ended);
    }
  }

  @Test
  void backends_tellsEveryBackendAndWhatHasEnded() {
    String said = printed("backends");

    assertTrue(said.contains("twelvelabs   not usable: set TWELVELABS_API_KEY"), said);
    assertTrue(said.contains("previz       ready"), said);
    assertTrue(said.matches("(?s).*sora-2 +ENDED 2026-09-24.*"), said);
    assertTrue(said.contains("(as of 2026-"), said);
  }

  @Test
  void jobsAndLedger_nameTheirColumns() {
    assertTrue(
        printed("jobs").matches("job +state +made +backend +model +cost +file, .*\\R"),
        printed("jobs"));
    assertTrue(
        printed("ledger").startsWith("reserved at ") && printed("ledger").contains(" settled "),
        printed("ledger"));
  }

  private String printed(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertEquals(0, run(arguments).code());
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void assertNoTrace(Ended ended) {
    assertTrue(
        !ended.said().contains("\tat ") && !ended.said().contains("Exception"), ended.said());
  }

  private record Ended(int code, String said) {}

  private Ended run(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Settings settings =
          new Settings(Map.of("SECOND_UNIT_HOME", folder.resolve("home").toString()), folder);
      return new Ended(SecondUnit.run(arguments, settings), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }
}
