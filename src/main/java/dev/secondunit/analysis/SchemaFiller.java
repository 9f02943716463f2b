package dev.secondunit.analysis;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.reading.Findings;
import dev.secondunit.reading.Moment;
import dev.secondunit.reading.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills a JSON Schema with what was measured. A property is filled by its name:
 *
 * <ul>
 *   <li>numbers and texts: {@code duration, length, fps, frame_rate, width, height, resolution,
 *       video_codec, audio_codec, media_type, loudness, scene_count, shot_count, cut_count}
 *   <li>yes or no: {@code has_audio, has_sound, is_silent, clipped}
 *   <li>lists: {@code scenes, shots, chapters, segments, cuts, scene_changes, flashes, silence,
 *       black, frozen, moments, events}, of numbers (where each begins) or of objects with {@code
 *       start, end, time, duration, index, what, type}
 * </ul>
 *
 * Endings such as {@code _seconds} and capital letters make no difference. An optional property
 * that cannot be measured is left out; a required one makes the whole schema a matter for a model.
 */
final class SchemaFiller {
  private record Part(double start, double end, String what) {}

  private final Map<String, Object> values;
  private final Findings findings;
  private final List<Stretch> shots;
  private final List<String> unfilled = new ArrayList<>();
  private int filled;

  SchemaFiller(MediaFacts facts, Findings findings, double start, double end) {
    this.findings = findings;
    this.shots = findings.shots(start, end);
    this.values = new java.util.HashMap<>();
    put(rounded(end - start), "duration", "length", "videoduration", "totalduration");
    put(facts.framesPerSecond(), "fps", "framerate", "framespersecond");
    put(facts.width(), "width");
    put(facts.height(), "height");
    put(facts.width() + "x" + facts.height(), "resolution", "size", "dimensions");
    put(facts.videoCodec(), "videocodec", "codec");
    put(facts.audioCodec(), "audiocodec");
    put(facts.mediaType(), "mediatype", "mimetype", "format");
    put(facts.hasAudio(), "hasaudio", "hassound");
    put(shots.size(), "scenecount", "shotcount", "numberofscenes", "numberofshots", "numscenes");
    long cuts = findings.moments().stream().filter(Moment::startsShot).count();
    put((int) cuts, "cutcount", "numberofcuts", "numcuts");
    if (findings.loudness() != null) {
      put(findings.loudness().integratedLufs(), "loudness", "loudnesslufs", "integratedloudness");
      put(findings.loudness().clipped(), "clipped", "isclipped", "clipping");
      put(findings.loudness().integratedLufs() == null, "issilent");
    } else {
      put(true, "issilent");
    }
  }

  private void put(Object value, String... names) {
    for (String name : names) {
      if (value != null) {
        values.put(name, value);
      }
    }
  }

