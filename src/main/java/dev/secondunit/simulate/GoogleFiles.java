package dev.secondunit.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The Gemini Files API: resumable uploads, and generated files that only the key can fetch. */
final class GoogleFiles {
  private static final Duration LIFE = Duration.ofHours(48);
  private static final Duration PROCESSING = Duration.ofMillis(200);
  private static final long CHUNK_UNIT = 256 << 10;
  private static final long MAX_BYTES = 2L << 30;

  /** An upload that is under way; its parts lie in one file, cut at the kept size. */
  private static final class Session {
    private final String id;
    private final String displayName;
    private final String mediaType;
    private final long announced;
    private final Path file;
    private long received;
    private boolean finished;

    private Session(String id, String displayName, String mediaType, long announced, Path file) {
      this.id = id;
      this.displayName = displayName;
      this.mediaType = mediaType;
      this.announced = announced;
      this.file = file;
    }
  }

  private final Simulation simulation;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, Job> generated = new ConcurrentHashMap<>();

  GoogleFiles(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes
        .post("/upload/v1beta/files", Operation.UPLOAD, this::start)
        .postBytes("/upload/v1beta/sessions/{id}", Operation.UPLOAD, this::part)
        .get("/v1beta/files/{id}:download", Operation.DOWNLOAD, this::download)
        .get("/v1beta/files/{id}", Operation.FILE, this::facts)
        .delete("/v1beta/files/{id}", Operation.DELETE, this::delete);
  }

  /** The address of a job's result; it needs the key. */
  String publish(Exchange exchange, Job job) {
    String id = fileId(job);
    generated.put(id, job);
    return exchange.base() + "/v1beta/files/" + id;
  }

