package dev.secondunit.understanding;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.understanding.SceneFrames.Scene;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a caller is told about the scenes of a film, each with its answer or its own failure. */
final class SceneReport {
  private SceneReport() {}

  /**
   * What became of one question.
   *
   * @param job null where it became no job, or needed none
   * @param failure null when it was answered
   */
  record Told(String text, Job job, Failure failure) {
    static Told words(String text) {
      return new Told(text, null, null);
    }

    static Told failed(Failure failure) {
      return new Told("", null, failure);
    }

    static Told of(Job job) {
      String text = job.result() == null ? "" : job.result().path("text").asString("");
      if (job.state() == JobState.SUCCEEDED) {
        return new Told(text, job, null);
      }
      Failure failure =
          job.failure() != null
              ? job.failure()
              : Failure.of(ErrorCode.ILLEGAL_STATE, "The question was " + job.state().word() + ".");
      return new Told(text, job, failure.withJobId(job.id()));
    }
  }

  static ObjectNode of(
      SceneOrder order, List<Scene> scenes, List<Told> transcripts, List<Told> descriptions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tool", "analyze_video");
    json.put("backend", order.backend());
    json.put("model", order.model());
    StringBuilder text = new StringBuilder();
    ArrayNode list = json.putArray("scenes");
    int failed = 0;
    for (int i = 0; i < scenes.size(); i++) {
      ObjectNode scene = list.addObject();
      Told described = descriptions.get(i);
      tell(scene, i + 1, scenes.get(i), transcripts.get(i), described);
      failed += described.failure() == null ? 0 : 1;
      text.append(line(i + 1, scenes.get(i), described)).append('\n');
    }
    json.put("text", text.toString().strip());
    json.put("failed_scenes", failed);
    json.set("adjustments", order.readAs());
    ArrayNode warnings = json.putArray("warnings");
    if (failed > 0) {
      warnings.add(
          failed
              + " of "
              + scenes.size()
              + " scenes have no description. The same call again asks only for those; what was"
              + " billed and failed needs retry_jobs.");
    }
    UsdAmount actual = cost(transcripts, descriptions);
    ObjectNode cost = json.putObject("cost");
    cost.putNull("estimate_usd");
    cost.set(
        "actual_usd",
        actual == null
            ? JsonNodeFactory.instance.nullNode()
            : JsonNodeFactory.instance.numberNode(actual.usd()));
    return json;
  }

  private static void tell(
      ObjectNode json, int number, Scene scene, Told transcript, Told described) {
    json.put("number", number);
    json.put("start", scene.start());
    json.put("end", scene.end());
    json.put("frame", scene.frame().toString());
    if (transcript != null && transcript.failure() == null) {
      json.put("transcript", transcript.text().strip());
    }
    if (described.job() != null) {
      json.put("job_id", described.job().id());
    }
    if (described.failure() != null) {
      json.set("error", FailureJson.write(described.failure()));
      return;
    }
    JsonNode result = described.job().result();
    json.put("text", described.text());
    json.set("data", result.path("data"));
    json.put("truncated", result.path("truncated").asBoolean(false));
  }

  private static String line(int number, Scene scene, Told described) {
    return String.format(
        Locale.ROOT,
        "%d. [%.2fs-%.2fs] %s",
        number,
        scene.start(),
        scene.end(),
        described.failure() == null ? described.text() : described.failure().message());
  }

  /** What all questions have cost, in this run or before; null when one of them is not known. */
  private static UsdAmount cost(List<Told> transcripts, List<Told> descriptions) {
    Set<String> counted = new HashSet<>();
    UsdAmount sum = UsdAmount.ZERO;
    for (List<Told> all :
        List.of(descriptions, transcripts.stream().filter(t -> t != null).toList())) {
      for (Told each : all) {
        if (each.job() == null || !counted.add(each.job().id())) {
          continue;
        }
        if (each.job().settled() == null) {
          return null;
        }
        sum = sum.plus(each.job().settled());
      }
    }
    return sum;
  }
}
