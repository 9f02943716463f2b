package dev.secondunit.understanding;

import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.job.Document;
import dev.secondunit.job.Documents;
import dev.secondunit.media.MediaInput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What vendors have of our media already, by content: a film that was asked about once is not
 * brought there again, whatever it is called now. Shared by all processes on the same store.
 */
final class Uploads {
  static final String KIND = "upload";

  /** One that ends this soon is not counted on. */
  private static final Duration MARGIN = Duration.ofMinutes(15);

  private final Documents documents;
  private final Clock clock;

  Uploads(Documents documents, Clock clock) {
    this.documents = documents;
    this.clock = clock;
  }

  Optional<Upload> find(MediaModel vendor, MediaInput medium) {
    return documents
        .find(KIND, id(vendor, medium))
        .filter(
            each ->
                each.expiresAt() == null || each.expiresAt().isAfter(clock.instant().plus(MARGIN)))
        .map(each -> read(each.content()));
  }

  void keep(MediaModel vendor, MediaInput medium, Upload upload) {
    Instant now = clock.instant();
    ObjectNode content = write(upload);
    content.put("media_type", medium.facts().mediaType());
    content.put("bytes", medium.facts().bytes());
    documents.put(new Document(KIND, id(vendor, medium), null, content, now, upload.expiresAt()));
  }

  /** The vendor no longer has it, or cannot read it. */
  void forget(MediaModel vendor, MediaInput medium) {
    Instant now = clock.instant();
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    documents.put(new Document(KIND, id(vendor, medium), null, nothing, now, Instant.EPOCH));
  }

  static String id(MediaModel vendor, MediaInput medium) {
    return vendor.name() + ":" + medium.facts().sha256();
  }

  static ObjectNode write(Upload upload) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode reference = json.putObject("reference");
    upload.reference().forEach(reference::put);
    if (upload.expiresAt() != null) {
      json.put("expires_at", upload.expiresAt().toString());
    }
    return json;
  }

  static Upload read(JsonNode json) {
    return new Upload(
        texts(json.path("reference")),
        json.has("expires_at") ? Instant.parse(json.path("expires_at").asString()) : null);
  }

  static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new HashMap<>();
    json.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
    return texts;
  }
}
