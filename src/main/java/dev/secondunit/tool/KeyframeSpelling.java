package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads keyframes written as one list of objects, such as {@code {"image": "a.png", "timestamp_s":
 * 2}}, as vendors take them: one list of images and one of times.
 */
final class KeyframeSpelling {
  private static final String KEYFRAMES = "keyframes";
  private static final String TIMES = "keyframe_times";
  private static final List<String> IMAGES =
      List.of("image", "path", "url", "uri", "file", "file_path", "image_url", "id");
  private static final List<String> SECONDS =
      List.of("timestamp_s", "timestamp", "time", "at", "seconds", "time_seconds");

  private KeyframeSpelling() {}

  /** Rewrites a shot's arguments in place where each keyframe is an object with image and time. */
  static void rewrite(ObjectNode shot, String prefix, List<Adjustment> adjustments) {
    JsonNode written = Stringified.read(shot.path(KEYFRAMES));
    if (!written.isArray() || written.isEmpty() || shot.has(TIMES)) {
      return;
    }
    ArrayNode images = JsonNodeFactory.instance.arrayNode();
    ArrayNode times = JsonNodeFactory.instance.arrayNode();
    for (JsonNode keyframe : written) {
      Optional<JsonNode> image = one(keyframe, IMAGES).map(KeyframeSpelling::address);
      Optional<JsonNode> time = one(keyframe, SECONDS);
      if (image.isEmpty() || time.isEmpty()) {
        return;
      }
      images.add(image.get());
      times.add(time.get());
    }
    shot.set(KEYFRAMES, images);
    shot.set(TIMES, times);
    adjustments.add(
        new Adjustment(
            prefix + KEYFRAMES,
            "a list of objects",
            KEYFRAMES + " and " + TIMES,
            "images and their times are two lists here"));
  }

  /** The same for each shot of a list. */
  static void rewriteAll(JsonNode shots, List<Adjustment> adjustments) {
    List<JsonNode> items = new ArrayList<>();
    shots.forEach(items::add);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof ObjectNode shot) {
        rewrite(shot, "shots[" + i + "].", adjustments);
      }
    }
  }

  private static Optional<JsonNode> one(JsonNode keyframe, List<String> names) {
    return names.stream()
        .map(keyframe::path)
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .findFirst();
  }

  private static JsonNode address(JsonNode image) {
    return one(image, IMAGES).orElse(image);
  }
}
