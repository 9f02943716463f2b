package dev.secondunit.tool.function;

import dev.secondunit.media.Identifiers;
import dev.secondunit.tool.CancelJobsArguments;
import dev.secondunit.tool.ContinueFromArguments;
import dev.secondunit.tool.DescribeBackendsArguments;
import dev.secondunit.tool.GenerateMediaArguments;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.RetryJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.WaitForJobsArguments;
import java.util.function.Supplier;

/** What the ten tools do, over services that are opened by the first call that needs them. */
public final class ToolSet implements ToolFunctions {
  private final GenerationFunctions generation;
  private final JobFunctions jobs;
  private final DescribeFunction describe;

  public ToolSet(Supplier<Services> services, Identifiers identifiers) {
    this.generation = new GenerationFunctions(services, identifiers);
    this.jobs = new JobFunctions(services);
    this.describe = new DescribeFunction(services);
  }

  @Override
  public ToolResult generateMedia(GenerateMediaArguments arguments, ToolCall call)
      throws InterruptedException {
    return generation.generate(arguments, call);
  }

  @Override
  public ToolResult continueFrom(ContinueFromArguments arguments, ToolCall call)
      throws InterruptedException {
    return generation.continueFrom(arguments, call);
  }

  @Override
  public ToolResult getJobs(GetJobsArguments arguments, ToolCall call) {
    return jobs.get(arguments);
  }

  @Override
  public ToolResult waitForJobs(WaitForJobsArguments arguments, ToolCall call)
      throws InterruptedException {
    return jobs.waitFor(arguments, call);
  }

  @Override
  public ToolResult cancelJobs(CancelJobsArguments arguments, ToolCall call) {
    return jobs.cancel(arguments);
  }

  @Override
  public ToolResult retryJobs(RetryJobsArguments arguments, ToolCall call) {
    return jobs.retry(arguments);
  }

  @Override
  public ToolResult describeBackends(DescribeBackendsArguments arguments, ToolCall call) {
    return describe.describe(arguments, call);
  }
}
