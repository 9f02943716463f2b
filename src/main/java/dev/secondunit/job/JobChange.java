package dev.secondunit.job;

import dev.secondunit.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * One guarded change of one job: applied whole when the job is still in one of the expected states
 * (and, where given, still at the expected attempt), else not at all. Everything here becomes
 * durable in one transaction: the row, the money, the documents and the next step.
 */
public final class JobChange {
  private final String jobId;
  private final Set<JobState> from;
  private final JobState to;
  private Integer expectedAttempt;
  private boolean beginsAttempt;
  private boolean leavesAttemptUnknown;
  private PastAttempt.Fate leftAs;
  private boolean refused;
  private ObjectNode vendorReference;
  private ObjectNode outcome;
  private ObjectNode result;
  private Failure failure;
  private Double progress;
  private String progressMessage;
  private int pollFailures;
  private Settlement settlement = Settlement.KEEP;
  private final List<Document> documents = new ArrayList<>();
  private Duration nextStep;
  private Route leftRoute;
  private Route route;

  private JobChange(String jobId, Set<JobState> from, JobState to) {
    this.jobId = Objects.requireNonNull(jobId, "jobId");
    this.from = from;
    this.to = Objects.requireNonNull(to, "to");
    from.forEach(state -> JobTransitions.check(state, to));
  }

  public static JobChange of(Job job, JobState to) {
    return new JobChange(job.id(), EnumSet.of(job.state()), to).atAttempt(job.attempt());
  }

  public static JobChange of(String jobId, Set<JobState> from, JobState to) {
    return new JobChange(jobId, EnumSet.copyOf(from), to);
  }

  /** Only when the job is still at this attempt. */
  public JobChange atAttempt(int attempt) {
    expectedAttempt = attempt;
    return this;
  }

  /** Counts one more create and notes when it began. */
  public JobChange beginAttempt() {
    beginsAttempt = true;
    return this;
  }

  /**
   * Goes on without knowing what became of the present attempt, which may have been billed; {@link
   * Job#unknownAttempts()} keeps it.
   */
  public JobChange leaveAttemptUnknown() {
    leavesAttemptUnknown = true;
    return this;
  }

  /** Goes on from the present attempt, if there is one; {@link Job#pastAttempts()} keeps it. */
  public JobChange leaveAttempt(PastAttempt.Fate fate) {
    leftAs = Objects.requireNonNull(fate, "fate");
    return this;
  }

  /** It could not be sent now; {@link Job#refusedSince()} keeps the first time. */
  public JobChange refused() {
    refused = true;
    return this;
  }

  public JobChange vendorReference(ObjectNode value) {
    vendorReference = value;
    return this;
  }

  public JobChange outcome(ObjectNode value) {
    outcome = value;
    return this;
  }

  public JobChange result(ObjectNode value) {
    result = value;
    return this;
  }

  /** Replaces the failure; a change without one clears it. */
  public JobChange failure(Failure value) {
    failure = value;
    return this;
  }

  /** Replaces progress and message; a change without them clears both. */
  public JobChange progress(Double value, String message) {
    progress = value;
    progressMessage = message;
    return this;
  }

  public JobChange pollFailures(int count) {
    pollFailures = count;
    return this;
  }

  public JobChange settle(Settlement value) {
    settlement = Objects.requireNonNull(value, "settlement");
    return this;
  }

  /** Puts the job on another way, only while it is still on this one. */
  public JobChange reroute(Route left, Route taken) {
    leftRoute = Objects.requireNonNull(left, "left");
    route = Objects.requireNonNull(taken, "taken");
    return this;
  }

  public JobChange document(Document document) {
    documents.add(document);
    return this;
  }

  /** Schedules a step when none is scheduled, as after a retry. */
  public JobChange scheduleStep(Duration after) {
    nextStep = after;
    return this;
  }

  /**
   * Whether this only tells how far a job is: if it is lost, the next look at the job tells it
   * again. What was sent, made, paid or decided is never mere news.
   */
  public boolean newsOnly() {
    return from.equals(Set.of(to))
        && !to.terminal()
        && !beginsAttempt
        && vendorReference == null
        && outcome == null
        && result == null
        && failure == null
        && settlement instanceof Settlement.Keep
        && documents.isEmpty()
        && route == null
        && leftAs == null
        && nextStep == null;
  }

  public String jobId() {
    return jobId;
  }

  public Set<JobState> from() {
    return from;
  }

  public JobState to() {
    return to;
  }

  public Integer expectedAttempt() {
    return expectedAttempt;
  }

  public boolean beginsAttempt() {
    return beginsAttempt;
  }

  public boolean leavesAttemptUnknown() {
    return leavesAttemptUnknown;
  }

  /** What became of the attempt that the job goes on from, or null where it goes on from none. */
  public PastAttempt.Fate leftAs() {
    return leftAs;
  }

  /** Whether the job could not be sent now. */
  public boolean isRefused() {
    return refused;
  }

  /** Whether it takes a job up again that was over. */
  public boolean takesUpAgain() {
    return from.contains(JobState.FAILED) || from.contains(JobState.SUBMIT_UNKNOWN);
  }

  public ObjectNode vendorReference() {
    return vendorReference;
  }

  public ObjectNode outcome() {
    return outcome;
  }

  public ObjectNode result() {
    return result;
  }

  public Failure failure() {
    return failure;
  }

  public Double progress() {
    return progress;
  }

  public String progressMessage() {
    return progressMessage;
  }

  public int pollFailures() {
    return pollFailures;
  }

  public Settlement settlement() {
    return settlement;
  }

  /** The way the job must still be on, or null where that does not matter. */
  public Route leftRoute() {
    return leftRoute;
  }

  /** The way the job is on from now, or null for the same. */
  public Route route() {
    return route;
  }

  public List<Document> documents() {
    return List.copyOf(documents);
  }

  public Duration nextStep() {
    return nextStep;
  }
}
