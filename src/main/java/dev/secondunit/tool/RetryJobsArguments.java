package dev.secondunit.tool;

import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code retry_jobs}.
 *
 * @param jobs which ones, never none; only those that failed are run again
 * @param acceptPossibleDoubleCharge whether jobs of unknown fate may be sent again although they
 *     may have been accepted and billed before
 */
public record RetryJobsArguments(JobSelection jobs, boolean acceptPossibleDoubleCharge) {
  static final String TOOL = "retry_jobs";

  static Signature signature() {
    return Signature.of(
        SharedArguments.jobIds(),
        SharedArguments.batchId(),
        Argument.flag(
            "accept_possible_double_charge",
            "true: also resend submit_unknown jobs, which may be paid twice. Ask the user first."));
  }

  static RetryJobsArguments read(Signature signature, ObjectNode sent) {
    Arguments arguments = ArgumentReader.read(signature, sent);
    return new RetryJobsArguments(
        JobSelection.required(arguments),
        arguments.flag("accept_possible_double_charge").orElse(false));
  }
}
