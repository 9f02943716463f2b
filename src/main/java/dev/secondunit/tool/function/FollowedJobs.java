package dev.secondunit.tool.function;

import dev.secondunit.generation.Assets;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.FollowedWork;
import dev.secondunit.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Jobs and batches of jobs, straight from the store, for callers that follow them by id. */
public final class FollowedJobs implements FollowedWork {
  private static final int LONGEST_ID = 100;
  private static final Duration SOONEST_LOOK = Duration.ofSeconds(1);
  private static final Duration LATEST_LOOK = Duration.ofSeconds(15);

  private final Services.Source services;

  /**
   * @param services asked for by the first call
   */
  public FollowedJobs(Services.Source services) {
    this.services = services;
  }

  @Override
  public Optional<Status> find(String id, Caller caller) {
    Services open = services.seenBy(caller);
    List<Job> jobs = jobs(open.jobs(), id);
    return jobs.isEmpty() ? Optional.empty() : Optional.of(status(open, id, jobs));
  }

  @Override
  public boolean cancel(String id, Caller caller) {
    JobStore store = services.seenBy(caller).jobs();
    List<Job> jobs = jobs(store, id);
    jobs.forEach(job -> JobFunctions.cancel(store, job));
    return !jobs.isEmpty();
  }

  /** The job with this id, or the jobs of the batch with this id. */
  private static List<Job> jobs(JobStore store, String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      return List.of();
    }
    return store.find(id).map(List::of).orElseGet(() -> store.batch(id));
  }

  private static Status status(Services open, String id, List<Job> jobs) {
    return new Status(
        id,
        state(jobs),
        jobs.stream().map(Job::createdAt).min(Comparator.naturalOrder()).orElseThrow(),
        jobs.stream().map(Job::updatedAt).max(Comparator.naturalOrder()).orElseThrow(),
        JobAnswers.words(jobs),
        lookAgainAfter(jobs, open.clock().instant()),
        answer(open.assets(), id, jobs));
  }

  private static State state(List<Job> jobs) {
    if (jobs.stream().anyMatch(job -> !job.state().terminal())) {
      return State.WORKING;
    }
    return jobs.stream().allMatch(job -> job.state() == JobState.CANCELLED)
        ? State.CANCELLED
        : State.ENDED;
  }

  /** Nothing can be new before a job's own next step. */
  private static Duration lookAgainAfter(List<Job> jobs, Instant now) {
    Duration next =
        jobs.stream()
            .filter(job -> !job.state().terminal() && job.dueAt() != null)
            .map(job -> Duration.between(now, job.dueAt()))
            .min(Comparator.naturalOrder())
            .orElse(SOONEST_LOOK);
    if (next.compareTo(SOONEST_LOOK) < 0) {
      return SOONEST_LOOK;
    }
    return next.compareTo(LATEST_LOOK) > 0 ? LATEST_LOOK : next;
  }

  /** What the tool that began the work answers when it waits for the end. */
  private static ToolResult answer(Assets assets, String id, List<Job> jobs) {
    List<ObjectNode> reports = jobs.stream().map(JobAnswers::report).toList();
    if (jobs.get(0).id().equals(id)) {
      return JobAnswers.withLinks(assets, reports.get(0), reports);
    }
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    batch.put("batch_id", id);
    ArrayNode array = batch.putArray("jobs");
    reports.forEach(array::add);
    return JobAnswers.withLinks(assets, batch, reports);
  }
}
