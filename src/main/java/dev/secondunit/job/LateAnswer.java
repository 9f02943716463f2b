package dev.secondunit.job;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to a create that came after its job had gone on without it: given up, bought anew,
 * stopped. What it brings is paid for, so it becomes a job of its own.
 *
 * @param jobId the job whose create was answered
 * @param attempt which of its attempts
 * @param newJobId the id of the job to be made of it; the same for every try to record this answer
 * @param state where the new job begins: at the vendor's, or with what it made
 * @param vendorReference what finds it at the vendor
 * @param outcome what the vendor made, or null while it works on it
 * @param settlement what happens to the reservation that comes with it
 * @param nextStep when to go on
 * @param route the way that attempt was on, whichever its job is on now
 */
public record LateAnswer(
    String jobId,
    int attempt,
    String newJobId,
    JobState state,
    ObjectNode vendorReference,
    ObjectNode outcome,
    Settlement settlement,
    Duration nextStep,
    Route route) {
  public LateAnswer {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(newJobId, "newJobId");
    Objects.requireNonNull(vendorReference, "vendorReference");
    Objects.requireNonNull(settlement, "settlement");
    Objects.requireNonNull(nextStep, "nextStep");
    Objects.requireNonNull(route, "route");
    if (!EnumSet.of(JobState.RUNNING, JobState.DOWNLOADING).contains(state)) {
      throw new IllegalArgumentException("an answered create is not " + state.word());
    }
  }
}
