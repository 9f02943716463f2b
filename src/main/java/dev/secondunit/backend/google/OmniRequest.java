package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The request for one clip of Gemini Omni.
 *
 * @param tags the role tags that were put before the prompt, or empty. The vendor reads from them
 *     which picture is which; without them a last frame is just another picture
 * @param fromCopy whether it goes on from the vendor's own copy
 */
record OmniRequest(ObjectNode json, String tags, boolean fromCopy) {
  private static final String FIRST_FRAME = "<FIRST_FRAME>";
  private static final String LAST_FRAME = "<LAST_FRAME>";

  static OmniRequest of(Shot shot, Home home, HttpLayer layer)
      throws BackendException, InterruptedException {
    return new Builder(shot, home, layer).build();
  }

  private static final class Builder {
    private final Shot shot;
    private final Parameters asked;
    private final OmniMedia media;
    private final Instant now;
    private final ArrayNode input = JsonNodeFactory.instance.arrayNode();
    private final List<String> tags = new ArrayList<>();
    private String previous;

    Builder(Shot shot, Home home, HttpLayer layer) {
      this.shot = shot;
      this.asked = shot.plan().effective();
      this.media = new OmniMedia(home, layer, shot);
      this.now = layer.clock().instant();
    }

    OmniRequest build() throws BackendException, InterruptedException {
      String task = task();
      addMedia();
      String prefix = tags.size() > 1 ? String.join(" ", tags) : "";
      String prompt = asked.text(Parameter.PROMPT).orElse("");
      boolean tagged = prompt.contains("<FIRST_FRAME>") || prompt.contains("<IMAGE_REF_");
      if (tagged) {
        // The caller says which picture is which.
        prefix = "";
      }
      input
          .addObject()
          .put("type", "text")
          .put("text", prefix.isEmpty() ? prompt : prefix + "\n" + prompt);
      RequestJson json = new RequestJson().text("model", shot.plan().model()).node("input", input);
      json.json().put("background", true).put("store", true);
      if (previous != null) {
        json.text("previous_interaction_id", previous);
      }
      json.node("response_format", format());
      ObjectNode configuration = JsonNodeFactory.instance.objectNode();
      configuration.putObject("video_config").put("task", task);
      json.node("generation_config", configuration);
      json.options(asked.object(Parameter.VENDOR_OPTIONS), Set.of("stream", "webhook_config"));
      return new OmniRequest(json.json(), prefix, previous != null);
    }

    private String task() throws BackendException {
      return switch (shot.plan().operation()) {
        case EDIT -> "edit";
        case EXTEND -> "extend";
        case REMIX -> throw Failures.unsupported(GoogleBackend.NAME, "remix; use edit");
        case GENERATE, LAST_FRAME -> {
          if (!asked.inputs(Parameter.INPUT_IMAGES).isEmpty()) {
            yield "image_to_video";
          }
          boolean references = !asked.inputs(Parameter.VIDEO_REFERENCE_IMAGES).isEmpty();
          yield references ? "reference_to_video" : "text_to_video";
        }
      };
    }

    private void addMedia() throws BackendException, InterruptedException {
      Operation operation = shot.plan().operation();
      if (operation == Operation.EDIT || operation == Operation.EXTEND) {
        continueFrom(shot.source());
      }
      for (MediaInput image : asked.inputs(Parameter.INPUT_IMAGES)) {
        input.add(media.block("image", image));
        tags.add(FIRST_FRAME);
      }
      if (asked.has(Parameter.LAST_FRAME)) {
        input.add(media.block("image", asked.input(Parameter.LAST_FRAME).orElseThrow()));
        tags.add(LAST_FRAME);
      }
      int number = 0;
      for (MediaInput reference : asked.inputs(Parameter.VIDEO_REFERENCE_IMAGES)) {
        input.add(media.block("image", reference));
        tags.add("<IMAGE_REF_" + number++ + ">");
      }
    }

    /** The vendor's own copy by the conversation it belongs to, else our file. */
    private void continueFrom(ContinuationSource source)
        throws BackendException, InterruptedException {
      if (source == null) {
        throw Failures.unsupported(
            GoogleBackend.NAME, shot.plan().operation().word() + " without a source");
      }
      previous = shot.keptCopy(OmniWire.INTERACTION_ID, now).orElse(null);
      if (previous == null) {
        input.add(media.block("video", source.file()));
      }
    }

    private ObjectNode format() {
      RequestJson format = new RequestJson().text("type", "video");
      if (shot.plan().operation() != Operation.EDIT) {
        format
            .text("aspect_ratio", asked.text(Parameter.ASPECT_RATIO))
            .text("resolution", asked.text(Parameter.SIZE))
            .text(
                "duration", asked.number(Parameter.DURATION).map(s -> RequestJson.plain(s) + "s"));
      }
      return format.text("delivery", "uri").json();
    }
  }
}
