package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.generation.JobReport;
import dev.secondunit.job.Job;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller is told about an analysis: the same shape in every state and for every vendor. Once
 * answered it has {@code text, data, moments[], finish_reason, truncated, usage} and in {@code
 * model} the one that answered.
 */
public final class AnalysisReport {
  private AnalysisReport() {}

  /** The part that is fixed with the answer, as kept in the column {@code result}. */
  static ObjectNode result(
      ModelAnswer answer, JsonNode data, List<Moments.Moment> moments, List<Path> frames) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("text", answer.text());
    json.set("data", data == null ? JsonNodeFactory.instance.nullNode() : data);
    ArrayNode array = json.putArray("moments");
    for (int i = 0; i < moments.size(); i++) {
      Moments.Moment moment = moments.get(i);
      ObjectNode each = array.addObject();
      each.put("start", moment.start());
      each.put("end", moment.end());
      each.put("what", moment.what());
      if (i < frames.size()) {
        each.put("evidence_frame", frames.get(i).toString());
      }
    }
    json.put("finish_reason", answer.finishReason());
    json.put("truncated", answer.truncated());
    ObjectNode usage = json.putObject("usage");
    usage.put("input_tokens", answer.inputTokens());
    usage.put("output_tokens", answer.outputTokens());
    if (answer.model() != null) {
      json.put("model", answer.model());
    }
    ArrayNode warnings = json.putArray("warnings");
    if (answer.truncated()) {
      warnings.add(
          "The answer was cut off: ask with a larger max_tokens or about a shorter part."
              + (answer.warning() == null ? "" : " The vendor says: " + answer.warning()));
    } else if (answer.warning() != null) {
      warnings.add("The vendor says: " + answer.warning());
    }
    return json;
  }

  /** The result core of a job as it stands. */
  public static ObjectNode of(Job job) {
    ObjectNode json = JobReport.head(job);
    AnalysisPlan plan = AnalysisPlan.read(job.plan());
    planned(json, plan, AnalysisOrder.read(job.request()));
    if (job.result() != null) {
      ObjectNode result = job.result();
      for (String field :
          List.of("text", "data", "moments", "finish_reason", "truncated", "usage")) {
        if (result.has(field)) {
          json.set(field, result.get(field));
        }
      }
      tellModel(json, plan, result);
      result.path("warnings").forEach(json.withArray("warnings")::add);
    }
    json.set("cost", JobReport.cost(plan.account(), job));
    json.set("timings", JobReport.timings(job));
    return json;
  }

  private static void tellModel(ObjectNode json, AnalysisPlan plan, ObjectNode result) {
    String used = result.path("model").asString(plan.model());
    json.put("model", used);
    if (!used.equals(plan.model())) {
      json.put("model_asked", plan.model());
    }
  }

  static void planned(ObjectNode json, AnalysisPlan plan, AnalysisOrder order) {
    json.put("tool", order.tool());
    json.put("backend", plan.backend());
    json.put("model", plan.model());
    ObjectNode effective = order.manner().write();
    effective.put("prompt", order.prompt());
    ArrayNode media = effective.putArray("media");
    for (Medium medium : order.media()) {
      media.add(medium.file().given());
    }
    json.set("effective", effective);
    plan.account().tell(json, order.readAs());
  }
}
