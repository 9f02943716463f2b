package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.question.InsideLimits;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Questions to Gemini about videos, pictures and sounds by {@code generateContent}, whole or as a
 * stream. What is larger than 3 MiB goes to the Files API first, where it is kept for 48 hours;
 * Vertex has no such place, so there everything travels inside.
 */
public final class GoogleQuestions implements MediaModel {
  /** Twenty files of this size, as base64, stay below the 100 MB of one request. */
  static final long LARGEST_INSIDE = 3L << 20;

  /** 100 MB of base64. */
  private static final InsideLimits INSIDE = new InsideLimits(75_000_000, 75_000_000);

  static final String URI = "uri";
  private static final String FILE = "file";

  private final Homes homes;
  private final HttpLayer layer;

  public GoogleQuestions(Settings settings, HttpLayer layer) {
    this.layer = Objects.requireNonNull(layer, "layer");
    this.homes = new Homes(Objects.requireNonNull(settings, "settings"), layer);
  }

  @Override
  public String name() {
    return GoogleBackend.NAME;
  }

  @Override
  public Readiness readiness() {
    return homes.readiness();
  }

  @Override
  public boolean uploads(MediaInput medium) {
    return medium.facts().bytes() > LARGEST_INSIDE && homes.hasFiles();
  }

  @Override
  public Upload upload(MediaInput medium) throws BackendException, InterruptedException {
    JsonNode file = new ResumableUpload(home().http(), layer).send(medium);
    Instant expires = null;
    try {
      String until = file.path("expirationTime").asString("");
      expires = until.isBlank() ? null : Instant.parse(until);
    } catch (DateTimeException e) {
      // Then the vendor's next answer tells whether it is still there.
    }
    return new Upload(
        Map.of(FILE, file.path("name").asString(), URI, file.path("uri").asString()), expires);
  }

  @Override
  public Availability availability(Upload upload) throws BackendException, InterruptedException {
    JsonNode file;
    try {
      file = home().http().send(Call.read("/v1beta/" + upload.reference().get(FILE))).json();
    } catch (BackendException e) {
      // For a file that is gone the vendor says that one may not see it.
      Integer status = e.failure().vendor() == null ? null : e.failure().vendor().status();
      if (e.notFound() || status != null && status == 403) {
        return Availability.GONE;
      }
      throw e;
    }
    return switch (file.path("state").asString("ACTIVE")) {
      case "ACTIVE" -> Availability.READY;
      case "FAILED" -> throw unreadable(file);
      default -> Availability.PROCESSING;
    };
  }

  private BackendException unreadable(JsonNode file) throws BackendException {
    String words =
        home().http().redacted(file.path("error").path("message").asString(""), List.of());
    return new BackendException(
        Fate.REJECTED,
        Failure.of(
            ErrorCode.MEDIA_CORRUPT,
            "google cannot read the uploaded file"
                + (words.isBlank() ? "." : ": " + words.replaceFirst("\\.$", "") + ".")));
  }

  @Override
  public boolean resendable(Question question) {
    return false;
  }

  @Override
  public Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    INSIDE.check(name(), question);
    return new GeminiWords(homes.of(question.model())).ask(question, pieces);
  }

  @Override
  public Reply look(Map<String, String> reference) {
    return new Reply.Failed(Failures.expired(name()));
  }

  @Override
  public boolean cancel(Map<String, String> reference) {
    return false;
  }

  private Home home() throws BackendException {
    return homes.named(Home.GEMINI, "");
  }
}
