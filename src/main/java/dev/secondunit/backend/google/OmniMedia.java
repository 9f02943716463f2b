package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.MediaInput;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts pictures and clips into a request: inside it while all of them together are small, by the
 * Files API when they are not. Vertex has no Files API, so there everything travels inside.
 */
final class OmniMedia {
  /** Well below the 100 MB the vendor takes as one body, because base64 adds a third. */
  private static final long LARGEST_INLINE = 20L << 20;

  private static final long WORTH_AN_UPLOAD = 1L << 20;

  private final Home home;
  private final HttpLayer layer;
  private final boolean upload;

  OmniMedia(Home home, HttpLayer layer, Shot shot) {
    this.home = home;
    this.layer = layer;
    long bytes = all(shot).stream().mapToLong(input -> input.facts().bytes()).sum();
    this.upload = bytes > LARGEST_INLINE && !home.isVertex();
  }

  private static List<MediaInput> all(Shot shot) {
    List<MediaInput> all = new ArrayList<>();
    if (shot.source() != null) {
      all.add(shot.source().file());
    }
    all.addAll(shot.plan().effective().inputs(Parameter.INPUT_IMAGES));
    all.addAll(shot.plan().effective().inputs(Parameter.VIDEO_REFERENCE_IMAGES));
    shot.plan().effective().input(Parameter.LAST_FRAME).ifPresent(all::add);
    return all;
  }

  ObjectNode block(String type, MediaInput input) throws BackendException, InterruptedException {
    if (!upload || input.facts().bytes() < WORTH_AN_UPLOAD) {
      return MediaPart.block(type, input);
    }
    String uri = new ResumableUpload(home.http(), layer).upload(input);
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("uri", uri)
        .put("mime_type", input.facts().mediaType());
  }
}
