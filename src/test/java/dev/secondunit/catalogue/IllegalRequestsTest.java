package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.BACKEND_UNAVAILABLE;
import static dev.secondunit.failure.ErrorCode.CONFLICTING_ARGUMENTS;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MISSING_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.NO_BACKEND_AVAILABLE;
import static dev.secondunit.failure.ErrorCode.UNKNOWN_BACKEND;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that must never reach a vendor. Each is refused while planning, which does no I/O, with
 * a failure that names the field, the value, what is possible and the way out.
 */
class IllegalRequestsTest {
  private static final Planner PLANNER = new Planner(Catalogue.builtIn());

  @ParameterizedTest
  @MethodSource({
    "basics",
    "dev.secondunit.catalogue.IllegalAtGrok#requests",
    "dev.secondunit.catalogue.IllegalAtGoogle#requests",
    "dev.secondunit.catalogue.IllegalAtOpenAi#requests",
    "dev.secondunit.catalogue.IllegalAtOthers#elevenlabs",
    "dev.secondunit.catalogue.IllegalAtOthers#previzAndTwelvelabs",
    "dev.secondunit.catalogue.IllegalContinuations#requests"
  })
  void plan_illegal_isRefusedWithFieldValueAllowedAndHint(IllegalRequest illegal) {
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> PLANNER.plan(illegal.request().build(), illegal.context()))
            .failure();
    assertEquals(illegal.code(), failure.code(), failure.toString());
    assertEquals(illegal.field(), failure.field(), failure.toString());
    assertEquals(illegal.value(), failure.value(), failure.toString());
    assertEquals(illegal.allowed().isEmpty(), failure.allowed().isEmpty(), failure.toString());
    assertTrue(failure.allowed().containsAll(illegal.allowed()), failure.toString());
    assertFalse(failure.message().isBlank(), failure.toString());
    assertEquals(Charged.NO, failure.charged());
    assertEquals(Retry.NEVER, failure.retry());
    assertTrue(failure.hint() != null && !failure.hint().isBlank(), failure.toString());
    assertExampleParses(failure.hint());
  }

  @Test
  void violations_unknownMode_namesTheModesThereAre() {
    ObjectNode arguments = JsonMapper.shared().createObjectNode();
    arguments.put("mode", "hologram").put("prompt", "a paper boat");
    for (String backend : List.of("grok", "google", "openai", "elevenlabs", "previz")) {
      Failure failure =
          new ConditionalSchemas(Catalogue.builtIn())
              .violations(ConditionalSchemas.GENERATE_MEDIA, backend, arguments)
              .get(0);
      assertEquals(INVALID_ARGUMENT, failure.code());
      assertEquals("mode", failure.field());
      assertEquals("hologram", failure.value());
      assertTrue(failure.allowed().contains("audio"), failure.toString());
      assertFalse(failure.hint().isBlank());
    }
  }

  /** Where the hint is an example, it is JSON that can be copied. */
  private static void assertExampleParses(String hint) {
    int start = hint.indexOf('{');
    if (start >= 0) {
      String example = hint.substring(start, hint.lastIndexOf('}') + 1);
      assertDoesNotThrow(() -> JsonMapper.shared().readTree(example), hint);
    }
  }

  static Stream<IllegalRequest> basics() {
    return Stream.of(
        refused("no prompt", Requests.video().without(Parameter.PROMPT))
            .as(MISSING_ARGUMENT, "prompt", null, "a text that says what to make"),
        refused("a prompt of blanks", Requests.image().with(Parameter.PROMPT, "  \n"))
            .as(MISSING_ARGUMENT, "prompt", "  \n", "a text that says what to make"),
        refused("duration of nothing", Requests.video().with(Parameter.DURATION, 0.0))
            .as(INVALID_ARGUMENT, "duration", "0", "more than 0 seconds"),
        refused("duration below nothing", audio("music").with(Parameter.DURATION, -3.5))
            .as(INVALID_ARGUMENT, "duration", "-3.5", "more than 0 seconds"),
        refused("unknown audio type", audio("musik"))
            .as(INVALID_ARGUMENT, "audio_type", "musik", "speech", "music", "sound_effect"),
        refused("unknown backend", Requests.video().on("gork"))
            .as(UNKNOWN_BACKEND, "backend_type", "gork", "auto", "grok", "previz"),
        refused("backend without key", Requests.video().on("grok"))
            .when(Requests.only("google"))
            .as(BACKEND_UNAVAILABLE, "backend_type", "grok", "google"),
        refused("backend without key and no other", Requests.video().on("grok"))
            .when(Requests.only())
            .as(BACKEND_UNAVAILABLE, "backend_type", "grok"),
        refused("no backend with a key", Requests.video())
            .when(Requests.only())
            .as(NO_BACKEND_AVAILABLE, "backend_type", "auto", "grok", "google", "previz"),
        refused("unknown model of nobody", Requests.video().model("hologram-9"))
            .as(INVALID_ARGUMENT, "model", "hologram-9", "grok", "google"),
        refused(
                "model of another backend",
                Requests.video().on("google").model("grok-imagine-video"))
            .as(CONFLICTING_ARGUMENTS, "model", "grok-imagine-video", "gemini-omni-1.2-flash"),
        refused("image model for video", Requests.video().model("grok-imagine-image"))
            .as(UNSUPPORTED_OPERATION, "model", "grok-imagine-image", "grok-imagine-video"),
        refused("speech model for music", audio("music").on("grok").model("grok-tts"))
            .as(UNSUPPORTED_OPERATION, "model", "grok-tts"));
  }
}
