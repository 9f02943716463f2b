package dev.secondunit.tool;

import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.reading.ReadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code read_media}.
 *
 * @param inputs what to read; empty only with {@code continueFrom}
 * @param prompt the question for a model, or null to measure and show only
 * @param frames how many pictures of a video, 0 for none, or null for the default
 * @param frameTimes at which seconds to take pictures instead; empty to spread them evenly
 * @param contactSheet whether to show the pictures as one sheet
 * @param scenes whether to look for cuts, black, frozen and silent stretches
 * @param backendType who reads, or {@code auto}
 * @param model a model id, or null
 * @param continueFrom the id of an earlier reading to ask further about, or null
 * @param instructions how to answer, or null for an honest critic
 * @param run how a question is run
 * @param adjustments what had to be understood in the call itself
 */
public record ReadMediaArguments(
    List<Input> inputs,
    String prompt,
    Integer frames,
    List<Double> frameTimes,
    boolean contactSheet,
    boolean scenes,
    String backendType,
    String model,
    String continueFrom,
    String instructions,
    RunOptions run,
    List<Adjustment> adjustments) {
  /**
   * One thing to read.
   *
   * @param source a path, an asset id or a URL, as the caller wrote it
   * @param name how the question may call it, or null
   */
  public record Input(String source, String name) {
    public Input {
      Objects.requireNonNull(source, "source");
    }
  }

  public ReadMediaArguments {
    Objects.requireNonNull(run, "run");
    inputs = List.copyOf(inputs);
    frameTimes = List.copyOf(frameTimes);
    adjustments = List.copyOf(adjustments);
  }

  /**
   * The part that is done on this machine.
   *
   * @param pictures how many of each film, or null for the default
   */
  public ReadRequest looking(Integer pictures) {
    return new ReadRequest(
        inputs.stream().map(input -> new ReadRequest.Input(input.source(), input.name())).toList(),
        pictures,
        frameTimes,
        contactSheet,
        scenes);
  }

  static ReadMediaArguments read(Signature signature, ObjectNode sent) {
    List<Adjustment> adjustments = new ArrayList<>();
    Arguments arguments = ArgumentReader.read(signature, rewrite(sent, adjustments), adjustments);
    if (!arguments.has("inputs") && !arguments.has("continue_from")) {
      throw ArgumentFailures.missing(signature.find("inputs"), "");
    }
    if (arguments.has("continue_from") && !arguments.has("prompt")) {
      throw ArgumentFailures.missing(signature.find("prompt"), "");
    }
    List<Input> inputs =
        arguments.items("inputs").stream()
            .map(item -> new Input(item.text("path").orElseThrow(), item.text("name").orElse(null)))
            .toList();
    return new ReadMediaArguments(
        inputs,
        arguments.text("prompt").orElse(null),
        arguments.integer("frames").map(Long::intValue).orElse(null),
        arguments.numbers("frame_times"),
        arguments.flag("contact_sheet").orElse(false),
        arguments.flag("scenes").orElse(false),
        arguments.text("backend_type").orElse(GenerationRequest.AUTO),
        arguments.text("model").orElse(null),
        arguments.text("continue_from").orElse(null),
        arguments.text("instructions").orElse(null),
        RunOptions.from(arguments),
        arguments.adjustments());
  }

  /** Older callers name their files in a map, and some give times where a number of frames goes. */
  private static ObjectNode rewrite(ObjectNode sent, List<Adjustment> adjustments) {
    ObjectNode rewritten = sent.deepCopy();
    JsonNode frames = Stringified.read(sent.path("frames"));
    if (frames.isArray() && !sent.has("frame_times")) {
      rewritten.remove("frames");
      rewritten.set("frame_times", frames);
      adjustments.add(
          new Adjustment(
              "frame_times",
              "frames",
              "frame_times",
              "frames is a number; times go to frame_times"));
    }
    JsonNode inputs = Stringified.read(sent.path("inputs"));
    List<JsonNode> written = new ArrayList<>();
    if (inputs.isArray()) {
      inputs.forEach(input -> written.add(Stringified.read(input)));
    } else {
      written.add(inputs);
    }
    if (written.stream().anyMatch(input -> input.path("files").isObject())) {
      ArrayNode flat = rewritten.arrayNode();
      written.forEach(input -> flatten(input, flat, rewritten));
      rewritten.set("inputs", flat);
      adjustments.add(
          new Adjustment(
              "inputs",
              "files",
              "a list of inputs",
              "each file is an input of its own, and the question is prompt"));
    }
    return rewritten;
  }

  private static void flatten(JsonNode input, ArrayNode flat, ObjectNode call) {
    JsonNode files = input.path("files");
    if (!files.isObject()) {
      flat.add(input);
      return;
    }
    for (Map.Entry<String, JsonNode> file : files.properties()) {
      if (!file.getValue().isString()) {
        throw Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                "inputs: " + ArgumentFailures.shortened(file.getKey()) + " does not name a file.")
            .withField("inputs", ArgumentFailures.shown(file.getValue()))
            .withAllowed(List.of("paths, asset ids or URLs"))
            .withHint("Example: {\"inputs\": [{\"path\": \"/project/clip.mp4\", \"name\": \"A\"}]}")
            .asException();
      }
      flat.addObject().put("path", file.getValue().stringValue()).put("name", file.getKey());
    }
    if (input.path("prompt").isString() && !call.has("prompt")) {
      call.put("prompt", input.path("prompt").stringValue());
    }
  }
}
