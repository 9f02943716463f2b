package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.previz.Scene.Place;
import dev.secondunit.backend.previz.Scene.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What previz understands of a prompt. */
class SceneTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A lighthouse on a cliff in a storm | CLIFF | LIGHTHOUSE",
        "A cat sleeps on a window sill, afternoon sun | WINDOW | CAT",
        "Close-up of an old fisherman on a boat at dawn | SEA | PERSON",
        "The lighthouse keeper at a desk | INTERIOR | PERSON",
        "The far shore | SHORE | NONE",
        "The mist opens and the sea lies bright | SEA | NONE",
        "A boat in the harbour | SHORE | SHIP",
        "A fisherman on a boat in the harbour | SEA | PERSON",
        "A dog runs across a field | FIELD | DOG",
        "A lone rider on a white horse in the desert | DESERT | HORSE",
        "Gulls over the beach | SHORE | BIRD",
        "A pilot boat leaves the harbour at dawn | SHORE | SHIP",
        "Sunrise over a harbour, gulls calling | SHORE | SHIP",
        "Close-up of an old man's hands on a desk | INTERIOR | HANDS",
        "A fox in the forest | FOREST | ANIMAL",
        "A shop window in the city at night, a taxi passes | CITY | CAR",
        "A man of the crew with his cat on deck | SEA | PERSON"
      })
  void prompt_saysWhereAndWho(String prompt, Place place, Subject subject) {
    Scene scene = Scene.of(prompt, 1);

    assertEquals(place, scene.place());
    assertEquals(subject, scene.subject());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Close-up of an old fisherman | CLOSE_UP",
        "Closeup: a hand | CLOSE_UP",
        "Extreme close-up of an eye | EXTREME_CLOSE_UP",
        "Medium close-up, a detective | MEDIUM_CLOSE_UP",
        "Medium shot of a nurse | MEDIUM",
        "Over-the-shoulder of the pilot | OVER_THE_SHOULDER",
        "Full shot, a dancer | FULL",
        "Wide shot of a harbour, then a close-up | WIDE",
        "Wide, a man walks | WIDE",
        "Sunrise over a harbour, wide, slow pan right | WIDE",
        "Medium wide shot of a rider | WIDE",
        "Establishing shot of the town | EXTREME_WIDE",
        "A wide river | UNSAID",
        "A widescreen television | UNSAID",
        "A fox in the snow | UNSAID"
      })
  void prompt_saysHowNear(String prompt, ShotSize expected) {
    assertEquals(expected, Scene.of(prompt, 1).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A fisherman on a boat | true",
        "A woman rows across the lake | true",
        "The dog stands in the old rowing boat | true",
        "A fisherman beside his boat on the beach | false",
        "A boat on the lake | false"
      })
  void aboard_putsABoatUnderTheLiving(String prompt, boolean expected) {
    assertEquals(expected, Scene.of(prompt, 1).aboard());
  }

  @ParameterizedTest
  @CsvSource({
    "A boy and his dog on a hill, PERSON, DOG",
    "A woman leads a horse, PERSON, HORSE",
    "A woman rides her horse, HORSE, NONE",
    "A dog and a cat, CAT, NONE",
    "A woman waits, PERSON, NONE"
  })
  void companion_isTheAnimalBesideAPerson(String prompt, Subject subject, Subject companion) {
    Scene scene = Scene.of(prompt, 1);

    assertEquals(subject, scene.subject());
    assertEquals(companion, scene.companion());
  }

  @Test
  void weatherThatEnds_isNotDrawn() {
    Scene clearing = Scene.of("The mist opens and the sea lies bright", 1);
    assertEquals(Palette.OCEAN, clearing.palette());
    assertEquals(Weather.CLEAR, Scene.of("The rain stops over the city", 1).weather());

    assertEquals(Palette.STORM, Scene.of("Mist over the sea", 1).palette());
    assertEquals(Weather.RAIN, Scene.of("Rain over the city", 1).weather());
    assertEquals(Weather.CLEAR, Scene.of("Rain at the window, a woman at the desk", 1).weather());
  }

  @Test
  void sameWordsAndVariation_giveTheSameScene() {
    assertEquals(Scene.of("Somebody waits", 4), Scene.of("Somebody waits", 4));
    assertFalse(Scene.of("Somebody waits", 4).equals(Scene.of("Somebody waits", 5)));
    assertTrue(Scene.of("A cat sleeps", 4).has(Detail.RESTING));
  }
}
