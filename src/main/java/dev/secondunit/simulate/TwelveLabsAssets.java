package dev.secondunit.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** TwelveLabs' assets: sent in one piece, named by a URL, or sent in parts. */
final class TwelveLabsAssets {
  static final String PARTS = "/upload-parts/";

  private static final Duration PROCESSING = Duration.ofMillis(200);
  private static final Duration SESSION = Duration.ofHours(24);
  private static final long MAX_DIRECT_BYTES = 200_000_000;
  private static final long MAX_PARTS_BYTES = 10_000_000_000L;
  private static final long PART_BYTES = 5 << 20;
  private static final int ADDRESSES_AT_ONCE = 10;

  /**
   * A medium at the vendor.
   *
   * @param upload empty when only a URL is known
   */
  record Asset(
      String id, String method, String filename, Optional<Upload> upload, Instant created) {
    boolean failed() {
      return Markers.faults(filename).stream()
          .anyMatch(marker -> marker.fault() == Fault.FILE_FAILED);
    }
  }

  /** An upload in parts: the etag of each part that came. */
  private record Session(
      String id,
      String assetId,
      String filename,
      String type,
      long size,
      Instant created,
      Map<Integer, Upload> parts) {
    int total() {
      return (int) ((size + PART_BYTES - 1) / PART_BYTES);
    }
  }

  private final Simulation simulation;
  private final Map<String, Asset> assets = new ConcurrentHashMap<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  TwelveLabsAssets(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes
        .post("/assets/multipart-uploads", Operation.UPLOAD, this::startParts)
        .get("/assets/multipart-uploads/{id}", Operation.FILE, this::session)
        .post("/assets/multipart-uploads/{id}", Operation.UPLOAD, this::reportParts)
        .post("/assets/multipart-uploads/{id}/presigned-urls", Operation.UPLOAD, this::moreParts)
        .put(PARTS + "{id}/{index}", Operation.UPLOAD, this::part)
        .post("/assets", Operation.UPLOAD, this::create)
        .get("/assets", Operation.LIST, this::list)
        .get("/assets/{id}", Operation.FILE, this::facts)
        .delete("/assets/{id}", Operation.DELETE, this::delete);
  }

  /** An asset that can be analysed. */
  Asset ready(Exchange exchange, String id) {
    Asset asset = known(id);
    if (!status(exchange, asset).equals("ready")) {
      throw Refusal.invalid(
          "video.asset_id", "The asset " + id + " is " + status(exchange, asset) + ".");
    }
    return asset;
  }

  private Answer create(Exchange exchange) {
    Form form = exchange.form();
    String method =
        form.text("method").orElseThrow(() -> Refusal.invalid("method", "method is required"));
    String name = form.text("filename").orElse("");
    form.text("enable_hls");
    form.text("enable_thumbnail");
    form.text("user_metadata");
    Optional<Upload> file = form.file("file");
    Optional<String> url = form.text("url");
    form.done();
    if (method.equals("direct") && file.isPresent()) {
      if (file.get().bytes() > MAX_DIRECT_BYTES) {
        throw Refusal.invalid("file", "The file parameter is larger than 200 MB.");
      }
      name = name.isEmpty() ? file.get().filename() : name;
    } else if (!method.equals("url") || url.isEmpty()) {
      throw Refusal.invalid("method", "The method parameter is invalid.");
    } else {
      name = name.isEmpty() ? url.get().substring(url.get().lastIndexOf('/') + 1) : name;
    }
    Asset asset = add(exchange, simulation.jobs().newId("asset"), method, name, file);
    return Answer.json(201, shown(exchange, asset));
  }

  private Asset add(
      Exchange exchange, String id, String method, String name, Optional<Upload> file) {
    Asset asset = new Asset(id, method, name, file, exchange.now());
    assets.put(id, asset);
    return asset;
  }

  private Answer list(Exchange exchange) {
    ObjectNode body = Json.object();
    ArrayNode data = body.putArray("data");
    assets.values().forEach(asset -> data.add(shown(exchange, asset)));
    body.putObject("page_info")
        .put("page", 1)
        .put("limit_per_page", 50)
        .put("total_page", 1)
        .put("total_results", data.size());
    return Answer.json(body);
  }

  private Answer facts(Exchange exchange) {
    return Answer.json(shown(exchange, known(exchange.variable("id"))));
  }

  private Answer delete(Exchange exchange) {
    assets.remove(known(exchange.variable("id")).id());
    return Answer.empty(204);
  }

  private Answer startParts(Exchange exchange) {
    Fields fields = exchange.json();
    String name = fields.requiredText("filename");
    fields
        .oneOf("type", java.util.List.of("video", "audio", "image"))
        .orElseThrow(() -> fields.missing("type"));
    long size =
        fields
            .number("total_size", 1, MAX_PARTS_BYTES)
            .map(Double::longValue)
            .orElseThrow(() -> fields.missing("total_size"));
    fields.done();
    Session session =
        new Session(
            simulation.jobs().newId("upload"),
            simulation.jobs().newId("asset"),
            name,
            "video",
            size,
            exchange.now(),
            new TreeMap<>());
    sessions.put(session.id(), session);
    ObjectNode body =
        Json.object()
            .put("upload_id", session.id())
            .put("asset_id", session.assetId())
            .put("chunk_size", PART_BYTES)
            .put("total_chunks", session.total())
            .put("expires_at", session.created().plus(SESSION).toString());
    body.set("upload_urls", addresses(exchange, session, 1, ADDRESSES_AT_ONCE));
    body.putObject("upload_headers").put("Content-Type", "application/octet-stream");
    return Answer.json(201, body);
  }

