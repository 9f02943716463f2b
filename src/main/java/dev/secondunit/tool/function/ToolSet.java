package dev.secondunit.tool.function;

import dev.secondunit.analysis.LocalAnalysis;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.reading.MediaReader;
import dev.secondunit.tool.AnalyzeVideoArguments;
import dev.secondunit.tool.AssembleMediaArguments;
import dev.secondunit.tool.CancelJobsArguments;
import dev.secondunit.tool.ContinueFromArguments;
import dev.secondunit.tool.DescribeBackendsArguments;
import dev.secondunit.tool.GenerateMediaArguments;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ReadMediaArguments;
import dev.secondunit.tool.ReadMediaFunction;
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
  private final ReadFunction read;
  private final AnalyzeFunction analyze;
  private final AssembleFunction assemble;

  /**
   * @param ffmpeg asked for by the first call that looks into media
   */
  public ToolSet(Services.Source services, Supplier<Ffmpeg> ffmpeg, Identifiers identifiers) {
    this.generation = new GenerationFunctions(services, identifiers);
    this.jobs = new JobFunctions(services);
    this.describe = new DescribeFunction(services);
    this.read =
        new ReadFunction(
            services,
            new ReadMediaFunction(
                call -> new MediaReader(services.of(call).inputs(), ffmpeg.get())));
    this.analyze = new AnalyzeFunction(services, () -> new LocalAnalysis(ffmpeg.get()));
    this.assemble = new AssembleFunction(services, identifiers);
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
    return jobs.get(arguments, call);
  }

  @Override
  public ToolResult waitForJobs(WaitForJobsArguments arguments, ToolCall call)
      throws InterruptedException {
    return jobs.waitFor(arguments, call);
  }

  @Override
  public ToolResult cancelJobs(CancelJobsArguments arguments, ToolCall call) {
    return jobs.cancel(arguments, call);
  }

  @Override
  public ToolResult retryJobs(RetryJobsArguments arguments, ToolCall call) {
    return jobs.retry(arguments, call);
  }

  @Override
  public ToolResult describeBackends(DescribeBackendsArguments arguments, ToolCall call) {
    return describe.describe(arguments, call);
  }

  @Override
  public ToolResult readMedia(ReadMediaArguments arguments, ToolCall call)
      throws InterruptedException {
    return read.read(arguments, call);
  }

  @Override
  public ToolResult analyzeVideo(AnalyzeVideoArguments arguments, ToolCall call)
      throws InterruptedException {
    return analyze.analyze(arguments, call);
  }

  @Override
  public ToolResult assembleMedia(AssembleMediaArguments arguments, ToolCall call)
      throws InterruptedException {
    return assemble.assemble(arguments, call);
  }
}
