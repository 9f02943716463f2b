package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SceneTemplateTest {
  @Test
  void fill_ownAndGivenFields_andWhatOnlyLooksLikeOne() {
    SceneTemplate template =
        new SceneTemplate(
            "{title}, {number} of {count}: {transcript}. Say {{this}} as {\"a\": 1}.",
            Map.of("title", "The $1 \\ {count}"));

    assertEquals(
        "The $1 \\ {count}, 2 of 9: {start}. Say {this} as {\"a\": 1}.",
        template.fill(Map.of("number", "2", "count", "9", "transcript", "{start}")));
    assertTrue(template.needsTranscript());
    assertFalse(new SceneTemplate("{{transcript}}", Map.of()).needsTranscript());
  }

  @Test
  void field_thatNobodyFills_isNamedWithThoseThatAre() {
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> new SceneTemplate("{plot} {number}", Map.of("title", "x")))
            .failure();

    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertEquals("prompt: nothing fills the field {plot}.", failure.message());
    assertTrue(failure.allowed().contains("{title}"), failure.allowed().toString());
    assertThrows(
        FailureException.class, () -> new SceneTemplate("x", Map.of("transcript", "mine")));
  }
}
