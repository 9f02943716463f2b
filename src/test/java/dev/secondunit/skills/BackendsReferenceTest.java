package dev.secondunit.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.catalogue.BackendTables;
import dev.secondunit.catalogue.Catalogue;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables in {@code references/backends.md} come from the catalogue. Run with {@code
 * -Dsecond-unit.update=true} to write them anew.
 */
class BackendsReferenceTest {
  private static final Path PAGE = Documents.REFERENCES.resolve("backends.md");
  private static final String END = "<!-- /generated -->";

  @ParameterizedTest
  @ValueSource(strings = {"video", "image", "audio", "analysis", "prices"})
  void table_isTheCatalogues(String name) {
    String start = "<!-- generated:" + name + " -->\n";
    String wanted = new BackendTables(Catalogue.builtIn()).table(name);
    String page = Documents.read(PAGE);
    assertTrue(page.contains(start), "no marker for " + name);
    int from = page.indexOf(start) + start.length();
    int to = page.indexOf(END, from);
    if (Documents.update()) {
      page = page.substring(0, from) + wanted + page.substring(to);
      Documents.write(PAGE, page);
      to = page.indexOf(END, from);
    }
    assertEquals(wanted, page.substring(from, to), "run with -Dsecond-unit.update=true");
  }
}
