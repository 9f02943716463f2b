package dev.secondunit.generation;

import dev.secondunit.catalogue.Plan;
import dev.secondunit.job.Job;
import dev.secondunit.job.PastAttempt;
import dev.secondunit.job.PastAttempt.Fate;
import dev.secondunit.media.UsdAmount;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What callers are told of each create of a job: where it went, what became of it, and what it was
 * billed in USD, which is null while or because nobody knows.
 */
final class AttemptReport {
  /** An older program made it and kept nothing of it. */
  private static final String UNKNOWN = "unknown";

  private final Job job;
  private final Plan plan;
  private final Fallbacks fallbacks;

  /** What became of one. */
  private record End(String outcome, UsdAmount cost, String lateJob) {
    static End of(Fate fate, UsdAmount cost) {
      return new End(fate.word(), cost, null);
    }

    static final End NOT_ACCEPTED = of(Fate.NOT_ACCEPTED, UsdAmount.ZERO);

    /** Ones that are told together. */
    boolean saysNothingOfItsOwn() {
      return equals(NOT_ACCEPTED) || outcome.equals(UNKNOWN);
    }
  }

  AttemptReport(Job job, Plan plan, Fallbacks fallbacks) {
    this.job = job;
    this.plan = plan;
    this.fallbacks = fallbacks;
  }

  /**
   * Adds them, oldest first; of several in a row that were not accepted, the number of the last.
   */
  void tell(ArrayNode attempts) {
    ObjectNode last = null;
    End before = null;
    for (int number = 1; number <= job.attempt(); number++) {
      End end = end(number);
      ObjectNode now = told(number, end);
      if (end.saysNothingOfItsOwn() && end.equals(before) && sameWay(last, now)) {
        last.put("attempt", number).put("times", last.path("times").asInt(1) + 1);
        continue;
      }
      attempts.add(now);
      last = now;
      before = end;
    }
  }

  private static boolean sameWay(ObjectNode one, ObjectNode other) {
    return one.get("backend").equals(other.get("backend"))
        && one.get("model").equals(other.get("model"));
  }

  private ObjectNode told(int number, End end) {
    Optional<PastAttempt> past = job.pastAttempts().number(number);
    Optional<Fallbacks.Taken> left = left(number);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(
        "backend",
        past.map(PastAttempt::backend)
            .or(() -> left.map(Fallbacks.Taken::fromBackend))
            .orElse(plan.backend()));
    json.put(
        "model",
        past.map(PastAttempt::model)
            .or(() -> left.map(Fallbacks.Taken::fromModel))
            .orElse(plan.model()));
    json.put("attempt", number).put("outcome", end.outcome());
    json.set("actual_usd", JobReport.usd(end.cost()));
    if (end.lateJob() != null) {
      json.put("late_job_id", end.lateJob());
    }
    return json;
  }

  /** The step by which the way was left that an attempt was on; empty for the present way. */
  private Optional<Fallbacks.Taken> left(int number) {
    return fallbacks.taken().stream().filter(step -> number <= step.attempt()).findFirst();
  }

  private End end(int number) {
    Optional<PastAttempt> past = job.pastAttempts().number(number);
    if (past.isPresent()) {
      return new End(past.get().fate().word(), past.get().cost(), past.get().lateJob());
    }
    if (job.unknownAttempts().contains(number)) {
      return End.of(Fate.SUBMIT_UNKNOWN, null);
    }
    Optional<Fallbacks.Taken> left = left(number);
    if (left.isPresent() && left.get().accepted() && left.get().attempt() == number) {
      return End.of(Fate.FAILED, UsdAmount.ZERO);
    }
    if (number <= job.pastAttempts().untold()) {
      return new End(UNKNOWN, null, null);
    }
    boolean present = number == job.attempt() && left.isEmpty();
    return present && !job.notAccepted()
        ? new End(job.state().word(), presentCost(), null)
        : End.NOT_ACCEPTED;
  }

  /** What the job has cost without the attempts before, where all of those are known. */
  private UsdAmount presentCost() {
    if (plan.account().free()) {
      return UsdAmount.ZERO;
    }
    if (job.settled() == null || job.settled().micros() == 0) {
      return job.settled();
    }
    long before = job.pastAttempts().cost().micros();
    boolean told = job.pastAttempts().untold() == 0 && before <= job.settled().micros();
    return told ? new UsdAmount(job.settled().micros() - before) : null;
  }
}
