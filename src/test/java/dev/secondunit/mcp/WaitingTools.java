package dev.secondunit.mcp;

import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.WaitForJobsArguments;
import java.util.concurrent.CountDownLatch;

/** Answers {@code get_jobs} after half of it, and {@code wait_for_jobs} never. */
public final class WaitingTools implements ToolFunctions {
  /** Counted down when {@code wait_for_jobs} begins to wait. */
  public final CountDownLatch waiting = new CountDownLatch(1);

  /** Counted down when its wait is interrupted. */
  public final CountDownLatch interrupted = new CountDownLatch(1);

  @Override
  public ToolResult getJobs(GetJobsArguments arguments, ToolCall call) {
    call.progress().report(50, 100d, "half");
    return ToolResult.of(Json.object().put("who", "here"));
  }

  @Override
  public ToolResult waitForJobs(WaitForJobsArguments arguments, ToolCall call)
      throws InterruptedException {
    waiting.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    throw new AssertionError("not reached");
  }
}
