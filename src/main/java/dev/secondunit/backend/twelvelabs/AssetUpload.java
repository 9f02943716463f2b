package dev.secondunit.backend.twelvelabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.media.MediaInput;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings a video to the vendor: in one request while it is small, in pieces when it is not. */
final class AssetUpload {
  static final long LARGEST_DIRECT = 200_000_000;
  private static final int ADDRESSES_AT_ONCE = 20;
  private static final int MOST_PIECES = 10_000;

  private final VendorHttp http;
  private final long largestDirect;

  /**
   * @param largestDirect in bytes; larger ones travel in pieces
   */
  AssetUpload(VendorHttp http, long largestDirect) {
    this.http = http;
    this.largestDirect = largestDirect;
  }

  String upload(MediaInput video) throws BackendException, InterruptedException {
    return video.facts().bytes() <= largestDirect ? direct(video) : inPieces(video);
  }

  private String direct(MediaInput video) throws BackendException, InterruptedException {
    String name = video.path().getFileName().toString();
    Body body =
        new Body.Multipart(
            List.of(
                Body.Part.text("method", "direct"),
                Body.Part.text("filename", name),
                Body.Part.file("file", video.path(), name, video.facts().mediaType())));
    Answer answer = http.send(Call.upload("/assets", body));
    String id = answer.json().path("_id").asString(answer.json().path("id").asString(""));
    return required(id, answer, "the asset has no id");
  }

  String register(URI address, String name) throws BackendException, InterruptedException {
    Body body =
        new Body.Multipart(
            List.of(
                Body.Part.text("method", "url"),
                Body.Part.text("url", address.toString()),
                Body.Part.text("filename", name)));
    Answer answer = http.send(Call.upload("/assets", body));
    String id = answer.json().path("_id").asString(answer.json().path("id").asString(""));
    return required(id, answer, "the asset has no id");
  }

  private String inPieces(MediaInput video) throws BackendException, InterruptedException {
    long size = video.facts().bytes();
    ObjectNode asked =
        JsonNodeFactory.instance
            .objectNode()
            .put("filename", video.path().getFileName().toString())
            .put("type", "video")
            .put("total_size", size);
    Answer answer = http.send(Call.upload("/assets/multipart-uploads", new Body.Json(asked, null)));
    JsonNode session = answer.json();
    String upload = required(session.path("upload_id").asString(""), answer, "no upload_id");
    String asset = required(session.path("asset_id").asString(""), answer, "no asset_id");
    long piece = session.path("chunk_size").asLong(0);
    long pieces = session.path("total_chunks").asLong(0);
    boolean fits = piece > 0 && pieces > 0 && pieces <= MOST_PIECES;
    if (!fits || piece * (pieces - 1) >= size || piece * pieces < size) {
      throw http.unexpected(CallKind.UPLOAD, answer, "the pieces do not add up to the file");
    }
    Map<Long, String> addresses = new TreeMap<>();
    add(addresses, session);
    int first = session.path("upload_urls").path(0).path("chunk_index").asInt(1);
    for (long index = first; index < first + pieces; index++) {
      if (!addresses.containsKey(index)) {
        add(addresses, more(upload, index));
      }
      String address = required(addresses.get(index), answer, "no address for piece " + index);
      long offset = (index - first) * piece;
      report(upload, index, send(video, address, offset, Math.min(piece, size - offset), session));
    }
    return asset;
  }

  private static void add(Map<Long, String> addresses, JsonNode json) {
    for (JsonNode each : json.path("upload_urls")) {
      addresses.put(each.path("chunk_index").asLong(), each.path("url").asString(""));
    }
  }

  private JsonNode more(String upload, long from) throws BackendException, InterruptedException {
    ObjectNode asked =
        JsonNodeFactory.instance.objectNode().put("start", from).put("count", ADDRESSES_AT_ONCE);
    String path = "/assets/multipart-uploads/" + upload + "/presigned-urls";
    return http.send(Call.upload(path, new Body.Json(asked, null))).json();
  }

  private ObjectNode send(
      MediaInput video, String address, long offset, long length, JsonNode session)
      throws BackendException, InterruptedException {
    Call call =
        Call.signedUpload(
            address, new Body.FileSlice(video.path(), "application/octet-stream", offset, length));
    for (Map.Entry<String, JsonNode> header : session.path("upload_headers").properties()) {
      call = call.withHeader(header.getKey(), header.getValue().asString(""));
    }
    Answer answer = http.send(call);
    String tag = required(answer.headers().first("ETag").orElse(""), answer, "a piece has no ETag");
    return JsonNodeFactory.instance
        .objectNode()
        .put("proof", tag.replace("\"", ""))
        .put("proof_type", "etag")
        .put("chunk_size", length);
  }

  private void report(String upload, long index, ObjectNode piece)
      throws BackendException, InterruptedException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("completed_chunks");
    list.add(piece.put("chunk_index", index));
    http.send(Call.upload("/assets/multipart-uploads/" + upload, new Body.Json(json, null)));
  }

  private String required(String value, Answer answer, String what) throws BackendException {
    if (value == null || value.isBlank()) {
      throw http.unexpected(CallKind.UPLOAD, answer, what);
    }
    return value;
  }
}
