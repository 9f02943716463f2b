package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {
  @ParameterizedTest
  @CsvSource({"1588, 836", "894, 1484", "894, 836"})
  void person_isCutWhereTheSizeSays(double width, double height) {
    Framing close = person(ShotSize.CLOSE_UP, width, height);
    Framing medium = person(ShotSize.MEDIUM, width, height);
    Framing full = person(ShotSize.FULL, width, height);
    Framing wide = person(ShotSize.WIDE, width, height);

    assertTrue(close.feet() - 0.6 * close.person() > height * 0.93, "a close-up ends at the chest");
    assertTrue(medium.feet() - 0.3 * medium.person() > height * 0.93, "a medium at the waist");
    assertTrue(full.feet() < height * 0.93, "a full shot shows the feet");
    assertTrue(wide.person() < full.person() / 2, "a wide shot shows the place");
    for (Framing framing : new Framing[] {close, medium, full, wide}) {
      assertTrue(framing.feet() - framing.person() > height * 0.33, "below the words: " + framing);
    }
  }

  @Test
  void figures_endAtTheirFeet_andAreAsTallAsTheySay() {
    for (Figure figure :
        new Figure[] {
          People.standing(),
          Animals.cat(),
          Animals.sleepingCat(),
          Animals.dog(),
          Animals.sleepingDog(),
          Animals.horse(),
          Animals.rider(),
          Animals.bird(),
          Things.lighthouse(),
          Things.house()
        }) {
      assertEquals(0, figure.shape().getBounds2D().getMaxY(), 0.08);
      assertEquals(-1, figure.shape().getBounds2D().getMinY(), 0.12);
    }
  }

  private static Framing person(ShotSize size, double width, double height) {
    return Framing.of(size, People.standing(), true, width, height, width * 0.4);
  }
}
