package dev.secondunit.tool;

import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code cancel_jobs}.
 *
 * @param jobs which ones, never none
 */
public record CancelJobsArguments(JobSelection jobs) {
  static final String TOOL = "cancel_jobs";

  static Signature signature() {
    return Signature.of(SharedArguments.jobIds(), SharedArguments.batchId());
  }

  static CancelJobsArguments read(Signature signature, ObjectNode sent) {
    return new CancelJobsArguments(JobSelection.required(ArgumentReader.read(signature, sent)));
  }
}
