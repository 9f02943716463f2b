package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user can say over the built-in catalogue, and what happens when it is said badly. */
class CatalogueOverridesTest {
  @TempDir Path folder;

  @Test
  void missingFolder_isTheBuiltInCatalogue() {
    Catalogue catalogue = Catalogue.load(folder.resolve("nowhere"));
    assertEquals(Catalogue.builtIn().backends(), catalogue.backends());
    assertEquals(List.of(), catalogue.warnings());
  }

  @Test
  void model_knownId_isReplacedFieldByField() throws IOException {
    write(
        "grok",
        """
        {"models":[{"id":"grok-imagine-video","title":"Ours","available_until":"2027-03-01",
          "replacement":"grok-imagine-video-1.5",
          "prices":{"as_of":"2026-11-20","source":"our contract",
            "rules":[{"per":"second","usd":"0.01"}]}}]}
        """);
    Catalogue catalogue = Catalogue.load(folder);
    Model ours = catalogue.model("grok", "grok-imagine-video").orElseThrow();
    Model builtIn = Catalogue.builtIn().model("grok", "grok-imagine-video").orElseThrow();
    assertEquals("Ours", ours.title());
    assertEquals(LocalDate.parse("2027-03-01"), ours.until());
    assertEquals("our contract", ours.prices().source());
    assertEquals(builtIn.operations(), ours.operations());
    assertEquals(builtIn.chosen(), ours.chosen());
    assertEquals(
        Catalogue.builtIn().model("grok", "grok-imagine-video-1.5"),
        catalogue.model("grok", "grok-imagine-video-1.5"));
    assertEquals(Catalogue.builtIn().backend("google"), catalogue.backend("google"));
    assertEquals(List.of(), catalogue.warnings());
  }

  @Test
  void model_newId_isAddedAndCanBePlanned() throws IOException {
    write(
        "grok",
        """
        {"models":[{"id":"grok-imagine-video-2","like":"grok-imagine-video","title":"Video 2",
          "prices":{"as_of":"2026-11-20","source":"the vendor",
            "rules":[{"per":"second","usd":"0.02"}]}}]}
        """);
    Catalogue catalogue = Catalogue.load(folder);
    assertEquals(List.of(), catalogue.warnings());
    Plan plan =
        new Planner(catalogue)
            .plan(
                Requests.video().model("grok-imagine-video-2").build(),
                Requests.everythingUsable());
    assertEquals("grok", plan.backend());
    assertEquals("0.1", plan.estimate().usd().stripTrailingZeros().toPlainString());
    assertTrue(
        new ConditionalSchemas(catalogue)
            .schema(ConditionalSchemas.GENERATE_MEDIA, "grok")
            .path("$defs")
            .has("grok-imagine-video-2.generate"));
  }

  @Test
  void model_newDefault_takesThePlaceOfTheOldOne() throws IOException {
    write(
        "grok",
        """
        {"models":[{"id":"grok-imagine-video-1.5","chosen":"default"}]}
        """);
    Catalogue catalogue = Catalogue.load(folder);
    assertEquals(List.of(), catalogue.warnings());
    assertEquals(
        "grok-imagine-video-1.5",
        catalogue.defaultModel("grok", MediaKind.VIDEO).orElseThrow().id());
    assertEquals(
        "grok-imagine-image", catalogue.defaultModel("grok", MediaKind.IMAGE).orElseThrow().id());
  }

  @Test
  void backendFields_replaceOurs() throws IOException {
    write("previz", "{\"priority\":{\"video\":1},\"notes\":[\"first of all\"]}");
    write("grok", "{\"priority\":{\"video\":2}}");
    Catalogue catalogue = Catalogue.load(folder);
    assertEquals("previz", catalogue.priority(MediaKind.VIDEO).get(0).name());
    assertEquals(List.of("first of all"), catalogue.backend("previz").orElseThrow().notes());
    assertFalse(
        catalogue.priority(MediaKind.IMAGE).stream().anyMatch(b -> b.name().equals("previz")),
        "the list of places is one field and is replaced as a whole");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not JSON at all|Unrecognized token",
        "[1,2]|does not hold an object",
        "{\"models\":[7]}|a model is not an object",
        "{\"models\":7}|models",
        "{\"models\":[{\"title\":\"nameless\"}]}|id",
        "{\"models\":[{\"id\":\"x\",\"kind\":\"hologram\"}]}|kind",
        "{\"models\":[{\"id\":\"x\",\"like\":\"nobody\"}]}|nobody",
        "{\"models\":[{\"id\":\"grok-imagine-video\",\"colour\":1}]}|colour",
        "{\"models\":[{\"id\":\"grok-imagine-video\",\"available_until\":\"soon\"}]}|available_until",
        "{\"models\":[{\"id\":\"grok-imagine-video\",\"operations\":7}]}|operations",
        "{\"models\":[{\"id\":\"grok-imagine-video\",\"operations\":{\"generate\":{\"parameters\":{\"prompt\":{},\"duration\":{\"range\":[9,1]}}}}}]}|range",
        "{\"models\":[{\"id\":\"x\",\"like\":\"grok-imagine-video\",\"operations\":7}]}|operations",
        "{\"models\":[{\"id\":\"grok-imagine-video\",\"prices\":{\"as_of\":\"2026-01-01\",\"source\":\"x\",\"rules\":[{\"per\":\"mile\",\"usd\":\"1\"}]}}]}|per",
        "{\"models\":[{\"id\":\"grok-imagine-video\",\"prices\":{\"rules\":[{\"per\":\"image\",\"usd\":\"1\"}]}}]}|as_of",
        "{\"models\":[{\"id\":\"grok-imagine-video\",\"prices\":{\"as_of\":\"2026-01-01\",\"source\":\"x\",\"rules\":[{\"per\":\"image\",\"usd\":\"-1\"}]}}]}|usd",
        "{\"keys\":[\"NO_SUCH_SETTING\"]}|NO_SUCH_SETTING",
        "{\"backend\":\"google\"}|google"
      })
  void brokenFile_keepsTheBuiltInOneAndSaysWhy(String content, String why) throws IOException {
    write("grok", content);
    write("openai", "{\"notes\":[\"still read\"]}");
    Catalogue catalogue = Catalogue.load(folder);
    assertEquals(Catalogue.builtIn().backend("grok"), catalogue.backend("grok"));
    assertEquals(List.of("still read"), catalogue.backend("openai").orElseThrow().notes());
    assertEquals(1, catalogue.warnings().size(), catalogue.warnings().toString());
    String warning = catalogue.warnings().get(0);
    assertTrue(warning.contains("grok.json is not used, the built-in one is"), warning);
    assertTrue(warning.contains(why), warning);
  }

  @Test
  void hugeFile_isNotRead() throws IOException {
    write("grok", "{\"notes\":[\"" + "x".repeat(1_100_000) + "\"]}");
    Catalogue catalogue = Catalogue.load(folder);
    assertEquals(Catalogue.builtIn().backend("grok"), catalogue.backend("grok"));
    assertTrue(catalogue.warnings().get(0).contains("larger than 1048576 bytes"));
  }

  @Test
  void fileOfAnUnknownBackend_isNamed() throws IOException {
    write("gork", "{}");
    Catalogue catalogue = Catalogue.load(folder);
    assertEquals(Catalogue.builtIn().backends(), catalogue.backends());
    assertTrue(
        catalogue.warnings().get(0).endsWith("no backend is called gork."),
        catalogue.warnings().toString());
  }

  private void write(String backend, String content) throws IOException {
    Files.writeString(folder.resolve(backend + ".json"), content);
  }
}
