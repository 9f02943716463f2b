package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.http.Credential;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.http.VendorProfile;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Knows which of Google's homes are configured and which one a model belongs to. */
final class Homes {
  private static final String GLOBAL = "global";

  private final Settings settings;
  private final HttpLayer layer;
  private final Path temporary;
  private final VertexCredentials vertexCredentials;

  /** With the system's own folder for temporary files. */
  Homes(Settings settings, HttpLayer layer) {
    this(settings, layer, Path.of(System.getProperty("java.io.tmpdir")));
  }

  Homes(Settings settings, HttpLayer layer, Path temporary) {
    this.settings = settings;
    this.layer = layer;
    this.temporary = temporary;
    this.vertexCredentials = new VertexCredentials(settings, layer);
  }

  Readiness readiness() {
    return key().isPresent() || project().isPresent()
        ? Readiness.reading(this::addresses)
        : Readiness.missing(
            "set GOOGLE_API_KEY (or GEMINI_API_KEY), or GOOGLE_CLOUD_PROJECT with application"
                + " default credentials");
  }

  private List<Optional<URI>> addresses() {
    return List.of(
        settings.baseUrl(Setting.GOOGLE_GEMINI_BASE_URL),
        settings.baseUrl(Setting.GOOGLE_VERTEX_BASE_URL));
  }

  /** Where the model is asked: where it lives, else where we have access. */
  Home of(String model) throws BackendException {
    boolean first = livesOnVertex(model);
    Optional<Home> home = first ? vertex(model).or(this::gemini) : gemini().or(() -> vertex(model));
    return home.orElseThrow(() -> unavailable(readiness().reason()));
  }

  /** Whichever we have access to. */
  Home any() throws BackendException {
    return of("");
  }

  /** The home an accepted job was sent to. */
  Home named(String name, String model) throws BackendException {
    Optional<Home> home = Home.VERTEX.equals(name) ? vertex(model) : gemini();
    return home.orElseThrow(
        () ->
            unavailable(
                Home.VERTEX.equals(name)
                    ? "GOOGLE_CLOUD_PROJECT is no longer set"
                    : "GOOGLE_API_KEY is no longer set"));
  }

  /** Whether there is a Files API to bring media to: the Gemini API has one, Vertex has none. */
  boolean hasFiles() {
    return key().isPresent();
  }

  /** Cloud storage, read with the credentials of Vertex. */
  VendorHttp storage() {
    return layer.vendor(
        new VendorProfile(
            GoogleBackend.NAME,
            URI.create("https://storage.googleapis.com"),
            vertexCredentials,
            new GoogleErrors(),
            "GOOGLE_APPLICATION_CREDENTIALS"));
  }

  private static boolean livesOnVertex(String model) {
    boolean olderVeo = model.startsWith("veo-2.") || model.startsWith("veo-001");
    return model.startsWith("imagen-")
        || model.startsWith("veo-") && !model.endsWith("-preview") && !olderVeo;
  }

  private Optional<Home> gemini() {
    return key()
        .map(
            key ->
                new Home(
                    Home.GEMINI,
                    layer.vendor(
                        new VendorProfile(
                            GoogleBackend.NAME,
                            settings.baseUrl(Setting.GOOGLE_GEMINI_BASE_URL).orElseThrow(),
                            Credential.header("x-goog-api-key", "", key),
                            new GoogleErrors(),
                            "GOOGLE_API_KEY")),
                    "/v1beta/models",
                    "/v1beta/interactions",
                    temporary));
  }

  private Optional<Home> vertex(String model) {
    return project()
        .map(
            project -> {
              // The Interactions API of Vertex is served at the global location only.
              boolean omni = OmniWire.serves(model);
              String location =
                  omni ? GLOBAL : settings.text(Setting.GOOGLE_CLOUD_LOCATION).orElseThrow();
              String below = "/projects/" + project + "/locations/" + location;
              return new Home(
                  Home.VERTEX,
                  layer.vendor(
                      new VendorProfile(
                          GoogleBackend.NAME,
                          settings
                              .baseUrl(Setting.GOOGLE_VERTEX_BASE_URL)
                              .orElseGet(() -> vertexHost(location)),
                          vertexCredentials,
                          new GoogleErrors(),
                          "GOOGLE_APPLICATION_CREDENTIALS")),
                  "/v1" + below + "/publishers/google/models",
                  "/v1beta1" + below + "/interactions",
                  temporary);
            });
  }

  private static URI vertexHost(String location) {
    String prefix = location.equals(GLOBAL) ? "" : location + "-";
    return URI.create("https://" + prefix + "aiplatform.googleapis.com");
  }

  private Optional<String> key() {
    return settings.text(Setting.GOOGLE_API_KEY).or(() -> settings.text(Setting.GEMINI_API_KEY));
  }

  private Optional<String> project() {
    return settings.text(Setting.GOOGLE_CLOUD_PROJECT);
  }

  private static BackendException unavailable(String reason) {
    return new BackendException(
        Fate.REJECTED,
        Failure.of(ErrorCode.BACKEND_UNAVAILABLE, "google cannot be used: " + reason + "."));
  }
}
