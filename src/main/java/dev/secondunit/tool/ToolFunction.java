package dev.secondunit.tool;

/** What a tool does when it is called. Safe for many threads. */
@FunctionalInterface
public interface ToolFunction {
  /**
   * Runs one call. The call is cancelled by interrupting its thread: waiting ends then, durable
   * jobs go on.
   *
   * @throws dev.secondunit.failure.FailureException for whatever the caller can act on
   */
  ToolResult call(ToolCall call) throws InterruptedException;
}
