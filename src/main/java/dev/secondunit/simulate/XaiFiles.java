package dev.secondunit.simulate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Files at xAI, and how requests refer to media: {@code {url}} or {@code {file_id}}. */
final class XaiFiles {
  private final Simulation simulation;

  XaiFiles(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes
        .post("/files", Operation.UPLOAD, this::upload)
        .get("/files/{id}", Operation.FILE, this::facts)
        .get("/files/{id}/content", Operation.DOWNLOAD, this::content)
        .delete("/files/{id}", Operation.DELETE, this::delete);
  }

  /** The file behind {@code {url}} or {@code {file_id}}. */
  Path resolve(Exchange exchange, Fields reference) {
    reference.ignoring("type");
    Path file =
        reference
            .text("file_id")
            .map(id -> kept(exchange, id).upload().file())
            .orElseGet(
                () ->
                    simulation
                        .shelf()
                        .resolve(exchange, reference.pathOf("url"), reference.requiredText("url")));
    if (reference.has("url") && reference.has("file_id")) {
      throw reference.wrong("url", "and file_id exclude each other");
    }
    reference.done();
    return file;
  }

  private Answer upload(Exchange exchange) {
    Form form = exchange.form();
    int expiresAfter = form.text("expires_after").map(XaiFiles::expiry).orElse(2_592_000);
    form.text("team_id");
    form.text("purpose");
    form.text("file_path");
    Upload file = form.file("file").orElseThrow(() -> Refusal.invalid("file", "file is required"));
    form.done();
    List<String> order = form.order();
    if (order.indexOf("expires_after") > order.indexOf("file")) {
      throw Refusal.invalid("expires_after", "expires_after must come before the file part");
    }
    Instant expires = exchange.now().plus(Duration.ofSeconds(expiresAfter));
    String id = simulation.jobs().newId("file");
    return Answer.json(shown(simulation.shelf().keep(id, exchange, file, expires)));
  }

  private Answer facts(Exchange exchange) {
    return Answer.json(shown(kept(exchange, exchange.variable("id"))));
  }

  private Answer content(Exchange exchange) {
    Shelf.Kept kept = kept(exchange, exchange.variable("id"));
    return Answer.media(
        new Rendered(kept.upload().file(), kept.upload().mediaType(), 0, 0, 0), Strikes.NONE);
  }

  private Answer delete(Exchange exchange) {
    String id = kept(exchange, exchange.variable("id")).id();
    simulation.shelf().discard(exchange, id);
    return Answer.json(Json.object().put("id", id).put("object", "file").put("deleted", true));
  }

  private Shelf.Kept kept(Exchange exchange, String id) {
    return simulation
        .shelf()
        .kept(exchange, id)
        .orElseThrow(() -> Refusal.of(Refusal.Kind.NOT_FOUND, "The file " + id + " is unknown."));
  }

  private static int expiry(String text) {
    int seconds = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (seconds < 3600 || seconds > 2_592_000) {
      throw Refusal.invalid("expires_after", "expires_after must be between 3600 and 2592000");
    }
    return seconds;
  }

  private static ObjectNode shown(Shelf.Kept kept) {
    return Json.object()
        .put("id", kept.id())
        .put("object", "file")
        .put("bytes", kept.upload().bytes())
        .put("created_at", kept.created().getEpochSecond())
        .put("expires_at", kept.expires().getEpochSecond())
        .put("filename", kept.upload().filename())
        .put("purpose", "")
        .put("status", "processed");
  }
}
