package dev.secondunit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.Opened.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
  private final Opened opened = new Opened();
  private final List<String> closed = new ArrayList<>();

  private void open(Stage stage, String name) {
    opened.add(stage, () -> closed.add(name));
  }

  @Test
  void close_goesByStagesAndInAStageTheLastFirst() {
    open(Stage.DATABASE, "database");
    open(Stage.OUTSIDE, "ffmpeg");
    open(Stage.STEPS, "schedule");
    open(Stage.WORK, "films");
    open(Stage.OUTSIDE, "vendors");
    open(Stage.STORES, "bucket");
    opened.close();

    assertEquals(List.of("schedule", "films", "vendors", "ffmpeg", "bucket", "database"), closed);
  }

  @Test
  void close_lastStepOpensSomethingItUses_thatIsClosedInItsStage() {
    open(Stage.STORES, "bucket");
    opened.add(
        Stage.STEPS,
        () -> {
          open(Stage.OUTSIDE, "vendors");
          closed.add("schedule");
        });
    opened.close();

    assertEquals(List.of("schedule", "vendors", "bucket"), closed);
  }

  @Test
  void add_whenItsStageIsOver_closesAtOnce() {
    opened.close();
    open(Stage.OUTSIDE, "vendors");

    assertEquals(List.of("vendors"), closed);
  }

  @Test
  void close_oneThatCannotBeClosed_holdsUpNothing() {
    open(Stage.DATABASE, "database");
    opened.add(
        Stage.STEPS,
        () -> {
          throw new IllegalStateException("stuck");
        });
    opened.close();
    opened.close();

    assertEquals(List.of("database"), closed);
  }
}
