package dev.secondunit.tool;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code wait_for_jobs}.
 *
 * @param jobs which ones, never none
 * @param all whether to wait for all of them rather than for the first to end
 * @param waitAtMost how long at most, up to {@link RunOptions#LONGEST_WAIT}
 */
public record WaitForJobsArguments(JobSelection jobs, boolean all, Duration waitAtMost) {
  static final String TOOL = "wait_for_jobs";

  static Signature signature() {
    return Signature.of(
        SharedArguments.jobIds(),
        SharedArguments.batchId(),
        Argument.choice(
                "until", "all (default): every job has ended; any: one has.", List.of("any", "all"))
            .aliases("mode", "wait_for")
            .example("\"all\""),
        SharedArguments.waitSeconds().describedAs("Longest to wait, 0-45, default 30."));
  }

  static WaitForJobsArguments read(Signature signature, ObjectNode sent) {
    Arguments arguments = ArgumentReader.read(signature, sent);
    return new WaitForJobsArguments(
        JobSelection.required(arguments),
        arguments.text("until").orElse("all").equals("all"),
        RunOptions.wait(arguments));
  }
}
