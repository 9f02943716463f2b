package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The request for one clip of Veo: an instance with its media, and parameters. */
final class VeoRequest {
  static final String VIDEO_URI = "video_uri";

  private final Shot shot;
  private final Home home;
  private final Optional<String> kept;
  private final Parameters asked;

  VeoRequest(Shot shot, Home home, Instant now) {
    this.shot = shot;
    this.home = home;
    this.kept = shot.keptCopy(VIDEO_URI, now);
    this.asked = shot.plan().effective();
  }

  ObjectNode json() throws BackendException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("instances").add(instance());
    json.set("parameters", parameters());
    return json;
  }

  private ObjectNode instance() throws BackendException {
    RequestJson instance = new RequestJson().text("prompt", asked.text(Parameter.PROMPT));
    List<MediaInput> images = asked.inputs(Parameter.INPUT_IMAGES);
    if (!images.isEmpty()) {
      instance.node("image", MediaPart.encoded(images.get(0)));
    }
    instance.node("lastFrame", asked.input(Parameter.LAST_FRAME).map(MediaPart::encoded));
    List<MediaInput> references = asked.inputs(Parameter.VIDEO_REFERENCE_IMAGES);
    if (!references.isEmpty()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (MediaInput reference : references) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.set("image", MediaPart.encoded(reference));
        list.add(item.put("referenceType", "asset"));
      }
      instance.node("referenceImages", list);
    }
    if (shot.plan().operation() == Operation.EXTEND) {
      instance.node("video", source());
    }
    return instance.json();
  }

  /** The vendor's own copy while it lives; Vertex also takes our file. */
  private ObjectNode source() throws BackendException {
    ContinuationSource source = shot.source();
    if (source == null) {
      throw Failures.unsupported(GoogleBackend.NAME, "extend without a source");
    }
    if (kept.isPresent()) {
      String uri = kept.get();
      String field = uri.startsWith("gs://") ? "gcsUri" : "uri";
      ObjectNode video = JsonNodeFactory.instance.objectNode().put(field, uri);
      return home.isVertex() ? video.put("mimeType", "video/mp4") : video;
    }
    if (!home.isVertex()) {
      throw Failures.sourceGone(GoogleBackend.NAME);
    }
    return MediaPart.encoded(source.file());
  }

  boolean fromCopy() {
    return kept.isPresent();
  }

  private ObjectNode parameters() {
    boolean extending = shot.plan().operation() == Operation.EXTEND;
    RequestJson parameters = new RequestJson();
    parameters.json().put("sampleCount", 1);
    if (!extending) {
      // An extension adds a fixed length and keeps the ratio of its source.
      parameters
          .whole("durationSeconds", asked.number(Parameter.DURATION))
          .text("aspectRatio", asked.text(Parameter.ASPECT_RATIO));
    }
    parameters
        .text("resolution", asked.text(Parameter.SIZE))
        .text("personGeneration", asked.text(Parameter.PERSON_GENERATION))
        .text("negativePrompt", asked.text(Parameter.NEGATIVE_PROMPT))
        .integer("seed", asked.integer(Parameter.SEED))
        .flag("generateAudio", asked.flag(Parameter.GENERATE_AUDIO));
    asked
        .object(Parameter.VENDOR_OPTIONS)
        .ifPresent(
            options -> {
              for (Map.Entry<String, JsonNode> option : options.properties()) {
                String name = camelCase(option.getKey());
                if (!parameters.json().has(name)) {
                  parameters.node(name, option.getValue());
                }
              }
            });
    return parameters.json();
  }

  static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    boolean upper = false;
    for (char character : name.toCharArray()) {
      if (character == '_') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(character) : character);
        upper = false;
      }
    }
    return camel.toString();
  }
}
