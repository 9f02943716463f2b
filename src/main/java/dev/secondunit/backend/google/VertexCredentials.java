package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Credential;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.http.VendorProfile;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bearer tokens from application default credentials: a service account's key file, or the refresh
 * token that {@code gcloud auth application-default login} leaves. Tokens are renewed a minute
 * before they end. The file is read when a token is needed, so a changed one is noticed.
 */
final class VertexCredentials implements Credential {
  private static final long LARGEST_FILE = 64 << 10;
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final Duration USUAL_LIFE = Duration.ofHours(1);
  private static final String TOKEN_ENDPOINT = "https://oauth2.googleapis.com/token";
  private static final JsonMapper MAPPER = new JsonMapper();

  private record Token(String value, Instant ends) {}

  private final Settings settings;
  private final HttpLayer layer;
  private Token token;

  VertexCredentials(Settings settings, HttpLayer layer) {
    this.settings = settings;
    this.layer = layer;
  }

  @Override
  public synchronized Map<String, String> headers() throws BackendException, InterruptedException {
    Instant now = layer.clock().instant();
    if (token == null || !token.ends().minus(MARGIN).isAfter(now)) {
      token = fetched(now);
    }
    return Map.of("Authorization", "Bearer " + token.value());
  }

  @Override
  public synchronized List<String> secrets() {
    return token == null ? List.of() : List.of(token.value());
  }

  private Token fetched(Instant now) throws BackendException, InterruptedException {
    JsonNode file = read(file());
    String type = file.path("type").asString("");
    URI endpoint = endpoint(file.path("token_uri").asString(TOKEN_ENDPOINT));
    Map<String, String> form =
        switch (type) {
          case "service_account" -> ServiceAccount.assertion(file, endpoint, now);
          case "authorized_user" ->
              Map.of(
                  "grant_type", "refresh_token",
                  "client_id", file.path("client_id").asString(""),
                  "client_secret", file.path("client_secret").asString(""),
                  "refresh_token", file.path("refresh_token").asString(""));
          default ->
              throw unusable("credentials of the type \"" + type + "\" are not read here", null);
        };
    Call call = Call.read(endpoint.toString()).posting(new Body.Form(form));
    for (String secret : form.values()) {
      call = call.masking(secret);
    }
    VendorHttp http =
        layer.vendor(
            new VendorProfile(
                GoogleBackend.NAME,
                endpoint,
                Credential.NONE,
                new GoogleErrors(),
                "GOOGLE_APPLICATION_CREDENTIALS"));
    Answer answer = http.send(call);
    String value = answer.json().path("access_token").asString("");
    if (value.isBlank()) {
      throw http.unexpected(CallKind.READ, answer, "the token answer has no access_token");
    }
    long seconds = answer.json().path("expires_in").asLong(USUAL_LIFE.toSeconds());
    return new Token(value, now.plusSeconds(Math.max(1, Math.min(seconds, 86_400))));
  }

  private Path file() throws BackendException {
    if (settings.isSet(Setting.GOOGLE_APPLICATION_CREDENTIALS)) {
      return settings.path(Setting.GOOGLE_APPLICATION_CREDENTIALS).orElseThrow();
    }
    String name = "application_default_credentials.json";
    String roaming = System.getenv("APPDATA");
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win")
            && roaming != null;
    Path folder =
        windows
            ? Path.of(roaming, "gcloud")
            : Path.of(System.getProperty("user.home", "."), ".config", "gcloud");
    return folder.resolve(name);
  }

  private static JsonNode read(Path file) throws BackendException {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw unusable("the credentials file is too large to be one", null);
      }
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unusable("there is no readable credentials file", e);
    } catch (JacksonException e) {
      // The parser's words could quote the file.
      throw unusable("the credentials file is not JSON", null);
    }
  }

  /** The key goes out to this address, so it must be encrypted, or this very machine. */
  private static URI endpoint(String text) throws BackendException {
    try {
      URI uri = URI.create(text);
      boolean local = List.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
      if ("https".equals(uri.getScheme()) && uri.getHost() != null
          || "http".equals(uri.getScheme()) && local) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message.
    }
    throw unusable("its token_uri is not an https address", null);
  }

  static BackendException unusable(String what, Exception cause) {
    return new BackendException(
        Fate.REJECTED,
        Failure.of(
                ErrorCode.VENDOR_AUTHENTICATION,
                "The application default credentials for Vertex cannot be used: " + what + ".")
            .withField(Setting.GOOGLE_APPLICATION_CREDENTIALS.name(), null)
            .withHint(
                "Point GOOGLE_APPLICATION_CREDENTIALS at a service account's key file, or run"
                    + " gcloud auth application-default login."),
        cause);
  }
}
