package dev.secondunit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What settings decide about the tools, before anything is opened. */
class WiringTest {
  @TempDir Path folder;

  private ObjectNode inputSchema(String profile, String tool) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    environment.put("XAI_API_KEY", "simulated");
    environment.put("SECOND_UNIT_SCHEMA_PROFILE", profile);
    try (Wiring wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), true)) {
      return wiring.tools().find(tool).orElseThrow().inputSchema();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"prompt":"a harbour","mode":"video","backend_type":"grok","duration":15}         | true
          {"prompt":"a harbour","mode":"video","backend_type":"grok","duration":16}         | false
          {"prompt":"a harbour","mode":"video","duration":16}                                | true
          {"prompt":"a harbour","mode":"video","backend_type":"grok","duration":5,"no":1}   | false
          {"mode":"video","backend_type":"grok","shots":[{"prompt":"a"},{"prompt":"b"}]}    | true
          {"prompt":"a harbour","mode":"video","backend_type":"grok","resolution":"8k"}     | false
          """)
  void fullProfile_checksTheNamedBackendsRules(String call, boolean legal) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(inputSchema("full", "generate_media"));

    assertEquals(legal, schema.validate(JsonMapper.shared().readTree(call)).isEmpty(), call);
  }

  @Test
  void fullProfile_speaksOfEnabledBackendsOnly() {
    ObjectNode schema = inputSchema("full", "continue_from");

    assertTrue(schema.path("$defs").has("grok"));
    assertTrue(schema.path("$defs").has("previz"));
    assertFalse(schema.path("$defs").has("google"));
  }

  @Test
  void fullProfile_toolWithoutConditions_keepsThePortableSchema() {
    assertEquals(inputSchema("portable", "get_jobs"), inputSchema("full", "get_jobs"));
  }

  @Test
  void portableProfile_hasNoConditionsAndOpensNothing() {
    ObjectNode schema = inputSchema("Portable", "generate_media");

    assertFalse(schema.has("allOf"));
    assertFalse(Files.exists(folder.resolve("home")));
  }

  @Test
  void unknownProfile_namesTheSettingAndWhatItMayBe() {
    Failure failure =
        assertThrows(FailureException.class, () -> inputSchema("everything", "get_jobs")).failure();

    assertEquals("SECOND_UNIT_SCHEMA_PROFILE", failure.field());
    assertTrue(failure.message().contains("portable, full"), failure.message());
  }
}
