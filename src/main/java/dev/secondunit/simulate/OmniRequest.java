package dev.secondunit.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * A create of the Interactions API for Gemini Omni. Ranges of the models from their release notes
 * (1.1: August 2026, 1.2: November 2026).
 *
 * @param prompt all texts, one per line; may be empty, which Google bills like any other
 * @param seconds asked for, or the default
 */
record OmniRequest(
    String model,
    String prompt,
    List<Path> images,
    List<Path> videos,
    boolean background,
    boolean store,
    boolean stream,
    Optional<String> previousId,
    Optional<Task> askedTask,
    String aspectRatio,
    String resolution,
    double seconds,
    boolean byUri) {

  enum Task {
    TEXT_TO_VIDEO,
    IMAGE_TO_VIDEO,
    REFERENCE_TO_VIDEO,
    EDIT,
    EXTEND,
    UPSCALE;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String OMNI_1 = "gemini-omni-1.1-flash";
  private static final String OMNI_2 = "gemini-omni-1.2-flash";
  private static final String GONE = "gemini-omni-flash-preview";

  /** Reads one, refusing what Google refuses. */
  static OmniRequest read(
      Fields fields,
      BiFunction<String, String, Path> byUri,
      BiFunction<String, String, Path> byData) {
    String model = fields.requiredText("model").replaceFirst("^models/", "");
    if (model.equals(GONE)) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND, "model", "Model " + model + " is no longer available.");
    }
    if (!model.equals(OMNI_1) && !model.equals(OMNI_2)) {
      throw Refusal.of(Refusal.Kind.MODEL_NOT_FOUND, "model", "Model " + model + " was not found.");
    }
    List<String> texts = new ArrayList<>();
    List<Path> images = new ArrayList<>();
    List<Path> videos = new ArrayList<>();
    JsonNode input = fields.any("input").orElseThrow(() -> fields.missing("input"));
    readInput(input, texts, images, videos, byUri, byData);
    boolean background = fields.flag("background").orElse(false);
    boolean store = fields.flag("store").orElse(true);
    if (background && !store) {
      throw Refusal.invalid("store", "background requires store to be true");
    }
    boolean stream = fields.flag("stream").orElse(false);
    Optional<String> previous = fields.text("previous_interaction_id");
    Optional<Task> task = task(fields);
    for (String modality : fields.texts("response_modalities", 1, 4)) {
      if (!modality.equalsIgnoreCase("video")) {
        throw fields.wrong("response_modalities", "must be [\"video\"] for this model");
      }
    }
    fields.ignoring("system_instruction", "labels", "service_tier", "webhook_config");
    Optional<Fields> format = format(fields);
    String ratio = "16:9";
    String resolution = "720p";
    double seconds = 10;
    boolean uri = false;
    if (format.isPresent()) {
      Fields asked = format.get();
      asked.oneOf("type", List.of("video")).orElseThrow(() -> asked.missing("type"));
      ratio = asked.oneOf("aspect_ratio", List.of("16:9", "9:16")).orElse(ratio);
      resolution =
          asked.oneOf("resolution", List.of("360p", "720p", "1080p", "4k")).orElse(resolution);
      seconds = asked.text("duration").map(text -> seconds(asked, model, text)).orElse(seconds);
      uri = asked.oneOf("delivery", List.of("inline", "uri")).orElse("inline").equals("uri");
      asked.done();
    }
    fields.done();
    if (images.size() > 10 || videos.size() > 3) {
      throw fields.wrong("input", "can have at most 10 images and 3 videos");
    }
    return new OmniRequest(
        model,
        String.join("\n", texts),
        List.copyOf(images),
        List.copyOf(videos),
        background,
        store,
        stream,
        previous,
        task,
        ratio,
        resolution,
        seconds,
        uri);
  }

  /** What is to be done, given whether there is a video to start from. */
  Task task(boolean hasSource) {
    Task task = askedTask.orElse(hasSource ? Task.EDIT : Task.TEXT_TO_VIDEO);
    if ((task == Task.EDIT || task == Task.EXTEND || task == Task.UPSCALE) && !hasSource) {
      throw Refusal.invalid(
          "generation_config.video_config.task", "The task " + task.word() + " needs a video.");
    }
    return task == Task.UPSCALE ? Task.EDIT : task;
  }

  double longest() {
    return longest(model);
  }

  double longestExtended() {
    return model.equals(OMNI_1) ? 40 : 30;
  }

  private static double longest(String model) {
    return model.equals(OMNI_1) ? 10 : 15;
  }

  private static Optional<Fields> format(Fields fields) {
    Optional<JsonNode> format = fields.any("response_format");
    if (format.isPresent() && format.get().isArray()) {
      return fields.objects("response_format", 1, 1).stream().findFirst();
    }
    return fields.object("response_format");
  }

  private static Optional<Task> task(Fields fields) {
    Optional<Fields> config = fields.object("generation_config");
    Optional<Task> task =
        config
            .flatMap(one -> one.object("video_config"))
            .flatMap(
                video -> {
                  Optional<String> word =
                      video.oneOf(
                          "task", java.util.Arrays.stream(Task.values()).map(Task::word).toList());
                  video.done();
                  return word;
                })
            .map(word -> Task.valueOf(word.toUpperCase(Locale.ROOT)));
    config.ifPresent(
        one -> {
          one.whole("seed", Integer.MIN_VALUE, Integer.MAX_VALUE);
          one.ignoring("temperature", "top_p").done();
        });
    return task;
  }

  private static double seconds(Fields format, String model, String text) {
    if (!text.matches("\\d{1,4}(\\.\\d{1,9})?s")) {
      throw format.wrong("duration", "must be a number of seconds such as \"8s\"");
    }
    double seconds = Double.parseDouble(text.substring(0, text.length() - 1));
    if (seconds < 3) {
      throw format.wrong("duration", "is below the minimum of 3s");
    }
    if (seconds > longest(model)) {
      throw format.wrong(
          "duration", "exceeds the maximum of " + (int) longest(model) + "s for " + model);
    }
    return seconds;
  }

  private static void readInput(
      JsonNode input,
      List<String> texts,
      List<Path> images,
      List<Path> videos,
      BiFunction<String, String, Path> byUri,
      BiFunction<String, String, Path> byData) {
    if (input.isString()) {
      texts.add(input.stringValue());
      return;
    }
    if (!input.isArray()) {
      throw Refusal.invalid("input", "input must be a string or an array");
    }
    for (JsonNode item : input) {
      Fields block = Fields.of(item, "input[]");
      String type = block.requiredText("type");
      switch (type) {
        case "user_input" -> {
          JsonNode content = block.any("content").orElseThrow(() -> block.missing("content"));
          readInput(content, texts, images, videos, byUri, byData);
        }
        case "text" -> block.text("text").ifPresent(texts::add);
        case "image", "video", "audio" -> {
          block.ignoring("resolution", "name", "processing");
          String mime = block.requiredText("mime_type");
          if (!mime.startsWith(type + "/")) {
            throw block.wrong("mime_type", "must be a type of " + type);
          }
          Path file =
              block
                  .text("uri")
                  .map(uri -> byUri.apply(block.pathOf("uri"), uri))
                  .or(() -> block.text("data").map(data -> byData.apply("data", data)))
                  .orElseThrow(() -> block.missing("data"));
          if (type.equals("image")) {
            images.add(file);
          } else if (type.equals("video")) {
            videos.add(file);
          }
        }
        default -> throw block.wrong("type", "must be text, image, video or audio");
      }
      block.done();
    }
  }
}
