package dev.secondunit.tool;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;

/**
 * What the tools do. Arguments arrive read and checked as far as that needs no I/O: files are still
 * the caller's words. Implementations are safe for many threads and reach their services lazily: an
 * instance exists before the first message is answered and must have opened nothing by then.
 *
 * <p>A call is cancelled by interrupting its thread; waiting ends then, durable jobs go on.
 * Whatever the caller can act on is thrown as a {@link FailureException}.
 */
public interface ToolFunctions {
  default ToolResult generateMedia(GenerateMediaArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(GenerateMediaTool.NAME);
  }

  default ToolResult continueFrom(ContinueFromArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(ContinueFromTool.NAME);
  }

  default ToolResult readMedia(ReadMediaArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(ReadMediaTool.NAME);
  }

  default ToolResult analyzeVideo(AnalyzeVideoArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(AnalyzeVideoTool.NAME);
  }

  default ToolResult getJobs(GetJobsArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(GetJobsArguments.TOOL);
  }

  default ToolResult waitForJobs(WaitForJobsArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(WaitForJobsArguments.TOOL);
  }

  default ToolResult cancelJobs(CancelJobsArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(CancelJobsArguments.TOOL);
  }

  default ToolResult retryJobs(RetryJobsArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(RetryJobsArguments.TOOL);
  }

  default ToolResult describeBackends(DescribeBackendsArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(DescribeBackendsArguments.TOOL);
  }

  default ToolResult assembleMedia(AssembleMediaArguments arguments, ToolCall call)
      throws InterruptedException {
    throw notWired(AssembleMediaTool.NAME);
  }

  private static FailureException notWired(String tool) {
    return Failure.of(ErrorCode.INTERNAL, tool + " is not wired to a function in this build.")
        .asException();
  }
}
