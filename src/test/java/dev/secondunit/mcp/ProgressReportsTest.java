package dev.secondunit.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.tool.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class ProgressReportsTest {
  private final List<ObjectNode> sent = new ArrayList<>();
  private long seconds;
  private final ProgressReports reports =
      new ProgressReports(
          StringNode.valueOf("token"),
          new RecordingExchange(),
          () -> TimeUnit.SECONDS.toNanos(seconds));

  private void reportFor(int howLong, double progress, Double total) {
    for (int i = 0; i < howLong; i++) {
      reports.report(progress, total, "running");
      seconds++;
    }
  }

  private List<Double> progresses() {
    return sent.stream().map(params -> params.get("progress").doubleValue()).toList();
  }

  @Test
  void unmovingTool_isStillHeardOfEveryFourSeconds() {
    reportFor(45, 0.05, 1d);
    assertEquals(12, sent.size());
    for (int i = 1; i < sent.size(); i++) {
      assertTrue(progresses().get(i) > progresses().get(i - 1), sent::toString);
    }
    assertEquals(0.05, progresses().get(11), 0.02);
    assertEquals("running", sent.get(11).get("message").stringValue());
  }

  @Test
  void unmovingToolWithoutTotal_isStillHeardOf() {
    reportFor(9, 3, null);
    assertEquals(List.of(3d, 3.001, 3.002), progresses());
  }

  @Test
  void toolAtItsTotal_doesNotGoBeyond() {
    reportFor(20, 1, 1d);
    assertEquals(List.of(1d), progresses());
  }

  @Test
  void reportHeldBack_goesOutAfterTwoSecondsAlthoughNothingMovesAnyMore() {
    reports.report(0.1, 1d, "submitting");
    seconds = 1;
    reports.report(0.2, 1d, "running");
    assertEquals(List.of(0.1), progresses());
    seconds = 2;
    reports.report(0.2, 1d, "running");
    assertEquals(List.of(0.1, 0.2), progresses());
  }

  @Test
  void afterTheEnd_nothingIsSent() {
    reports.report(0.1, 1d, "running");
    reports.report(0.3, 1d, "running");
    reports.finish();
    seconds = 60;
    reports.report(0.5, 1d, "running");
    assertEquals(List.of(0.1, 0.3), progresses());
  }

  private final class RecordingExchange implements Exchange {
    @Override
    public Caller caller() {
      throw new AssertionError("reports belong to a request, not to a caller");
    }

    @Override
    public boolean stateless() {
      return true;
    }

    @Override
    public ObjectNode clientCapabilities() {
      return Json.object();
    }

    @Override
    public void notify(String method, ObjectNode params) {
      assertEquals("notifications/progress", method);
      sent.add(params);
    }

    @Override
    public ObjectNode ask(String method, ObjectNode params) {
      throw new AssertionError("asks nothing");
    }
  }
}
