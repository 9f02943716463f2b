package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendLinesTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  private final Catalogue catalogue = Catalogue.load(null);

  @Test
  void living_tellsLimitsPriceAndItsDate() {
    String line = line("grok", "grok-imagine-video ");

    for (String word :
        List.of("video (default)", "generate", "1 to 15 s", "720p", "$", "(as of 2026-")) {
      assertTrue(line.contains(word), word + " in " + line);
    }
    assertFalse(line.contains("ENDED"), line);
  }

  @Test
  void ended_saysWhenAndComesLast() {
    List<String> lines = lines("openai");
    int sora = lines.indexOf(line("openai", "sora-2 "));

    assertTrue(lines.get(sora).contains("ENDED 2026-09-24"), lines.get(sora));
    assertTrue(lines.subList(sora, lines.size()).stream().allMatch(l -> l.contains("ENDED")));
    assertFalse(
        new BackendLines(LocalDate.parse("2026-09-01"))
            .of(catalogue.backend("openai").orElseThrow())
            .toString()
            .contains("sora-2                       ENDED"));
  }

  @Test
  void every_modelOfEveryBackend_hasOneLine() {
    for (BackendEntry backend : catalogue.backends()) {
      assertEquals(backend.models().size(), lines(backend.name()).size());
      assertTrue(lines(backend.name()).stream().noneMatch(line -> line.contains("\n")));
    }
  }

  private List<String> lines(String backend) {
    return new BackendLines(TODAY).of(catalogue.backend(backend).orElseThrow());
  }

  private String line(String backend, String start) {
    return lines(backend).stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }
}
