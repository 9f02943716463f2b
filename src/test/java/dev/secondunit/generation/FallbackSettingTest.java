package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackSettingTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String EXAMPLE = "grok/grok-imagine-video";

  private static List<String> problems(String setting) {
    Settings settings = new Settings(Map.of("SECOND_UNIT_FALLBACK", setting), Path.of("."));
    return new FallbackSetting(settings).problems(Catalogue.builtIn(), NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "google/|has no model after the slash; write google alone, or a model too, such as EXAMPLE.",
        "google/ |has no model after the slash; write google alone, or a model too, such as EXAMPLE.",
        "/grok-imagine-video|has no backend before the slash; write backend/model, such as EXAMPLE.",
        "/|has no backend before the slash; write backend/model, such as EXAMPLE.",
        "auto|is no place to go; name a backend, such as google, or one with its model, such as"
            + " EXAMPLE.",
        "auto/|is no place to go; name a backend, such as google, or one with its model, such as"
            + " EXAMPLE.",
        "google;grok|is no backend; names stand between commas, such as google,EXAMPLE.",
        "google grok/grok-imagine-video|is no backend; names stand between commas, such as"
            + " google,EXAMPLE.",
        "grok/grok-imagine-video;google|is no backend; names stand between commas, such as"
            + " google,EXAMPLE.",
        "gogle/|is no backend; the nearest one is google.",
        "Google|is no backend; the nearest one is google.",
      })
  void malformedName_isToldWithItsFaultAndAnExample(String name, String fault) {
    assertEquals(
        List.of(
            "SECOND_UNIT_FALLBACK names \""
                + name
                + "\", which "
                + fault.replace("EXAMPLE", EXAMPLE)),
        problems("grok," + name));
  }

  @Test
  void theExample_andSpacesAroundTheSlash_areNoProblem() {
    assertEquals(List.of(), problems("google," + EXAMPLE));
    assertEquals(List.of(), problems(" google , grok / grok-imagine-video ,"));
  }
}
