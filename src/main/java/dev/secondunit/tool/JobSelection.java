package dev.secondunit.tool;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.List;

/**
 * Which jobs a call is about: the named ones, or all of a batch.
 *
 * @param jobIds in the caller's order, without repetitions; empty when not given
 * @param batchId or null
 */
public record JobSelection(List<String> jobIds, String batchId) {
  public JobSelection {
    jobIds = jobIds.stream().distinct().toList();
  }

  public boolean isEmpty() {
    return jobIds.isEmpty() && batchId == null;
  }

  static JobSelection from(Arguments arguments) {
    return new JobSelection(arguments.texts("job_ids"), arguments.text("batch_id").orElse(null));
  }

  static JobSelection required(Arguments arguments) {
    JobSelection selection = from(arguments);
    if (selection.isEmpty()) {
      throw Failure.of(
              ErrorCode.MISSING_ARGUMENT, "job_ids or batch_id is required: say which jobs.")
          .withField("job_ids", null)
          .withAllowed(List.of("a list of job ids"))
          .withHint(ArgumentFailures.example(SharedArguments.jobIds()))
          .asException();
    }
    return selection;
  }
}
