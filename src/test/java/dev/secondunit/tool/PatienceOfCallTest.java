package dev.secondunit.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.artifact.CallTime;
import dev.secondunit.tool.ToolCall.ProgressListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class PatienceOfCallTest {
  private final AtomicLong now = new AtomicLong();
  private final ToolCall call =
      new ToolCall(
          JsonNodeFactory.instance.objectNode(),
          Caller.onThisMachine("test"),
          ProgressListener.NONE,
          false,
          null,
          CallTime.starting(now::get));

  private static RunOptions waiting(long seconds) {
    return new RunOptions(
        1, false, Duration.ofSeconds(seconds), true, null, null, false, false, null, null);
  }

  @Test
  void patience_afterInputsTookTime_isWhatIsLeft() {
    now.addAndGet(Duration.ofSeconds(25).toNanos());

    assertEquals(Duration.ofSeconds(20), waiting(45).patience(call));
    assertEquals(Duration.ZERO, waiting(10).patience(call));
  }
}
