package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a file to the Files API in pieces and waits until it can be used. A piece that broke off
 * is continued from where the vendor says it has come. Uploads are free and kept 48 hours.
 */
final class ResumableUpload {
  private static final long PIECE = 8L << 20;
  private static final int MOST_BREAKS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final int MOST_LOOKS = 150;

  private final VendorHttp http;
  private final HttpLayer layer;

  ResumableUpload(VendorHttp http, HttpLayer layer) {
    this.http = http;
    this.layer = layer;
  }

  /** Brings it there, waits, and returns the address under which the models find the file. */
  String upload(MediaInput input) throws BackendException, InterruptedException {
    return usable(send(input));
  }

  /**
   * Brings it there and returns what the vendor says of it: at least {@code name} and {@code uri}.
   * It may not be usable yet.
   */
  JsonNode send(MediaInput input) throws BackendException, InterruptedException {
    long size = input.facts().bytes();
    String session = start(input, size);
    long offset = 0;
    int breaks = 0;
    while (true) {
      long length = Math.min(PIECE, size - offset);
      boolean last = offset + length == size;
      Call piece =
          Call.upload(
                  session,
                  new Body.FileSlice(input.path(), input.facts().mediaType(), offset, length))
              .withHeader("X-Goog-Upload-Offset", Long.toString(offset))
              .withHeader("X-Goog-Upload-Command", last ? "upload, finalize" : "upload");
      try {
        Answer answer = http.send(piece);
        if (last) {
          return named(answer.json().path("file"), answer);
        }
        offset += length;
      } catch (BackendException e) {
        if (e.fate() != Fate.NOT_ACCEPTED || ++breaks > MOST_BREAKS) {
          throw e;
        }
        layer.sleeper().sleep(BETWEEN_LOOKS);
        offset = received(session);
      }
    }
  }

  private String start(MediaInput input, long size) throws BackendException, InterruptedException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("file").put("display_name", input.path().getFileName().toString());
    Call call =
        Call.upload("/upload/v1beta/files", new Body.Json(json, null))
            .withHeader("X-Goog-Upload-Protocol", "resumable")
            .withHeader("X-Goog-Upload-Command", "start")
            .withHeader("X-Goog-Upload-Header-Content-Length", Long.toString(size))
            .withHeader("X-Goog-Upload-Header-Content-Type", input.facts().mediaType());
    Answer answer = http.send(call);
    String session = answer.headers().first("x-goog-upload-url").orElse("");
    if (!session.startsWith("https://") && !session.startsWith("http://")) {
      throw http.unexpected(CallKind.UPLOAD, answer, "the answer names no upload address");
    }
    return session;
  }

  private long received(String session) throws BackendException, InterruptedException {
    Call query = Call.read(session).posting(Body.NONE).withHeader("X-Goog-Upload-Command", "query");
    Answer answer = http.send(query);
    return answer.headers().number("X-Goog-Upload-Size-Received").orElse(0L);
  }

  private JsonNode named(JsonNode file, Answer answer) throws BackendException {
    if (file.path("name").asString("").isBlank() || file.path("uri").asString("").isBlank()) {
      throw http.unexpected(CallKind.UPLOAD, answer, "the uploaded file has no name or uri");
    }
    return file;
  }

  private String usable(JsonNode uploaded) throws BackendException, InterruptedException {
    JsonNode file = uploaded;
    String name = file.path("name").asString("");
    String uri = file.path("uri").asString("");
    for (int look = 0; look < MOST_LOOKS; look++) {
      String state = file.path("state").asString("ACTIVE");
      if (state.equals("ACTIVE")) {
        return uri;
      }
      if (state.equals("FAILED")) {
        String words = http.redacted(file.path("error").path("message").asString(""), List.of());
        throw new BackendException(
            Fate.REJECTED,
            Failure.of(
                ErrorCode.MEDIA_CORRUPT, "google cannot read the uploaded file: " + words + "."));
      }
      layer.sleeper().sleep(BETWEEN_LOOKS);
      file = http.send(Call.read("/v1beta/" + name)).json();
    }
    throw new BackendException(
        Fate.NOT_ACCEPTED,
        Failure.of(ErrorCode.VENDOR_UNAVAILABLE, "google still prepares the uploaded file.")
            .withRetryAfter(60));
  }
}
