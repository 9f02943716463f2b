package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConditionalSchemasTest {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final ConditionalSchemas schemas = new ConditionalSchemas(Catalogue.builtIn());

  @Test
  void schema_twice_isTheSameText() {
    for (String tool : ConditionalSchemas.TOOLS) {
      for (String backend : schemas.backends(tool)) {
        String again = new ConditionalSchemas(Catalogue.builtIn()).schema(tool, backend).toString();
        assertEquals(again, schemas.schema(tool, backend).toString());
      }
    }
  }

  @Test
  void schema_unknown_namesTheOnesThereAre() {
    Failure failure =
        assertThrows(FailureException.class, () -> schemas.schema("generate_media", "twelvelabs"))
            .failure();
    assertEquals(ErrorCode.UNKNOWN_ID, failure.code());
    assertTrue(failure.allowed().contains("schema://generate_media/grok"));
    assertTrue(failure.allowed().contains("schema://continue_from/google"));
  }

  @Test
  void violations_durationPastTheRange_namesFieldValueAndRange() {
    Failure failure =
        only(
            "generate_media",
            "grok",
            "{'mode':'video','prompt':'x','model':'grok-imagine-video','duration':16}");
    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertEquals("duration", failure.field());
    assertEquals("16", failure.value());
    assertEquals(List.of("1 to 15 in steps of 1"), failure.allowed());
  }

  @Test
  void violations_crossRule_saysTheRule() {
    Failure failure =
        only(
            "generate_media",
            "google",
            "{'mode':'video','prompt':'x','model':'veo-3.1-generate-001','size':'4k','duration':6}");
    assertEquals(ErrorCode.CONFLICTING_ARGUMENTS, failure.code());
    assertEquals("google: 1080p and 4k are made in 8 seconds only.", failure.message());
    assertEquals("duration", failure.field());
    assertEquals(List.of("8"), failure.allowed());
  }

  @Test
  void violations_refusedPair_saysTheRule() {
    Failure failure =
        only(
            "generate_media",
            "grok",
            "{'mode':'video','prompt':'x','model':'grok-imagine-video-1.5',"
                + "'input_images':['a.png'],'video_reference_images':['b.png']}");
    assertEquals(ErrorCode.CONFLICTING_ARGUMENTS, failure.code());
    assertEquals("video_reference_images", failure.field());
  }

  @Test
  void violations_missingFirstFrame_isMissing() {
    Failure failure =
        only(
            "generate_media",
            "google",
            "{'mode':'video','prompt':'x','model':'gemini-omni-1.2-flash','last_frame':'a.png'}");
    assertEquals(ErrorCode.MISSING_ARGUMENT, failure.code());
    assertEquals("input_images", failure.field());
  }

  @Test
  void violations_parameterWithoutUse_isUnsupported() {
    Failure failure =
        only(
            "generate_media",
            "grok",
            "{'mode':'video','prompt':'x','model':'grok-imagine-video','negative_prompt':'fog'}");
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, failure.code());
    assertEquals("negative_prompt", failure.field());
    assertEquals("negative_prompt is not taken by grok-imagine-video.", failure.message());
  }

  @Test
  void violations_noModel_anyChoiceOfTheBackendWillDo() {
    assertEquals(
        List.of(),
        schemas.violations(
            "generate_media", "grok", json("{'mode':'video','prompt':'x','size':'1080p'}")));
    Failure failure = only("generate_media", "grok", "{'mode':'video','prompt':'x','size':'8k'}");
    assertEquals(List.of("480p", "720p"), failure.allowed());
  }

  @Test
  void violations_noPrompt_isMissing() {
    Failure failure = only("generate_media", "grok", "{'mode':'video'}");
    assertEquals(ErrorCode.MISSING_ARGUMENT, failure.code());
    assertEquals("prompt", failure.field());
  }

  @Test
  void violations_editWithDuration_isUnsupported() {
    Failure failure =
        only(
            "continue_from",
            "grok",
            "{'source':'grok_vid_1','prompt':'x','operation':'edit','model':'grok-imagine-video',"
                + "'duration':5}");
    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, failure.code());
    assertEquals(
        List.of(),
        schemas.violations(
            "continue_from",
            "grok",
            json("{'source':'v','prompt':'x','operation':'extend','duration':10}")));
  }

  @Test
  void violations_lastFrame_bringsTheFirstFrameItself() {
    assertEquals(
        List.of(),
        schemas.violations(
            "continue_from",
            "google",
            json(
                "{'source':'v','prompt':'x','operation':'last_frame','last_frame':'b.png',"
                    + "'model':'gemini-omni-1.2-flash'}")));
  }

  @Test
  void schema_onTopOfThePortableOne_keepsItsOtherProperties() {
    ObjectNode portable =
        json(
            "{'properties':{'wait_seconds':{'type':'number'},"
                + "'prompt':{'type':'string','description':'What to make.'}},"
                + "'additionalProperties':false}");
    ObjectNode schema = schemas.schema("generate_media", "grok", portable);
    assertTrue(schema.path("properties").has("wait_seconds"));
    assertEquals(
        "What to make.", schema.path("properties").path("prompt").path("description").asString());
    assertEquals(false, schema.path("additionalProperties").booleanValue());
  }

  private Failure only(String tool, String backend, String arguments) {
    List<Failure> failures = schemas.violations(tool, backend, json(arguments));
    assertEquals(1, failures.size(), failures.toString());
    return failures.get(0);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
  }
}
