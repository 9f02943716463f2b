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
import dev.secondunit.tool.JobSelection;
import dev.secondunit.tool.RetryJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.WaitForJobsArguments;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
    Services open = services.seenBy(call.caller());
    JobStore jobs = open.jobs();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!arguments.jobs().isEmpty()) {
      return answer(answer, open, arguments.jobs(), selected(jobs, arguments.jobs()));
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
    List<ObjectNode> reports = page.jobs().stream().map(JobAnswers::report).toList();
    answer.putArray("jobs").addAll(reports);
    if (page.nextCursor() != null) {
      answer.put("next_cursor", page.nextCursor());
    }
    return JobAnswers.withLinks(open.assets(), answer, reports);
  }

  ToolResult waitFor(WaitForJobsArguments arguments, ToolCall call) throws InterruptedException {
    Services open = services.seenBy(call.caller());
    List<Job> selected = selected(open.jobs(), arguments.jobs());
    List<Job> jobs =
        open.watch()
            .await(
                selected.stream().map(Job::id).toList(),
                arguments.all() ? JobWatch.Until.ALL : JobWatch.Until.ANY,
                arguments.waitAtMost(),
                JobAnswers.progress(call.progress()));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    long unfinished = jobs.stream().filter(job -> !job.state().terminal()).count();
    answer.put("done", unfinished == 0);
    answer.put("open", unfinished);
    return answer(answer, open, arguments.jobs(), jobs);
  }

  ToolResult cancel(CancelJobsArguments arguments, ToolCall call) {
    JobStore jobs = services.seenBy(call.caller()).jobs();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    List<ObjectNode> reports = new ArrayList<>();
    for (Job job : selected(jobs, arguments.jobs())) {
      Job now = cancel(jobs, job);
      ObjectNode report = JobAnswers.report(now);
      report.put("cancel", words(job, now));
      reports.add(report);
    }
    putBatch(answer, arguments.jobs());
    missing(answer, jobs, arguments.jobs());
    answer.putArray("jobs").addAll(reports);
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

  /** What the request to stop means for the work and the money. */
  private static String words(Job before, Job now) {
    if (before.state().terminal()) {
      return "It had ended before ("
          + before.state().word()
          + "); nothing was changed and its files, if any, stay.";
    }
    return switch (now.state()) {
      case CANCELLED ->
          now.attempt() == 0
              ? "Stopped before anything was sent; nothing is due."
              : "Stopped before it was sent again; an earlier attempt may still be billed.";
      case DOWNLOADING -> "Already made and billed; it will be stored, not thrown away.";
      case SUBMITTING, RUNNING ->
          "The vendor is asked to stop where it can be. If it cannot, the job goes on, is billed"
              + " and its result is kept. get_jobs shows which; money may still be due.";
      case QUEUED, SUCCEEDED, FAILED, EXPIRED, SUBMIT_UNKNOWN ->
          "It is " + now.state().word() + " now.";
    };
  }

  ToolResult retry(RetryJobsArguments arguments, ToolCall call) {
    Services open = services.seenBy(call.caller());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode reports = JsonNodeFactory.instance.arrayNode();
    boolean batch = arguments.jobs().jobIds().isEmpty();
    for (Job job : selected(open.jobs(), arguments.jobs())) {
      if (batch && !retryable(job)) {
        continue;
      }
      try {
        reports.add(
            JobAnswers.report(open.retries().retry(job, arguments.acceptPossibleDoubleCharge())));
      } catch (FailureException e) {
        ObjectNode report = JobAnswers.report(job);
        report.put("ok", false);
        report.set("error", FailureJson.write(e.failure()));
        reports.add(report);
      }
    }
    putBatch(answer, arguments.jobs());
    missing(answer, open.jobs(), arguments.jobs());
    answer.set("jobs", reports);
    return ToolResult.of(answer);
  }

  private static boolean retryable(Job job) {
    return job.state() == JobState.FAILED || job.state() == JobState.SUBMIT_UNKNOWN;
  }

  private static List<Job> selected(JobStore jobs, JobSelection selection) {
    if (selection.batchId() != null && selection.jobIds().isEmpty()) {
      List<Job> batch = jobs.batch(selection.batchId());
      if (batch.isEmpty()) {
        throw unknown("batch_id", selection.batchId(), "No batch has this id.");
      }
      return batch;
    }
    List<Job> found = jobs.findAll(selection.jobIds());
    if (found.isEmpty()) {
      throw unknown(
          "job_ids", String.join(", ", selection.jobIds()), "No job has any of these ids.");
    }
    return found;
  }

  private static RuntimeException unknown(String field, String value, String message) {
    return Failure.of(ErrorCode.UNKNOWN_ID, message)
        .withField(field, value)
        .withHint("get_jobs without arguments lists the newest jobs.")
        .asException();
  }

  private static ToolResult answer(
      ObjectNode answer, Services open, JobSelection selection, List<Job> jobs) {
    List<ObjectNode> reports = jobs.stream().map(JobAnswers::report).toList();
    putBatch(answer, selection);
    missing(answer, open.jobs(), selection);
    answer.putArray("jobs").addAll(reports);
    return JobAnswers.withLinks(open.assets(), answer, reports);
  }

  private static void putBatch(ObjectNode answer, JobSelection selection) {
    if (selection.batchId() != null) {
      answer.put("batch_id", selection.batchId());
    }
  }

  /** Ids that were asked for and do not exist are named, not dropped. */
  private static void missing(ObjectNode answer, JobStore jobs, JobSelection selection) {
    if (selection.jobIds().isEmpty()) {
      return;
    }
    Set<String> found =
        jobs.findAll(selection.jobIds()).stream()
            .map(Job::id)
            .collect(java.util.stream.Collectors.toSet());
    List<String> missing = selection.jobIds().stream().filter(id -> !found.contains(id)).toList();
    if (!missing.isEmpty()) {
      missing.forEach(answer.putArray("unknown_job_ids")::add);
    }
  }
}
