package dev.secondunit.tool.function;

import dev.secondunit.analysis.Analysis;
import dev.secondunit.analysis.LocalAnalysis;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.tool.AnalyzeVideoArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code analyze_video}, the part that needs no model. */
final class AnalyzeFunction {
  private final Services.Source services;
  private final Supplier<LocalAnalysis> analysis;

  AnalyzeFunction(Services.Source services, Supplier<LocalAnalysis> analysis) {
    this.services = services;
    this.analysis = analysis;
  }

  ToolResult analyze(AnalyzeVideoArguments arguments, ToolCall call) throws InterruptedException {
    if (!arguments.backendType().equals(GenerationRequest.AUTO)) {
      throw Failure.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "The backend " + arguments.backendType() + " analyses no video in this build.")
          .withField("backend_type", arguments.backendType())
          .withAllowed(java.util.List.of(GenerationRequest.AUTO))
          .withHint("backend_type auto measures locally: cuts, black, frozen and silent stretches.")
          .asException();
    }
    Services open = services.seenBy(call.caller());
    MediaInput video = open.inputs().resolve(arguments.video(), "video", Set.of(Mode.VIDEO));
    Analysis answer =
        this.analysis
            .get()
            .analyze(
                video,
                arguments.responseSchema(),
                arguments.startTime(),
                arguments.endTime(),
                open.settings().home().resolve("evidence"));
    return ToolResult.of(json(answer, arguments));
  }

  private static ObjectNode json(Analysis analysis, AnalyzeVideoArguments arguments) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", true);
    json.put("text", analysis.text());
    json.set(
        "data", analysis.data() == null ? JsonNodeFactory.instance.nullNode() : analysis.data());
    ArrayNode moments = json.putArray("moments");
    for (Analysis.Moment moment : analysis.moments()) {
      ObjectNode each = moments.addObject();
      each.put("start", moment.start());
      each.put("end", moment.end());
      each.put("what", moment.what());
      if (moment.evidenceFrame() != null) {
        each.put("evidence_frame", moment.evidenceFrame().toString());
      }
    }
    json.put("finish_reason", analysis.finishReason());
    json.put("truncated", analysis.truncated());
    ObjectNode usage = json.putObject("usage");
    usage.put("input_tokens", analysis.inputTokens());
    usage.put("output_tokens", analysis.outputTokens());
    json.put("backend", "local");
    json.put("model", analysis.model());
    ArrayNode adjustments = json.putArray("adjustments");
    arguments
        .adjustments()
        .forEach(each -> adjustments.add(JsonMapper.shared().<ObjectNode>valueToTree(each)));
    ArrayNode warnings = json.putArray("warnings");
    warnings.add(
        "Measured on this machine, no model has seen it: the prompt is not answered. One of "
            + String.join(", ", LocalAnalysis.MODEL_KEYS)
            + " would enable a model.");
    return json;
  }
}
