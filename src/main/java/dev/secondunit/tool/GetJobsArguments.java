package dev.secondunit.tool;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code get_jobs}.
 *
 * @param jobs which ones; empty for a page of all
 * @param statuses only jobs in one of these, as words; empty for any
 * @param limit most jobs in the answer
 * @param cursor where the page before ended, as it was given out, or null
 */
public record GetJobsArguments(JobSelection jobs, List<String> statuses, int limit, String cursor) {
  static final String TOOL = "get_jobs";
  static final int DEFAULT_LIMIT = 20;
  static final int HIGHEST_LIMIT = 100;

  /** The states of a job, in the order it passes through them. */
  static final List<String> STATUSES =
      List.of(
          "queued",
          "submitting",
          "running",
          "downloading",
          "succeeded",
          "failed",
          "cancelled",
          "expired",
          "submit_unknown");

  public GetJobsArguments {
    statuses = List.copyOf(statuses);
  }

  static Signature signature() {
    return Signature.of(
        SharedArguments.jobIds()
            .describedAs("These jobs; leave out for a page of all, newest first."),
        SharedArguments.batchId(),
        Argument.choice("status", "Only jobs in this state.", STATUSES)
            .aliases("state")
            .example("\"running\""),
        Argument.integer("limit", "Most jobs, 1-100, default 20.", 1, HIGHEST_LIMIT)
            .aliases("page_size", "max_results")
            .example("20"),
        Argument.text("cursor", "next_cursor of the page before.")
            .longest(1_000)
            .aliases("next_cursor", "page_token"));
  }

  static GetJobsArguments read(Signature signature, ObjectNode sent) {
    Arguments arguments = ArgumentReader.read(signature, sent);
    return new GetJobsArguments(
        JobSelection.from(arguments),
        arguments.text("status").map(List::of).orElse(List.of()),
        arguments.integer("limit").map(Long::intValue).orElse(DEFAULT_LIMIT),
        arguments.text("cursor").orElse(null));
  }
}
