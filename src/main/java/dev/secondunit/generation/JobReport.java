package dev.secondunit.generation;

import dev.secondunit.artifact.Artifact;
import dev.secondunit.backend.Outcome;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.media.MediaFactsJson;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller is told about a generation job: the result core, the same shape in every state,
 * with the error core under {@code error} when it went wrong.
 */
public final class JobReport {
  private JobReport() {}

  /** The part that is fixed when the files are stored, as kept in the column {@code result}. */
  static ObjectNode result(
      Job job, Plan plan, Outcome outcome, List<StoredFile> stored, ArrayNode defects) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode files = json.putArray("files");
    for (StoredFile each : stored) {
      ObjectNode file = file(Assets.assetId(job.id(), each.index()), each.artifact());
      if (each.companion() != null) {
        file.put("companion", each.companion());
      }
      files.add(file);
    }
    json.set("defects", defects);
    json.set("continuation", continuation(job, outcome, stored));
    ArrayNode warnings = json.putArray("warnings");
    outcome.warnings().forEach(warnings::add);
    if (outcome.model() != null && !outcome.model().equals(plan.model())) {
      warnings.add(
          "The vendor says it used the model "
              + outcome.model()
              + " although "
              + plan.model()
              + " was asked for.");
      json.put("model_used", outcome.model());
    }
    return json;
  }

  /** A finished file as told in a result: a path on this machine, or a location in the bucket. */
  public static ObjectNode file(String assetId, Artifact artifact) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.put("asset_id", assetId);
    file.put(artifact.path() == null ? "location" : "path", artifact.location());
    file.put("uri", "media://" + assetId);
    file.put("sidecar", artifact.sidecarLocation());
    file.setAll(MediaFactsJson.write(artifact.facts()));
    return file;
  }

  private static JsonNode continuation(Job job, Outcome outcome, List<StoredFile> stored) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Outcome.Continuation continuation = outcome.continuation();
    if (continuation != null) {
      json.put("id", Assets.continuationId(continuation.prefix(), job.id()));
    } else {
      json.put("id", Assets.assetId(job.id(), 0));
    }
    json.set(
        "operations",
        SourceJson.operations(
            Assets.possible(
                continuation == null ? java.util.Set.of() : continuation.operations(),
                stored.get(0).artifact().facts())));
    if (json.path("operations").isEmpty()) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (continuation != null && continuation.expiresAt() != null) {
      json.put("expires_at", continuation.expiresAt().toString());
    }
    if (continuation != null && continuation.remaining() != null) {
      json.put("remaining", continuation.remaining());
    }
    return json;
  }

  /** The result core of a job as it stands. */
  public static ObjectNode of(Job job) {
    ObjectNode json = head(job);
    Plan plan = PlanJson.read(job.plan());
    GenerationOrder order = GenerationOrder.read(job.request());
    ObjectNode result = job.result();
    json.put("mode", plan.mode().word());
    json.put("operation", plan.operation().word());
    json.set("files", result == null ? JsonNodeFactory.instance.arrayNode() : result.path("files"));
    json.put("backend", plan.backend());
    json.put("model", plan.model());
    if (result != null && result.has("model_used")) {
      json.set("model_used", result.get("model_used"));
    }
    if (plan.backend().equals("previz")) {
      json.put("previz", true);
    }
    json.set("requested", order.requested(plan));
    json.set("effective", ParametersJson.shown(plan.effective()));
    plan.account().tell(json, order.readAs());
    ArrayNode warnings = json.withArray("warnings");
    if (result != null) {
      result.path("warnings").forEach(warnings::add);
    }
    late(job, json, warnings);
    new AttemptReport(job, plan, order.fallbacks()).tell(json.withArray("attempts"));
    if (!order.fallbacks().none()) {
      json.set("fallback", order.fallbacks().told(plan.estimate()));
    }
    if (result != null) {
      json.set("defects", result.path("defects"));
      if (result.path("continuation").isObject()) {
        json.set("continuation", result.get("continuation"));
      }
    }
    json.set("cost", cost(plan.account(), job));
    json.set("timings", timings(job));
    return json;
  }

  /** Whether a generation job is known to cost nothing. */
  public static boolean free(Job job) {
    return PlanJson.read(job.plan()).free();
  }

  /** What every kind of job says first: id, state, progress, error, and what to do next. */
  public static ObjectNode head(Job job) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    JobState state = job.state();
    json.put("ok", !state.terminal() || state == JobState.SUCCEEDED);
    json.put("job_id", job.id());
    json.put("status", state.word());
    if (job.progress() != null && !state.terminal()) {
      json.put("progress", Math.round(job.progress() * 100) / 100.0);
    }
    if (job.progressMessage() != null && !state.terminal()) {
      json.put("message", job.progressMessage());
    }
    if (job.cancelRequested() && !state.terminal()) {
      json.put("cancel_requested", true);
    }
    if (job.failure() != null) {
      json.set("error", FailureJson.write(ofAllAttempts(job, job.failure().withJobId(job.id()))));
    }
    if (!state.terminal()) {
      json.put(
          "next",
          "Go on working; then wait_for_jobs {\"job_ids\": [\""
              + job.id()
              + "\"]}. Calling the same tool again is not needed.");
    }
    return json;
  }

  /** An attempt that cost nothing does not make one before it free. */
  private static Failure ofAllAttempts(Job job, Failure failure) {
    if (failure.charged() != Charged.NO) {
      return failure;
    }
    if (!job.unknownAttempts().isEmpty()) {
      return failure
          .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
          .withHint(
              "The last attempt cost nothing; an earlier one may have been billed and counts as"
                  + " spent. retry_jobs sends it once more.");
    }
    boolean billedBefore = job.settled() != null && job.settled().micros() > 0;
    return billedBefore
        ? failure
            .withCharged(Charged.YES, Retry.USE_JOB)
            .withHint(
                "The last attempt cost nothing; an earlier one was billed "
                    + job.settled()
                    + ". retry_jobs sends it once more.")
        : failure;
  }

  private static void late(Job job, ObjectNode json, ArrayNode warnings) {
    if (job.lateJob() != null) {
      json.put("late_job_id", job.lateJob());
      warnings.add(
          "An attempt that had been given up was answered after all; what it brings is "
              + job.lateJob()
              + ".");
    }
    if (job.lateAnswerOf() != null) {
      json.put("late_answer_of", job.lateAnswerOf());
      warnings.add(
          "This is the late answer to an attempt of "
              + job.lateAnswerOf()
              + ", which had gone on without it; both may be billed.");
    }
  }

  /**
   * What a job is expected to cost, and once it is known what it did.
   *
   * @param job null before there is one
   */
  public static ObjectNode cost(PlanAccount account, Job job) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("estimate_usd", usd(account.estimate()));
    if (job != null) {
      boolean over = job.state() == JobState.SUCCEEDED || job.state() == JobState.CANCELLED;
      boolean neverSent = job.state() == JobState.CANCELLED && job.attempt() == 0;
      boolean free = job.settled() == null && (neverSent || (account.free() && over));
      json.set("actual_usd", usd(free ? UsdAmount.ZERO : job.settled()));
    }
    if (account.pricesAsOf() != null) {
      json.put("as_of", account.pricesAsOf().toString());
    }
    return json;
  }

  static JsonNode usd(UsdAmount amount) {
    return amount == null
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.numberNode(amount.usd());
  }

  public static ObjectNode timings(Job job) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("created_at", job.createdAt().toString());
    seconds(json, "queued_seconds", job.createdAt(), job.submittedAt());
    seconds(json, "working_seconds", job.submittedAt(), job.finishedAt());
    seconds(json, "total_seconds", job.createdAt(), job.finishedAt());
    return json;
  }

  private static void seconds(ObjectNode json, String name, Instant from, Instant to) {
    if (from != null && to != null) {
      json.put(name, Math.max(0, Duration.between(from, to).toMillis()) / 1_000.0);
    }
  }
}
