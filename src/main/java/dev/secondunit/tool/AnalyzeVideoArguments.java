package dev.secondunit.tool;

import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code analyze_video}.
 *
 * @param video path, asset id or URL, as the caller wrote it
 * @param instructions how to answer, or null for the usual way
 * @param temperature 0 to 1, or null for the default
 * @param responseSchema the JSON Schema the answer must fit, or null for free text
 * @param vendorOptions what only one vendor knows, segment definitions among them; may be empty
 * @param maxTokens longest answer, or null for the backend's default
 * @param startTime seconds, or null for the beginning
 * @param endTime seconds, or null for the end
 * @param stream whether to report the text as it grows
 * @param backendType who analyses, or {@code auto}
 * @param model a model id, or null
 * @param scenes whether each scene is described by itself; {@code prompt} is a template then
 * @param sceneOffset seconds into each scene at which its picture is taken, or null for its middle
 * @param sceneFields the caller's own fields of the template
 * @param run how to run it; always one take
 * @param adjustments what had to be understood in the call itself
 */
public record AnalyzeVideoArguments(
    String video,
    String prompt,
    String instructions,
    Double temperature,
    ObjectNode responseSchema,
    ObjectNode vendorOptions,
    Integer maxTokens,
    Double startTime,
    Double endTime,
    boolean stream,
    String backendType,
    String model,
    boolean scenes,
    Double sceneOffset,
    Map<String, String> sceneFields,
    RunOptions run,
    List<Adjustment> adjustments) {
  private static final String SEGMENTS = "segment_definitions";

  public AnalyzeVideoArguments {
    Objects.requireNonNull(video, "video");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(vendorOptions, "vendorOptions");
    sceneFields = Map.copyOf(sceneFields);
    adjustments = List.copyOf(adjustments);
  }

  static AnalyzeVideoArguments read(Signature signature, ObjectNode sent) {
    Arguments arguments = ArgumentReader.read(signature, withScenesAsObject(sent));
    ObjectNode scenes = arguments.object("scenes").orElse(null);
    List<Adjustment> adjustments = new ArrayList<>(arguments.adjustments());
    Double start = arguments.number("start_time").orElse(null);
    Double end = arguments.number("end_time").orElse(null);
    if (start != null && end != null && end <= start) {
      throw Failure.of(
              ErrorCode.CONFLICTING_ARGUMENTS,
              "end_time "
                  + Numbers.plain(end)
                  + " is not after start_time "
                  + Numbers.plain(start)
                  + ".")
          .withField("end_time", Numbers.plain(end))
          .withAllowed(List.of("more than " + Numbers.plain(start)))
          .withHint("Leave end_time out to read to the end.")
          .asException();
    }
    RunOptions run = RunOptions.from(arguments);
    ObjectNode format = arguments.object("response_format").orElse(null);
    ObjectNode options =
        arguments.object("vendor_options").orElseGet(JsonNodeFactory.instance::objectNode);
    boolean segments = format != null && SEGMENTS.equals(format.path("type").asString(""));
    ObjectNode schema = format == null || segments ? null : schema(format);
    if (segments) {
      options = withSegments(options, format);
    }
    Strictness.check(run.strict(), adjustments);
    return new AnalyzeVideoArguments(
        arguments.text("video").orElseThrow(),
        arguments.text("prompt").orElseThrow(),
        arguments.text("instructions").orElse(null),
        arguments.number("temperature").orElse(null),
        schema,
        options,
        arguments.integer("max_tokens").map(Long::intValue).orElse(null),
        start,
        end,
        arguments.flag("stream").orElse(false),
        arguments.text("backend_type").orElse(GenerationRequest.AUTO),
        arguments.text("model").orElse(null),
        scenes != null,
        scenes == null ? null : sceneOffset(scenes),
        scenes == null ? Map.of() : sceneFields(scenes),
        run,
        adjustments);
  }

  /** Segments are asked for where a schema would be, as the vendor has it. */
  private static ObjectNode withSegments(ObjectNode options, ObjectNode format) {
    ObjectNode all = options.deepCopy();
    all.setAll(format);
    all.remove("type");
    if (!all.has(SEGMENTS)) {
      throw Failure.of(
              ErrorCode.MISSING_ARGUMENT, "response_format of type segment_definitions names none.")
          .withField("response_format", null)
          .withHint(
              "For example: {\"type\": \"segment_definitions\", \"segment_definitions\": [{\"id\":"
                  + " \"goal\", \"description\": \"a goal is scored\"}]}")
          .asException();
    }
    return all;
  }

  /** {@code true} stands for scenes without anything special, {@code false} for none. */
  private static ObjectNode withScenesAsObject(ObjectNode sent) {
    if (!sent.path("scenes").isBoolean()) {
      return sent;
    }
    ObjectNode rewritten = sent.deepCopy();
    if (sent.path("scenes").booleanValue()) {
      rewritten.putObject("scenes");
    } else {
      rewritten.remove("scenes");
    }
    return rewritten;
  }

  private static Double sceneOffset(ObjectNode scenes) {
    for (String name : scenes.propertyNames()) {
      if (!name.equals("offset") && !name.equals("fields")) {
        throw wrong("scenes." + name, name, "offset", "fields");
      }
    }
    JsonNode offset = scenes.path("offset");
    if (offset.isMissingNode() || offset.isNull()) {
      return null;
    }
    if (!offset.isNumber() || offset.doubleValue() < 0 || offset.doubleValue() > 86_400) {
      throw wrong("scenes.offset", offset.toString(), "0 to 86400 seconds");
    }
    return offset.doubleValue();
  }

  private static Map<String, String> sceneFields(ObjectNode scenes) {
    JsonNode sent = scenes.path("fields");
    if (!sent.isMissingNode() && !sent.isObject() && !sent.isNull()) {
      throw wrong("scenes.fields", sent.toString(), "names with texts");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : sent.properties()) {
      if (!field.getValue().isValueNode() || field.getValue().isNull()) {
        throw wrong("scenes.fields." + field.getKey(), field.getValue().toString(), "a text");
      }
      fields.put(field.getKey(), field.getValue().asString());
    }
    return fields;
  }

  private static RuntimeException wrong(String field, String value, String... allowed) {
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            field
                + ": "
                + ArgumentFailures.shortened(value)
                + " is not "
                + String.join(" or ", allowed)
                + ".")
        .withField(field, ArgumentFailures.shortened(value))
        .withAllowed(List.of(allowed))
        .withHint("Example: {\"scenes\": {\"offset\": 0.5, \"fields\": {\"title\": \"Harbour\"}}}")
        .asException();
  }

  /** The schema itself, out of the envelopes that vendors put around it. */
  private static ObjectNode schema(ObjectNode sent) {
    JsonNode inner = sent.path("json_schema");
    if ("json_schema".equals(sent.path("type").asString("")) && inner.isObject()) {
      JsonNode named = inner.path("schema");
      return (ObjectNode) (named.isObject() ? named : inner);
    }
    return sent;
  }
}
