package dev.secondunit.tool.function;

import dev.secondunit.generation.Assets;
import dev.secondunit.generation.GenerationWork;
import dev.secondunit.generation.JobReport;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWatch;
import dev.secondunit.tool.ToolCall.ProgressListener;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.ToolResult.Content;
import dev.secondunit.understanding.AnalysisReport;
import dev.secondunit.understanding.AnalysisWork;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How jobs are told: the result core per job, links to their files, and progress while waiting. */
final class JobAnswers {
  /** What a caller can say to get another job of the same shot. */
  static final String ANOTHER_SHOT = "takes (2 or more) or a new request_key";

  private JobAnswers() {}

  /** The result core of a job of any kind. */
  static ObjectNode report(Job job) {
    if (job.kind().equals(GenerationWork.KIND)) {
      return JobReport.of(job);
    }
    if (job.kind().equals(AnalysisWork.KIND)) {
      return AnalysisReport.of(job);
    }
    ObjectNode json = JobReport.head(job);
    if (job.result() != null) {
      json.setAll(job.result());
    }
    json.set("timings", JobReport.timings(job));
    return json;
  }

  /**
   * Notes that nothing new was made.
   *
   * @param another what the caller can say to get another one
   */
  static void deduplicated(ObjectNode report, Job job, Instant now, String another) {
    report.put("deduplicated", true);
    report
        .withArray("warnings")
        .add(
            "This is the earlier job of "
                + job.createdAt().truncatedTo(ChronoUnit.SECONDS)
                + " ("
                + age(Duration.between(job.createdAt(), now))
                + " ago): nothing new was made or bought. For another one pass "
                + another
                + ".");
  }

  private static String age(Duration age) {
    if (age.toSeconds() < 120) {
      return Math.max(0, age.toSeconds()) + " seconds";
    }
    return age.toMinutes() < 120 ? age.toMinutes() + " minutes" : age.toHours() + " hours";
  }

  static ArrayNode reports(List<Job> jobs) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    jobs.forEach(job -> array.add(report(job)));
    return array;
  }

  /**
   * The answer with a link per finished file in it, and an address for those not on this machine.
   */
  static ToolResult withLinks(Assets assets, ObjectNode answer, List<ObjectNode> reports) {
    List<Content> links = new ArrayList<>();
    for (ObjectNode report : reports) {
      for (JsonNode file : report.path("files")) {
        if (file.has("location")) {
          sign(assets, (ObjectNode) file);
        }
        if (file.has("uri")) {
          String path = file.path(file.has("location") ? "location" : "path").asString();
          links.add(
              new Content.ResourceLink(
                  file.path("uri").asString(),
                  path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1),
                  file.path("media_type").asString(),
                  file.path("bytes").asLong()));
        }
      }
    }
    return ToolResult.of(answer, links);
  }

  /** The address is made for each answer, since it holds for a while only. */
  private static void sign(Assets assets, ObjectNode file) {
    assets
        .link(file.path("location").asString())
        .ifPresent(
            link -> {
              file.put("url", link.url().toString());
              file.put(
                  "url_expires_at", link.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
            });
  }

  /** The job once it has ended or the caller's patience has; as it is for a caller with none. */
  static Job awaited(Services open, Job job, Duration patience, Consumer<List<Job>> progress)
      throws InterruptedException {
    return patience.isZero()
        ? job
        : open.watch().await(List.of(job.id()), JobWatch.Until.ALL, patience, progress).get(0);
  }

  /** Tells the listener how far the jobs are, as a share of all of them. */
  static Consumer<List<Job>> progress(ProgressListener listener) {
    return jobs -> {
      double done = 0;
      for (Job job : jobs) {
        done += job.state().terminal() ? 1 : share(job);
      }
      listener.report(done, (double) jobs.size(), words(jobs));
    };
  }

  /** How far jobs are, for people. */
  static String words(List<Job> jobs) {
    long finished = jobs.stream().filter(job -> job.state().terminal()).count();
    String words = finished + " of " + jobs.size() + " finished";
    return jobs.stream()
        .filter(job -> !job.state().terminal() && job.state() != JobState.QUEUED)
        .findFirst()
        .map(job -> words + "; " + job.id() + " " + words(job))
        .orElse(words);
  }

  static double share(Job job) {
    return switch (job.state()) {
      case QUEUED -> 0;
      case SUBMITTING -> job.progress() == null ? 0.02 : 0.02 + 0.9 * job.progress();
      case RUNNING -> job.progress() == null ? 0.05 : 0.05 + 0.85 * job.progress();
      case DOWNLOADING -> 0.95;
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED, SUBMIT_UNKNOWN -> 1;
    };
  }

  private static String words(Job job) {
    String percent = job.progress() == null ? "" : " " + Math.round(job.progress() * 100) + " %";
    return job.progressMessage() == null
        ? job.state().word() + percent
        : job.progressMessage() + percent;
  }
}
