package dev.secondunit.backend.grok;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.EmbeddedFile;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.media.MediaInput;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings clips of ours to the vendor: small ones inside the request, large ones as files. */
final class GrokFiles {
  /** Larger bodies are answered with "length limit exceeded" by the vendor. */
  private static final long LARGEST_INLINE = 10L << 20;

  private static final Duration KEPT = Duration.ofDays(1);

  private final VendorHttp http;

  GrokFiles(VendorHttp http) {
    this.http = http;
  }

  ObjectNode video(MediaInput clip) throws BackendException, InterruptedException {
    ObjectNode video = JsonNodeFactory.instance.objectNode();
    if (clip.facts().bytes() <= LARGEST_INLINE) {
      video.set("url", EmbeddedFile.dataUri(clip.path(), clip.facts().mediaType()));
      return video;
    }
    return video.put("file_id", upload(clip));
  }

  /** Text fields must come before the file. */
  private String upload(MediaInput clip) throws BackendException, InterruptedException {
    Body body =
        new Body.Multipart(
            List.of(
                Body.Part.text("expires_after", Long.toString(KEPT.toSeconds())),
                Body.Part.file(
                    "file",
                    clip.path(),
                    clip.path().getFileName().toString(),
                    clip.facts().mediaType())));
    Answer answer = http.send(Call.upload("/files", body));
    String id = answer.json().path("id").asString("");
    if (id.isBlank()) {
      throw http.unexpected(CallKind.UPLOAD, answer, "the uploaded file has no id");
    }
    return id;
  }
}
