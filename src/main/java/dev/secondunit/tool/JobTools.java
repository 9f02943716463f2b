package dev.secondunit.tool;

import java.util.List;

/** What clients are told about the tools that look after jobs. */
final class JobTools {
  private JobTools() {}

  static List<ToolDefinition> definitions(ToolFunctions functions) {
    return List.of(get(functions), await(functions), cancel(functions), retry(functions));
  }

  private static ToolDefinition get(ToolFunctions functions) {
    Signature signature = GetJobsArguments.signature();
    return new ToolDefinition(
        GetJobsArguments.TOOL,
        "Status and results of jobs",
        """
        Status, files, cost and errors of jobs, at once and free: by id, by batch, or a page of all \
        with an optional state. Jobs outlive this session and restarts; a finished job keeps \
        answering with the same files.""",
        signature.schema(),
        ResultSchemas.jobsPage(),
        new ToolHints(true, false, true, false),
        null,
        call -> functions.getJobs(GetJobsArguments.read(signature, call.arguments()), call));
  }

  private static ToolDefinition await(ToolFunctions functions) {
    Signature signature = WaitForJobsArguments.signature();
    return new ToolDefinition(
        WaitForJobsArguments.TOOL,
        "Wait for jobs",
        """
        Wait up to wait_seconds (at most 45) until any or all of the jobs have ended, then answer \
        with where each of them stands. Not finished is not an error: call again with the same ids. \
        Jobs go on whether or not anybody waits.""",
        signature.schema(),
        ResultSchemas.jobs(),
        new ToolHints(true, false, true, false),
        null,
        call ->
            functions.waitForJobs(WaitForJobsArguments.read(signature, call.arguments()), call));
  }

  private static ToolDefinition cancel(ToolFunctions functions) {
    Signature signature = CancelJobsArguments.signature();
    return new ToolDefinition(
        CancelJobsArguments.TOOL,
        "Cancel jobs",
        """
        Stop jobs, at the vendor too where it can be stopped. The answer says for each job whether \
        money may still be due: most vendors bill what they have begun. Jobs that have ended stay \
        as they are.""",
        signature.schema(),
        ResultSchemas.jobs(),
        new ToolHints(false, true, true, true),
        null,
        call -> functions.cancelJobs(CancelJobsArguments.read(signature, call.arguments()), call));
  }

  private static ToolDefinition retry(ToolFunctions functions) {
    Signature signature = RetryJobsArguments.signature();
    return new ToolDefinition(
        RetryJobsArguments.TOOL,
        "Retry failed jobs",
        """
        Run failed jobs again as they were; this buys them again. Jobs that succeeded or still run \
        are left alone. A submit_unknown job may have been accepted and billed although its answer \
        was lost: it is bought anew only with accept_possible_double_charge.""",
        signature.schema(),
        ResultSchemas.jobs(),
        new ToolHints(false, false, false, true),
        null,
        call -> functions.retryJobs(RetryJobsArguments.read(signature, call.arguments()), call));
  }
}