  /** The file an address in a request names: uploaded before, or generated. */
  Path resolve(Exchange exchange, String field, String uri) {
    int slash = uri.lastIndexOf("files/");
    String id = slash < 0 ? "" : uri.substring(slash + 6).replaceFirst("[:?].*$", "");
    Optional<Path> made =
        living(exchange, id)
            .filter(job -> !exchange.strikes().has(Fault.SOURCE_GONE))
            .map(job -> job.result().file());
    return made.or(() -> simulation.shelf().kept(exchange, id).map(kept -> kept.upload().file()))
        .orElseThrow(
            () ->
                Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    field,
                    "You do not have permission to access the File "
                        + id
                        + " or it may not exist."));
  }

  /** What is known of an uploaded file, for requests that only mention it. */
  Optional<Shelf.Kept> uploaded(Exchange exchange, String uri) {
    int slash = uri.lastIndexOf("files/");
    return simulation.shelf().kept(exchange, slash < 0 ? "" : uri.substring(slash + 6));
  }

  /** Refuses a file that is not ready, as the models do. */
  void requireActive(Exchange exchange, String uri) {
    uploaded(exchange, uri)
        .map(kept -> shown(exchange, kept))
        .filter(file -> !file.path("state").asString("").equals("ACTIVE"))
        .ifPresent(
            file -> {
              throw Refusal.invalid(
                  null,
                  "The File "
                      + file.path("name").asString("")
                      + " is not in an ACTIVE state and usage is not allowed.");
            });
  }

  /** Whether the file is so large that only its beginning lies here. */
  boolean keptInPart(Exchange exchange, String uri) {
    return uploaded(exchange, uri)
        .filter(kept -> kept.upload().bytes() > Upload.KEPT_BYTES)
        .isPresent();
  }

  private Answer start(Exchange exchange) {
    if (!exchange.header("X-Goog-Upload-Protocol").orElse("").equals("resumable")
        || !exchange.header("X-Goog-Upload-Command").orElse("").equals("start")) {
      throw Refusal.of(Refusal.Kind.INVALID, "Only the resumable protocol is played here.");
    }
    String type =
        exchange
            .header("X-Goog-Upload-Header-Content-Type")
            .orElseThrow(() -> Refusal.invalid(null, "X-Goog-Upload-Header-Content-Type"));
    long length =
        exchange
            .header("X-Goog-Upload-Header-Content-Length")
            .filter(text -> text.matches("\\d{1,15}"))
            .map(Long::parseLong)
            .orElse(-1L);
    if (length > MAX_BYTES) {
      throw Refusal.of(Refusal.Kind.INVALID, "File size exceeds the limit of 2 GB.");
    }
    Fields file = exchange.json().object("file").orElseGet(() -> Fields.of(Json.object()));
    String name = file.text("displayName").or(() -> file.text("display_name")).orElse("");
    String id = simulation.jobs().newId("f").replace("_", "");
    try {
      Path kept = Files.createTempFile(simulation.shelf().folder(), "upload", "");
      sessions.put(id, new Session(id, name, type, length, kept));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.empty(200)
        .with("x-goog-upload-url", exchange.base() + "/upload/v1beta/sessions/" + id)
        .with("x-goog-upload-status", "active")
        .with("x-goog-upload-chunk-granularity", String.valueOf(CHUNK_UNIT));
  }

  private Answer part(Exchange exchange) {
    Session session =
        Optional.ofNullable(sessions.get(exchange.variable("id")))
            .orElseThrow(
                () -> Refusal.of(Refusal.Kind.NOT_FOUND, "The upload session is unknown."));
    String command = exchange.header("X-Goog-Upload-Command").orElse("");
    synchronized (session) {
      if (command.equals("query")) {
        return Answer.empty(200)
            .with("x-goog-upload-status", session.finished ? "final" : "active")
            .with("x-goog-upload-size-received", String.valueOf(session.received));
      }
      long offset =
          exchange
              .header("X-Goog-Upload-Offset")
              .filter(text -> text.matches("\\d{1,15}"))
              .map(Long::parseLong)
              .orElse(-1L);
      if (!command.startsWith("upload") || offset != session.received || session.finished) {
        throw Refusal.of(
            Refusal.Kind.INVALID,
            "Expected X-Goog-Upload-Offset " + session.received + " and a command to upload.");
      }
      receive(session, exchange.stream());
      if (!command.contains("finalize")) {
        return Answer.empty(200).with("x-goog-upload-status", "active");
      }
      if (session.announced >= 0 && session.announced != session.received) {
        throw Refusal.of(
            Refusal.Kind.INVALID,
            "Announced " + session.announced + " bytes, received " + session.received);
      }
      session.finished = true;
      return finished(exchange, session);
    }
  }

  private static void receive(Session session, InputStream source) {
    try (OutputStream kept = Files.newOutputStream(session.file, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
        if (session.received < Upload.KEPT_BYTES) {
          kept.write(buffer, 0, (int) Math.min(read, Upload.KEPT_BYTES - session.received));
        }
        session.received += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer finished(Exchange exchange, Session session) {
    try {
      InputStream whole = Files.newInputStream(session.file);
      Upload hashed =
          Upload.read(whole, session.displayName, session.mediaType, simulation.shelf().folder());
      Upload upload =
          new Upload(
              session.displayName,
              session.mediaType,
              session.received,
              hashed.sha256(),
              hashed.file());
      Instant expires = exchange.now().plus(LIFE);
      Shelf.Kept kept = simulation.shelf().keep(session.id, exchange, upload, expires);
      ObjectNode body = Json.object();
      body.set("file", shown(exchange, kept));
      return Answer.json(body).with("x-goog-upload-status", "final");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer facts(Exchange exchange) {
    String id = exchange.variable("id");
    if (living(exchange, id).isPresent()) {
      return exchange.query("alt").filter("media"::equals).isPresent()
          ? download(exchange)
          : Answer.json(shownGenerated(exchange, id, living(exchange, id).orElseThrow()));
    }
    return Answer.json(shown(exchange, kept(exchange, id)));
  }

  private Answer download(Exchange exchange) {
    String id = exchange.variable("id");
    Job job = living(exchange, id).orElseThrow(() -> unknown(id));
    if (exchange.query("alt").filter("media"::equals).isEmpty()) {
      return Answer.json(shownGenerated(exchange, id, job));
    }
    if (exchange.strikes().has(Fault.EXPIRED_DOWNLOAD)) {
      throw unknown(id);
    }
    return Answer.media(job.result(), job.nextDownload());
  }

  private Answer delete(Exchange exchange) {
    String id = exchange.variable("id");
    if (!simulation.shelf().discard(exchange, id) && generated.remove(id) == null) {
      throw unknown(id);
    }
    return Answer.json(Json.object());
  }

  private Optional<Job> living(Exchange exchange, String id) {
    return Optional.ofNullable(generated.get(id))
        .filter(job -> !job.strikes().has(Fault.EXPIRED_DOWNLOAD))
        .filter(job -> simulation.jobs().find(job.id()).isPresent())
        .filter(job -> !job.gone(exchange.now()))
        .filter(job -> exchange.now().isBefore(job.ready().plus(LIFE)));
  }

  private Shelf.Kept kept(Exchange exchange, String id) {
    return simulation.shelf().kept(exchange, id).orElseThrow(() -> unknown(id));
  }

  private static Refusal unknown(String id) {
    return Refusal.of(
        Refusal.Kind.FORBIDDEN,
        "You do not have permission to access the File " + id + " or it may not exist.");
  }

  private static String fileId(Job job) {
    return job.id().replace("_", "");
  }

  private ObjectNode shown(Exchange exchange, Shelf.Kept kept) {
    boolean ready = !exchange.now().isBefore(kept.created().plus(PROCESSING));
    boolean failed =
        Markers.faults(kept.upload().filename()).stream()
            .anyMatch(marker -> marker.fault() == Fault.FILE_FAILED);
    ObjectNode file =
        Json.object()
            .put("name", "files/" + kept.id())
            .put("displayName", kept.upload().filename())
            .put("mimeType", kept.upload().mediaType())
            .put("sizeBytes", String.valueOf(kept.upload().bytes()))
            .put("createTime", kept.created().toString())
            .put("updateTime", kept.created().toString())
            .put("expirationTime", kept.expires().toString())
            .put(
                "sha256Hash",
                Base64.getEncoder()
                    .encodeToString(kept.upload().sha256().getBytes(StandardCharsets.US_ASCII)))
            .put("uri", exchange.base() + "/v1beta/files/" + kept.id())
            .put("state", !ready ? "PROCESSING" : failed ? "FAILED" : "ACTIVE")
            .put("source", "UPLOADED");
    if (ready && failed) {
      file.putObject("error").put("code", 3).put("message", "The file cannot be processed.");
    }
    return file;
  }

  private static ObjectNode shownGenerated(Exchange exchange, String id, Job job) {
    return Json.object()
        .put("name", "files/" + id)
        .put("mimeType", job.result().mediaType())
        .put("sizeBytes", String.valueOf(job.result().bytes()))
        .put("createTime", job.ready().toString())
        .put("expirationTime", job.ready().plus(LIFE).toString())
        .put("uri", exchange.base() + "/v1beta/files/" + id)
        .put("downloadUri", exchange.base() + "/v1beta/files/" + id + ":download?alt=media")
        .put("state", "ACTIVE")
        .put("source", "GENERATED");
  }
}