  JsonNode fill(ObjectNode schema) {
    SchemaCheck.refuseOutsideReferences(schema);
    Optional<JsonNode> data =
        schema.path("properties").isObject() ? object(schema, "", null, 0) : Optional.empty();
    if (data.isEmpty() || filled == 0) {
      String what = unfilled.isEmpty() ? "this schema" : String.join(", ", unfilled);
      throw Failure.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "response_format asks for " + what + ", which only a model can tell; none is set up.")
          .withField("response_format", null)
          .withAllowed(LocalAnalysis.MODEL_KEYS)
          .withHint(
              "Set one of these keys, or ask only for what is measured: duration, scenes, cuts,"
                  + " silence, black, frozen, loudness.")
          .asException();
    }
    validate(schema, data.get());
    return data.get();
  }

  private static void validate(ObjectNode schema, JsonNode data) {
    Optional<String> misfit = SchemaCheck.misfit(schema, data);
    if (misfit.isPresent()) {
      throw Failure.of(
              ErrorCode.RESPONSE_SCHEMA_MISMATCH,
              "What was measured does not fit response_format: " + misfit.get() + ".")
          .withField("response_format", null)
          .withAllowed(LocalAnalysis.MODEL_KEYS)
          .asException();
    }
  }

  private Optional<JsonNode> object(ObjectNode schema, String path, Part part, int index) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Set<String> required = new java.util.HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      String inner = path.isEmpty() ? name : path + "." + name;
      Optional<JsonNode> value =
          property.getValue() instanceof ObjectNode inside
              ? value(inside, name, inner, part, index)
              : Optional.empty();
      if (value.isPresent()) {
        object.set(name, value.get());
      } else if (required.contains(name)) {
        unfilled.add(inner);
      }
    }
    boolean complete = required.stream().allMatch(object::has);
    return complete ? Optional.of(object) : Optional.empty();
  }

  private Optional<JsonNode> value(
      ObjectNode schema, String name, String path, Part part, int index) {
    String plain = plain(name);
    if (part == null && "array".equals(schema.path("type").asString(""))) {
      return parts(plain).flatMap(parts -> array(schema, path, parts));
    }
    if (part == null && schema.path("properties").isObject()) {
      return object(schema, path, null, index);
    }
    Object value = part == null ? values.get(plain) : ofPart(plain, part, index);
    Optional<JsonNode> node = value == null ? Optional.empty() : typed(schema, value);
    node.ifPresent(x -> filled++);
    return node;
  }

  private Optional<JsonNode> array(ObjectNode schema, String path, List<Part> parts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (!(schema.path("items") instanceof ObjectNode items)) {
        return Optional.empty();
      }
      Optional<JsonNode> item =
          items.path("properties").isObject()
              ? object(items, path + "[]", part, i)
              : typed(items, rounded(part.start));
      if (item.isEmpty()) {
        return Optional.empty();
      }
      array.add(item.get());
    }
    filled++;
    return Optional.of(array);
  }

  private Optional<List<Part>> parts(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "scenes", "shots", "chapters", "segments" -> parts(shots, "shot");
          case "cuts", "cuttimes", "scenechanges" -> moments(Moment::startsShot);
          case "flashes" -> moments(moment -> moment.kind() == Moment.Kind.FLASH);
          case "moments", "events" -> moments(moment -> true);
          case "silence", "silences", "silent", "silentparts" -> parts(findings.silent(), "silent");
          case "black", "blackframes", "blackparts" -> parts(findings.black(), "black");
          case "frozen", "freezes", "frozenparts" -> parts(findings.frozen(), "frozen");
          default -> null;
        });
  }

  private static List<Part> parts(List<Stretch> stretches, String what) {
    return stretches.stream()
        .map(part -> new Part(part.startSeconds(), part.endSeconds(), what))
        .toList();
  }

  private List<Part> moments(java.util.function.Predicate<Moment> wanted) {
    return findings.moments().stream()
        .filter(wanted)
        .map(moment -> new Part(moment.seconds(), moment.seconds(), moment.kind().word()))
        .toList();
  }

  private static Object ofPart(String name, Part part, int index) {
    return switch (name) {
      case "start", "starttime", "from", "begin", "time", "timestamp", "at", "second" ->
          rounded(part.start);
      case "end", "endtime", "to" -> rounded(part.end);
      case "duration", "length" -> rounded(part.end - part.start);
      case "index", "number", "id", "scene", "shot" -> index + 1;
      case "what", "type", "kind" -> part.what;
      default -> null;
    };
  }

  private static Optional<JsonNode> typed(ObjectNode schema, Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String type = schema.path("type").asString("");
    if (value instanceof Boolean flag) {
      return type.equals("boolean") ? Optional.of(nodes.booleanNode(flag)) : Optional.empty();
    }
    if (value instanceof Number number) {
      return switch (type) {
        case "number" -> Optional.of(nodes.numberNode(number.doubleValue()));
        case "integer" ->
            Math.rint(number.doubleValue()) == number.doubleValue()
                ? Optional.of(nodes.numberNode(number.longValue()))
                : Optional.empty();
        case "string" -> Optional.of(nodes.stringNode(number.toString()));
        default -> Optional.empty();
      };
    }
    return type.equals("string")
        ? Optional.of(nodes.stringNode(value.toString()))
        : Optional.empty();
  }

  private static String plain(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return plain.replaceFirst("(inseconds|seconds|secs|sec)$", "");
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1_000) / 1_000.0;
  }
}
