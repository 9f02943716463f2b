package dev.secondunit.tool.function;

import dev.secondunit.generation.PricedJob;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.tool.RunOptions;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolCall.ProgressListener;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.understanding.Analyses;
import dev.secondunit.understanding.AnalysisReport;
import dev.secondunit.understanding.PlannedAnalysis;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Runs a planned question for a tool: priced, accepted, waited for and told. */
final class AnalysisAnswers {
  private AnalysisAnswers() {}

  static ToolResult run(Services open, PlannedAnalysis planned, RunOptions run, ToolCall call)
      throws InterruptedException {
    ObjectNode report = report(open, planned, run, call, run.patience(call));
    ToolResult answer = ToolResult.of(report);
    boolean ended =
        JobState.of(report.path("status").asString("")).map(JobState::terminal).orElse(true);
    return ended || run.background()
        ? answer
        : answer.unfinished(report.get("job_id").stringValue());
  }

  /** The report of the job, or what a dry run shows, for a tool that has more to say. */
  static ObjectNode report(Services open, PlannedAnalysis planned, RunOptions run, ToolCall call)
      throws InterruptedException {
    return report(open, planned, run, call, call.time().leftOf(run.waitAtMost()));
  }

  private static ObjectNode report(
      Services open, PlannedAnalysis planned, RunOptions run, ToolCall call, Duration patience)
      throws InterruptedException {
    PricedJob question =
        open.analyses()
            .job(
                planned,
                new Analyses.Run(
                    call.caller().owner(),
                    call.caller().session(),
                    run.requestKey(),
                    run.maxCost()));
    Runnable check =
        () -> open.analyses().checkCost(List.of(question), run.maxCost(), call.approved());
    if (run.dryRun()) {
      ObjectNode preview = planned.preview();
      Budgets.foretell(preview, check);
      preview.set("budget", open.budget(call.caller().session()));
      return preview;
    }
    check.run();
    Accepted accepted = open.analyses().accept(question);
    Job job = JobAnswers.awaited(open, accepted.job(), patience, progress(call.progress()));
    ObjectNode report = AnalysisReport.of(job);
    if (accepted.deduplicated()) {
      JobAnswers.deduplicated(report, job, open.clock().instant(), "a new request_key");
    }
    return report;
  }

  /** The text as far as it has come, or what is being done. */
  private static Consumer<List<Job>> progress(ProgressListener listener) {
    return jobs -> {
      Job job = jobs.get(0);
      String words = job.progressMessage() == null ? job.state().word() : job.progressMessage();
      listener.report(JobAnswers.share(job), 1.0, words);
    };
  }
}
