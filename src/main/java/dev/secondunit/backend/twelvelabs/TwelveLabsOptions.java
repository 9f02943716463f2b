package dev.secondunit.backend.twelvelabs;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only this vendor knows ({@code AnalyzeAsync} of {@code twelvelabs-js} 1.3.4, September
 * 2026). Null wherever an option was not given.
 *
 * @param customId the caller's own mark on a task, 1 to 64 characters
 * @param mediaSources up to 4 pictures of the prompt, which names them as {@code <@name>}
 * @param segments 1 to 20 definitions of the parts to find
 * @param segmentTimeFormat how the vendor writes the times of parts
 * @param minSegmentSeconds shortest part, at least 2
 * @param maxSegmentSeconds longest part
 * @param videoId a video of an index, for the older shape or to be looked up
 */
record TwelveLabsOptions(
    String customId,
    ArrayNode mediaSources,
    ArrayNode segments,
    String segmentTimeFormat,
    Double minSegmentSeconds,
    Double maxSegmentSeconds,
    String videoId) {
  static final TwelveLabsOptions NONE =
      new TwelveLabsOptions(null, null, null, null, null, null, null);

  private static final int LONGEST_CUSTOM_ID = 64;
  private static final int MOST_MEDIA_SOURCES = 4;
  private static final int MOST_SEGMENTS = 20;
  private static final double SHORTEST_SEGMENT = 2;
  private static final List<String> NAMES =
      List.of(
          "custom_id",
          "media_sources",
          "segment_definitions",
          "segment_time_format",
          "min_segment_duration",
          "max_segment_duration",
          "video_id");

  /** The same for a video whose asset was found. */
  TwelveLabsOptions withoutVideoId() {
    return new TwelveLabsOptions(
        customId,
        mediaSources,
        segments,
        segmentTimeFormat,
        minSegmentSeconds,
        maxSegmentSeconds,
        null);
  }

  /** Reads options that {@link #firstBroken} found nothing wrong with. */
  static TwelveLabsOptions read(ObjectNode options) {
    return new TwelveLabsOptions(
        text(options, "custom_id"),
        options.path("media_sources") instanceof ArrayNode sources ? sources : null,
        options.path("segment_definitions") instanceof ArrayNode segments ? segments : null,
        text(options, "segment_time_format"),
        number(options, "min_segment_duration"),
        number(options, "max_segment_duration"),
        text(options, "video_id"));
  }

  /** The first option that the vendor would refuse. */
  static Optional<Failure> firstBroken(ObjectNode options) {
    for (String name : options.propertyNames()) {
      if (!NAMES.contains(name)) {
        return refused(name, "is not known; known are " + String.join(", ", NAMES));
      }
    }
    JsonNode customId = options.path("custom_id");
    if (!customId.isMissingNode() && !shortText(customId, LONGEST_CUSTOM_ID)) {
      return refused("custom_id", "must be a text of 1 to " + LONGEST_CUSTOM_ID + " characters");
    }
    if (!list(options.path("media_sources"), MOST_MEDIA_SOURCES)) {
      return refused("media_sources", "must be a list of 1 to " + MOST_MEDIA_SOURCES + " objects");
    }
    for (JsonNode source : options.path("media_sources")) {
      boolean one = source.path("url").isString() != source.path("asset_id").isString();
      if (!source.path("name").isString() || !one) {
        return refused("media_sources", "each needs a name and either url or asset_id");
      }
    }
    return firstBrokenSegment(options);
  }

  private static Optional<Failure> firstBrokenSegment(ObjectNode options) {
    if (!list(options.path("segment_definitions"), MOST_SEGMENTS)) {
      return refused("segment_definitions", "must be a list of 1 to " + MOST_SEGMENTS + " objects");
    }
    for (JsonNode segment : options.path("segment_definitions")) {
      if (!segment.path("id").isString() || !segment.path("description").isString()) {
        return refused("segment_definitions", "each needs an id and a description");
      }
    }
    for (String name : List.of("min_segment_duration", "max_segment_duration")) {
      JsonNode value = options.path(name);
      if (!value.isMissingNode() && !(value.isNumber() && value.asDouble() >= SHORTEST_SEGMENT)) {
        return refused(name, "must be a number of seconds, at least 2");
      }
      if (!value.isMissingNode() && !options.has("segment_definitions")) {
        return refused(name, "is taken with segment_definitions only");
      }
    }
    Double shortest = number(options, "min_segment_duration");
    Double longest = number(options, "max_segment_duration");
    if (shortest != null && longest != null && shortest > longest) {
      return refused("min_segment_duration", "is larger than max_segment_duration");
    }
    JsonNode videoId = options.path("video_id");
    return videoId.isMissingNode() || shortText(videoId, LONGEST_CUSTOM_ID)
        ? Optional.empty()
        : refused("video_id", "must be the id of a video in an index");
  }

  private static boolean list(JsonNode node, int most) {
    return node.isMissingNode()
        || node.isArray()
            && !node.isEmpty()
            && node.size() <= most
            && node.values().stream().allMatch(JsonNode::isObject);
  }

  private static boolean shortText(JsonNode node, int longest) {
    return node.isString()
        && !node.stringValue().isBlank()
        && node.stringValue().length() <= longest;
  }

  private static String text(ObjectNode options, String name) {
    return options.path(name).isString() ? options.path(name).stringValue() : null;
  }

  private static Double number(ObjectNode options, String name) {
    return options.path(name).isNumber() ? (Double) options.path(name).asDouble() : null;
  }

  private static Optional<Failure> refused(String name, String rule) {
    return Optional.of(
        Failure.of(ErrorCode.INVALID_ARGUMENT, "vendor_options." + name + " " + rule + ".")
            .withField("vendor_options." + name, null));
  }
}