  private static ArrayNode addresses(Exchange exchange, Session session, int from, int count) {
    ArrayNode addresses = Json.array();
    for (int index = from; index < from + count && index <= session.total(); index++) {
      addresses
          .addObject()
          .put("chunk_index", index)
          .put("url", exchange.base() + PARTS + session.id() + "/" + index + "?signature=s")
          .put("expires_at", exchange.now().plus(Duration.ofHours(1)).toString());
    }
    return addresses;
  }

  private Answer moreParts(Exchange exchange) {
    Session session = knownSession(exchange);
    Fields fields = exchange.json();
    int start = fields.whole("start", 1, session.total()).orElse(1);
    int count = fields.whole("count", 1, 50).orElse(ADDRESSES_AT_ONCE);
    fields.done();
    ObjectNode body = Json.object().put("upload_id", session.id()).put("start_index", start);
    body.set("upload_urls", addresses(exchange, session, start, count));
    return Answer.json(body);
  }

  private Answer part(Exchange exchange) {
    Session session = knownSession(exchange);
    String text = exchange.variable("index");
    int index = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    try {
      Upload part = Upload.read(exchange.stream(), "part", "part", simulation.shelf().folder());
      long expected =
          index == session.total() ? session.size() - (index - 1) * PART_BYTES : PART_BYTES;
      if (index < 1 || index > session.total() || part.bytes() != expected) {
        throw Refusal.invalid("chunk", "Part " + index + " has " + part.bytes() + " bytes.");
      }
      if (session.total() > 1) {
        Files.delete(part.file());
      }
      synchronized (session) {
        session.parts().put(index, part);
      }
      return Answer.empty(200).with("ETag", "\"" + part.sha256().substring(0, 32) + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer reportParts(Exchange exchange) {
    Session session = knownSession(exchange);
    Fields fields = exchange.json();
    int confirmed = 0;
    for (Fields done : fields.objects("completed_chunks", 1, 10_000)) {
      int index = done.whole("chunk_index", 1, session.total()).orElse(0);
      String proof = done.requiredText("proof").replace("\"", "");
      done.oneOf("proof_type", java.util.List.of("etag"));
      done.ignoring("chunk_size").done();
      Upload part = session.parts().get(index);
      if (part == null || !part.sha256().startsWith(proof)) {
        throw done.wrong("proof", "does not fit part " + index);
      }
      confirmed++;
    }
    fields.done();
    if (session.parts().size() == session.total()) {
      add(exchange, session.assetId(), "direct", session.filename(), whole(session));
    }
    return Answer.json(
        Json.object()
            .put("processed_chunks", confirmed)
            .put("total_completed", session.parts().size()));
  }

  /** A file of one part is kept; of larger ones only the length is known. */
  private static Optional<Upload> whole(Session session) {
    Upload first = session.parts().get(1);
    long sum = session.parts().values().stream().flatMapToLong(p -> LongStream.of(p.bytes())).sum();
    return Optional.of(
        new Upload(session.filename(), "video/mp4", sum, first.sha256(), first.file()));
  }

  private Answer session(Exchange exchange) {
    Session session = knownSession(exchange);
    boolean done = session.parts().size() == session.total();
    return Answer.json(
        Json.object()
            .put("upload_id", session.id())
            .put("status", done ? "completed" : "active")
            .put("chunks_completed", session.parts().size())
            .put("total_chunks", session.total()));
  }

  private Session knownSession(Exchange exchange) {
    return Optional.ofNullable(sessions.get(exchange.variable("id")))
        .filter(session -> exchange.now().isBefore(session.created().plus(SESSION)))
        .orElseThrow(() -> Refusal.of(Refusal.Kind.NOT_FOUND, "The upload does not exist."));
  }

  private Asset known(String id) {
    return Optional.ofNullable(assets.get(id))
        .orElseThrow(
            () ->
                Refusal.of(
                    Refusal.Kind.NOT_FOUND,
                    "Resource with id " + id + " does not exist in assets collection"));
  }

  private static String status(Exchange exchange, Asset asset) {
    if (exchange.now().isBefore(asset.created().plus(PROCESSING))) {
      return "processing";
    }
    return asset.failed() ? "failed" : "ready";
  }

  private static ObjectNode shown(Exchange exchange, Asset asset) {
    ObjectNode shown =
        Json.object()
            .put("_id", asset.id())
            .put("method", asset.method())
            .put("status", status(exchange, asset))
            .put("filename", asset.filename())
            .put("file_type", asset.upload().map(Upload::mediaType).orElse("video/mp4"))
            .put("created_at", asset.created().toString());
    asset.upload().ifPresent(upload -> shown.put("size", upload.bytes()));
    if (status(exchange, asset).equals("failed")) {
      shown.putObject("error").put("message", "The file cannot be processed.");
    }
    return shown;
  }
}
