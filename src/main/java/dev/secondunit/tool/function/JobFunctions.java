package dev.secondunit.tool.function;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Page;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.Settlement;
import dev.secondunit.tool.CancelJobsArguments;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.RetryJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.WaitForJobsArguments;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code get_jobs}, {@code wait_for_jobs}, {@code cancel_jobs} and {@code retry_jobs}. */
final class JobFunctions {
  private static final String ID = "[a-z][a-z0-9_]{0,40}_[0-9a-z]{26}";

  private final Services.Source services;

  JobFunctions(Services.Source services) {
    this.services = services;
  }

  ToolResult get(GetJobsArguments arguments, ToolCall call) {
    Services open = services.of(call);
    JobStore jobs = open.jobs();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!arguments.jobs().isEmpty()) {
      SelectedJobs selected = SelectedJobs.of(open, arguments.jobs());
      return answer(answer, open, selected, selected.jobs());
    }
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    arguments.statuses().forEach(word -> states.add(JobState.of(word).orElseThrow()));
    if (arguments.cursor() != null && !arguments.cursor().matches(ID)) {
      throw Failure.of(ErrorCode.INVALID_ARGUMENT, "cursor is not one that get_jobs gave out.")
          .withField("cursor", arguments.cursor())
          .withHint("Leave cursor out to start at the newest job.")
          .asException();
    }
    Page page = jobs.list(states, arguments.cursor(), arguments.limit());
    List<ObjectNode> rows = JobOverview.rows(page.jobs(), open.clock().instant());
    answer.putArray("jobs").addAll(rows);
    if (page.nextCursor() != null) {
      answer.put("next_cursor", page.nextCursor());
    }
    return JobOverview.told(open.assets(), answer, rows);
  }

  ToolResult waitFor(WaitForJobsArguments arguments, ToolCall call) throws InterruptedException {
    Services open = services.of(call);
    SelectedJobs selected = SelectedJobs.of(open, arguments.jobs());
    List<Job> jobs =
        open.watch()
            .await(
                selected.jobs().stream().map(Job::id).toList(),
                arguments.all() ? JobWatch.Until.ALL : JobWatch.Until.ANY,
                arguments.waitAtMost(),
                JobAnswers.progress(call.progress()));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    long unfinished = jobs.stream().filter(job -> !job.state().terminal()).count();
    answer.put("done", unfinished == 0);
    answer.put("open", unfinished);
    return answer(answer, open, selected, jobs);
  }

  ToolResult cancel(CancelJobsArguments arguments, ToolCall call) {
    Services open = services.of(call);
    SelectedJobs selected = SelectedJobs.named(open, arguments.jobs());
    CancelWords words = new CancelWords(open);
    List<Job> before = selected.jobs();
    List<Job> after = before.stream().map(job -> cancel(open.jobs(), job)).toList();
    ObjectNode answer = begun(selected);
    List<ObjectNode> rows = JobOverview.rows(after, open.clock().instant());
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).put("cancel", words.of(before.get(i), after.get(i)));
    }
    answer.putArray("jobs").addAll(rows);
    return ToolResult.of(answer);
  }

  /** What has not been sent is stopped at once; the rest is told to stop. */
  static Job cancel(JobStore jobs, Job job) {
    Job noted = jobs.requestCancel(job.id()).orElse(job);
    if (noted.state() != JobState.QUEUED) {
      return noted;
    }
    return jobs.change(JobChange.of(noted, JobState.CANCELLED).settle(Settlement.RELEASE))
        .orElseGet(() -> jobs.find(job.id()).orElse(noted));
  }

  ToolResult retry(RetryJobsArguments arguments, ToolCall call) {
    Services open = services.of(call);
    SelectedJobs selected = SelectedJobs.named(open, arguments.jobs());
    ArrayNode reports = JsonNodeFactory.instance.arrayNode();
    for (Job job : selected.jobs()) {
      if (selected.batchId() != null && !retryable(job)) {
        continue;
      }
      try {
        Job retried = open.retries().retry(job, arguments.acceptPossibleDoubleCharge());
        reports.addAll(JobOverview.rows(List.of(retried), open.clock().instant()));
      } catch (FailureException e) {
        ObjectNode report = JobAnswers.report(job);
        report.put("ok", false);
        report.set("error", FailureJson.write(e.failure()));
        reports.add(report);
      }
    }
    ObjectNode answer = begun(selected);
    answer.set("jobs", reports);
    if (reports.isEmpty()) {
      answer.putArray("warnings").add(nothingToRetry(selected.jobs()));
    }
    return ToolResult.of(answer);
  }

  private static String nothingToRetry(List<Job> jobs) {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    jobs.forEach(job -> counts.merge(job.state(), 1L, Long::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((state, count) -> words.add(count + " " + state.word()));
    return "No job of this batch failed, so nothing was run again: "
        + String.join(", ", words)
        + ".";
  }

  private static boolean retryable(Job job) {
    return switch (job.state()) {
      case FAILED, SUBMIT_UNKNOWN -> true;
      case EXPIRED -> job.vendorReference() != null;
      default -> false;
    };
  }

  private static ToolResult answer(
      ObjectNode answer, Services open, SelectedJobs selected, List<Job> jobs) {
    List<ObjectNode> rows = JobOverview.rows(jobs, open.clock().instant());
    answer.setAll(begun(selected));
    answer.putArray("jobs").addAll(rows);
    return JobOverview.told(open.assets(), answer, rows);
  }

  /** What was asked for; ids that nothing is known by are named, not dropped. */
  private static ObjectNode begun(SelectedJobs selected) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (selected.batchId() != null) {
      answer.put("batch_id", selected.batchId());
    }
    if (!selected.unknown().isEmpty()) {
      selected.unknown().forEach(answer.putArray("unknown_job_ids")::add);
    }
    return answer;
  }
}
