package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The documented format of catalogue files is the one that is read. */
class CatalogueFileSchemaTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final ObjectNode text = resource("catalogue.schema.json");
  private final Schema schema = REGISTRY.getSchema(text);

  @ParameterizedTest
  @ValueSource(strings = {"grok", "google", "openai", "elevenlabs", "twelvelabs", "previz"})
  void builtInFile_satisfiesIt(String backend) {
    ObjectNode file = resource(backend + ".json");
    assertEquals("[]", schema.validate(file).toString());
    assertEquals("[]", complete().validate(file).toString());
  }

  @Test
  void builtInFiles_areTheOnesNamed() {
    assertEquals(6, CatalogueFiles.BACKENDS.size(), "name a new file in this test too");
  }

  @Test
  void parametersAndKinds_areTheOnesOfTheProgram() {
    JsonNode parameters = text.at("/$defs/operation/properties/parameters/properties");
    for (Parameter parameter : Parameter.values()) {
      assertTrue(parameters.has(parameter.word()), parameter.word());
    }
    assertEquals(Parameter.values().length, parameters.size());
    assertEquals(MediaKind.values().length, text.at("/$defs/model/properties/kind/enum").size());
    assertEquals(Prices.Per.values().length, text.at("/$defs/price/properties/per/enum").size());
  }

  /** Each change breaks a whole file, and the program does not read it either. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/models/0|colour|\"blue\"",
        "/models/0|kind|\"hologram\"",
        "/models/0|available_until|\"soon\"",
        "/models/0|evidence|\"rumour\"",
        "/models/0/operations/generate/parameters|sparkle|{}",
        "/models/0/operations/generate/parameters/duration|adjust|\"round\"",
        "/models/0/operations/generate/parameters/duration|range|[1]",
        "/models/0/operations/generate/parameters/size|values|[]",
        "/models/0/operations/generate/rules/0|refuse|false",
        "/models/0/operations/generate/rules/0|when|\"always\"",
        "/models/0/prices|as_of|null",
        "/models/0/prices/rules/0|per|\"mile\"",
        "/models/0/prices/rules/1|usd|\"-1\"",
        "/models/0/polling|deadline_seconds|null",
        "/models/0/keeps|what|7",
        "/priority|smell|1",
        "/models|0|7"
      })
  void brokenFile_satisfiesNeitherSchemaNorReader(String place, String field, String value) {
    ObjectNode file = resource("grok.json");
    JsonNode holder = file.at(place);
    JsonNode broken = MAPPER.readTree(value);
    if (holder.isArray()) {
      ((tools.jackson.databind.node.ArrayNode) holder).set(Integer.parseInt(field), broken);
    } else {
      ((ObjectNode) holder).set(field, broken);
    }
    assertFalse(schema.validate(file).isEmpty(), "the schema lets it pass");
    assertFalse(CatalogueFiles.problem("grok", file).isEmpty(), "the program reads it");
  }

  @Test
  void usersFile_mayHoldOnlyWhatDiffers() {
    ObjectNode file =
        (ObjectNode)
            MAPPER.readTree(
                "{\"$schema\":\"catalogue.schema.json\","
                    + "\"models\":[{\"id\":\"grok-imagine-video\",\"available_until\":null}]}");
    assertEquals("[]", schema.validate(file).toString());
    assertFalse(complete().validate(file).isEmpty());
  }

  private Schema complete() {
    ObjectNode whole = text.deepCopy();
    whole.remove("$id");
    ObjectNode complete = (ObjectNode) whole.at("/$defs/complete").deepCopy();
    complete.remove("$ref");
    return REGISTRY.getSchema(complete);
  }

  private static ObjectNode resource(String name) {
    try (InputStream stream =
        CatalogueFileSchemaTest.class.getResourceAsStream("/catalogue/" + name)) {
      assertNotNull(stream, name);
      return (ObjectNode) MAPPER.readTree(stream);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
