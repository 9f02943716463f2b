package dev.secondunit.backend.twelvelabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.failure.Failure;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Questions as the vendor reads them ({@code twelvelabs-js} 1.3.4, September 2026; the form with
 * {@code video_id} as its versions up to 1.3.1 sent it).
 */
final class AnalyzeJson {
  private AnalyzeJson() {}

  /** For {@code POST /analyze/tasks}. */
  static ObjectNode task(AnalyzeRequest request) throws BackendException {
    TwelveLabsOptions options = request.options();
    RequestJson json =
        common(request)
            .text("custom_id", Optional.ofNullable(options.customId()))
            .number("min_segment_duration", Optional.ofNullable(options.minSegmentSeconds()))
            .number("max_segment_duration", Optional.ofNullable(options.maxSegmentSeconds()));
    if (options.segments() != null) {
      json.text("analysis_mode", "time_based_metadata");
      ObjectNode format = JsonNodeFactory.instance.objectNode();
      format.put("type", "segment_definitions");
      format.set("segment_definitions", options.segments());
      if (options.segmentTimeFormat() != null) {
        format.put("segment_time_format", options.segmentTimeFormat());
      }
      json.node("response_format", format);
    }
    return json.json();
  }

  /** For {@code POST /analyze}; {@code stream} is always sent, because its default is true. */
  static ObjectNode atOnce(AnalyzeRequest request, boolean stream) throws BackendException {
    ObjectNode json = common(request).json();
    json.put("stream", stream);
    return json;
  }

  private static RequestJson common(AnalyzeRequest request) throws BackendException {
    TwelveLabsOptions options = request.options();
    RequestJson json = new RequestJson();
    if (options.videoId() != null) {
      json.text("video_id", options.videoId());
    } else {
      json.text("model_name", request.model())
          .node(
              "video",
              JsonNodeFactory.instance
                  .objectNode()
                  .put("type", "asset_id")
                  .put("asset_id", request.assetId()));
    }
    if (options.mediaSources() != null) {
      ObjectNode prompt = JsonNodeFactory.instance.objectNode();
      prompt.put("input_text", request.prompt());
      prompt.set("media_sources", options.mediaSources());
      json.node("prompt_v2", prompt);
    } else {
      json.text("prompt", request.prompt());
    }
    json.number("temperature", Optional.ofNullable(request.temperature()))
        .integer("max_tokens", Optional.ofNullable(request.maxTokens()).map(Integer::longValue))
        .number("start_time", Optional.ofNullable(request.startSeconds()))
        .number("end_time", Optional.ofNullable(request.endSeconds()));
    if (request.schema() != null) {
      Optional<Failure> broken = SchemaRules.firstBroken(request.schema());
      if (broken.isPresent()) {
        throw new BackendException(Fate.REJECTED, broken.get());
      }
      ObjectNode format = JsonNodeFactory.instance.objectNode().put("type", "json_schema");
      format.set("json_schema", request.schema());
      json.node("response_format", format);
    }
    return json;
  }
}
