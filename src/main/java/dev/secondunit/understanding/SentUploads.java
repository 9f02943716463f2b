package dev.secondunit.understanding;

import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.job.Document;
import dev.secondunit.job.Documents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which uploads a question spoke of when it was sent. On disk with the intent to send it, because a
 * resend under the same key has to say the same, whatever became of the uploads since.
 */
final class SentUploads {
  private static final String KIND = "sent_uploads";

  private final Documents documents;
  private final Clock clock;

  SentUploads(Documents documents, Clock clock) {
    this.documents = documents;
    this.clock = clock;
  }

  Document document(String jobId, MediaModel vendor, List<Medium> media) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    for (Medium medium : media) {
      if (medium.upload() != null) {
        content.set(Uploads.id(vendor, medium.file()), Uploads.write(medium.upload()));
      }
    }
    return new Document(KIND, jobId, jobId, content, clock.instant(), null);
  }

  /** The media with the uploads they were sent with. */
  List<Medium> restored(String jobId, MediaModel vendor, List<Medium> media) {
    Optional<Document> document = documents.find(KIND, jobId);
    List<Medium> restored = new ArrayList<>();
    for (Medium medium : media) {
      JsonNode upload =
          document
              .map(each -> each.content().path(Uploads.id(vendor, medium.file())))
              .orElse(JsonNodeFactory.instance.missingNode());
      restored.add(upload.isObject() ? medium.uploaded(Uploads.read(upload)) : medium);
    }
    return restored;
  }
}
