package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BackendDescriptionsTest {
  private final BackendDescriptions descriptions = new BackendDescriptions(Catalogue.builtIn());

  @Test
  void overview_hasEveryBackendAndWhyNot_andIsShort() {
    ObjectNode answer = describe(null, null, null, Requests.only("previz"));
    assertEquals(6, answer.path("backends").size());
    JsonNode grok = answer.path("backends").get(0);
    assertEquals("grok", grok.path("backend_type").asString());
    assertFalse(grok.path("usable").booleanValue());
    assertEquals("set GROK_KEY", grok.path("why_not").asString());
    assertTrue(answer.toString().length() < 20_000, "length " + answer.toString().length());
  }

  @Test
  void overview_leavesOutEndedModels_oneBackendShowsThem() {
    ObjectNode overview = describe(null, null, Mode.VIDEO, Requests.everythingUsable());
    assertFalse(overview.toString().contains("sora-2"));
    ObjectNode openai = describe("openai", null, Mode.VIDEO, Requests.everythingUsable());
    JsonNode sora = openai.path("backends").get(0).path("models").get(0);
    assertEquals("sora-2", sora.path("model").asString());
    assertEquals("ended", sora.path("state").asString());
    assertEquals("4, 8, 12", sora.path("duration").asString());
  }

  @Test
  void oneModel_tellsRulesPricesAndRetention() {
    ObjectNode answer =
        describe(null, "veo-3.1-generate-preview", null, Requests.everythingUsable());
    assertEquals(1, answer.path("backends").size());
    JsonNode veo = answer.path("backends").get(0).path("models").get(0);
    assertEquals("ends 2026-10-22, then gemini-omni-1.2-flash", veo.path("dates").asString());
    assertEquals(20, veo.path("vendor_keeps").path("continuations").intValue());
    assertEquals(172_800, veo.path("vendor_keeps").path("seconds").intValue());
    assertTrue(
        veo.path("rules")
            .path("generate")
            .path("between_parameters")
            .toString()
            .contains("8 seconds"));
    assertTrue(veo.path("price").asString().contains("$0.40 at 1080p"));
    assertEquals("2026-04-30", veo.path("price_as_of").asString());
  }

  @Test
  void oneModel_unknown_isTold() {
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> describe(null, "grok-imagine-vidéo", null, Requests.everythingUsable()))
            .failure();
    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertTrue(failure.hint().contains("grok-imagine-video"), failure.hint());
    assertEquals(5, failure.allowed().size(), "a list of all would be as long as the answer");
    assertEquals("grok-imagine-video", failure.allowed().get(0));
    Failure nothingLike =
        assertThrows(
                FailureException.class,
                () -> describe(null, "nope", null, Requests.everythingUsable()))
            .failure();
    assertTrue(nothingLike.hint().length() < 100, nothingLike.hint());
  }

  private ObjectNode describe(String backend, String model, Mode mode, PlanningContext context) {
    return descriptions.describe(
        Optional.ofNullable(backend),
        Optional.ofNullable(model),
        Optional.ofNullable(mode),
        context);
  }
}
