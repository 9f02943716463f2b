package dev.secondunit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private boolean examine(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SECOND_UNIT_HOME", folder.toString());
    try (Wiring wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), false)) {
      return new Doctor(wiring, new PrintStream(told, true, StandardCharsets.UTF_8)).examine();
    }
  }

  @Test
  void healthy_showsCapsApprovalAndFolders() {
    assertTrue(
        examine(
            Map.of(
                "SECOND_UNIT_MAX_USD_PER_DAY", "20",
                "SECOND_UNIT_APPROVE_ABOVE_USD", "0.5",
                "SECOND_UNIT_READ_ROOTS", folder.resolve("rushes").toString())),
        told.toString(StandardCharsets.UTF_8));

    assertLine(
        "spending caps", "per call no cap, per session no cap, per day $20.00, total no cap");
    assertLine("approval", "a person is asked above $0.50");
    assertLine("reads from", folder.resolve("rushes").toString());
    assertLine("writes to", folder + ", " + folder.resolve("media"));
  }

  @Test
  void misspeltCap_isWrong_withTheNearestName() {
    assertFalse(examine(Map.of("SECOND_UNIT_MAX_USD_PER_CAL", "1")));

    assertEquals(
        1,
        told.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(
                line ->
                    line.equals(
                        "settings       WRONG SECOND_UNIT_MAX_USD_PER_CAL is no setting and has no"
                            + " effect; the nearest one is SECOND_UNIT_MAX_USD_PER_CALL."))
            .count(),
        told.toString(StandardCharsets.UTF_8));
  }

  @Test
  void fallback_isShown_andWhatNothingCanBeSentToIsWrong() {
    assertTrue(examine(Map.of()), told.toString(StandardCharsets.UTF_8));
    assertLine("fallback", "nothing is made elsewhere");
    assertTrue(
        examine(
            Map.of(
                "SECOND_UNIT_FALLBACK", " google , grok/grok-imagine-video,previz/previz-video,")),
        told.toString(StandardCharsets.UTF_8));
    assertLine("fallback", "google, then grok/grok-imagine-video, then previz/previz-video");

    assertFalse(
        examine(
            Map.of(
                "SECOND_UNIT_FALLBACK",
                "gogle,grok/grok-imagine-vidoe,grok,openai/sora-2,google/veo-3.1-generate-001")));

    assertWrong(
        "SECOND_UNIT_FALLBACK names \"gogle\", which is no backend; the nearest one is google.");
    assertWrong(
        "SECOND_UNIT_FALLBACK names \"grok/grok-imagine-vidoe\", and the catalogue has no such"
            + " model, so no price: nothing is sent there; the nearest one is"
            + " grok-imagine-video.");
    assertWrong("SECOND_UNIT_FALLBACK names \"openai/sora-2\", which ended on 2026-09-24.");
    assertWrong(
        "SECOND_UNIT_FALLBACK names \"google/veo-3.1-generate-001\", whose price is not known:"
            + " nothing is sent there.");
    assertEquals(
        4,
        told.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("fallback       WRONG"))
            .count());
  }

  private void assertWrong(String words) {
    String line = String.format("%-14s WRONG %s", "fallback", words);
    String all = told.toString(StandardCharsets.UTF_8);
    assertTrue(all.lines().anyMatch(line::equals), all);
  }

  private void assertLine(String name, String words) {
    String line = String.format("%-14s ok    %s", name, words);
    String all = told.toString(StandardCharsets.UTF_8);
    assertTrue(all.lines().anyMatch(line::equals), all);
  }
}
