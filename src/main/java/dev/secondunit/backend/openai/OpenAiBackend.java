package dev.secondunit.backend.openai;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Lost;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Credential;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.http.VendorProfile;
import dev.secondunit.backend.question.InsideLimits;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.backend.responses.ResponsesApi;
import dev.secondunit.backend.responses.ResponsesQuestions;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.media.Mode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The {@code openai} backend: OpenAI itself, or any server that speaks its API behind {@code
 * OPENAI_BASE_URL}, which may then want no key. Videos are jobs; images and speech answer at once.
 */
public final class OpenAiBackend implements Backend {
  static final String NAME = "openai";

  private static final InsideLimits INSIDE_A_QUESTION = new InsideLimits(25L << 20, 50L << 20);

  private final Settings settings;
  private final HttpLayer layer;

  public OpenAiBackend(Settings settings, HttpLayer layer) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.layer = Objects.requireNonNull(layer, "layer");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness readiness() {
    Readiness address = Readiness.reading(() -> settings.baseUrl(Setting.OPENAI_BASE_URL));
    if (!address.usable() || settings.isSet(Setting.OPENAI_API_KEY)) {
      return address;
    }
    // Other programs read this address too; without a key nobody has chosen it for us.
    return settings.isSet(Setting.OPENAI_BASE_URL)
        ? Readiness.whenNamed(
            "without OPENAI_API_KEY the server at OPENAI_BASE_URL is used only when backend_type"
                + " openai names it")
        : Readiness.missing(
            "set OPENAI_API_KEY, or OPENAI_BASE_URL for a compatible server without a key");
  }

  @Override
  public Submission submit(Shot shot) throws BackendException, InterruptedException {
    return switch (shot.plan().mode()) {
      case VIDEO -> videos().submit(shot);
      case IMAGE -> new OpenAiImages(http()).submit(shot);
      case AUDIO -> new OpenAiSpeech(http()).submit(shot);
    };
  }

  @Override
  public Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    return videos().poll(reference);
  }

  @Override
  public long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    return videos().download(file, target);
  }

  @Override
  public boolean cancels() {
    return true;
  }

  @Override
  public boolean cancel(VendorReference reference) throws BackendException, InterruptedException {
    return videos().cancel(reference);
  }

  @Override
  public boolean reconciles(Plan plan) {
    return plan.mode() == Mode.VIDEO;
  }

  @Override
  public Optional<Submission> reconcile(Shot shot, Lost lost)
      throws BackendException, InterruptedException {
    return reconciles(shot.plan()) ? new LostVideo(http()).find(shot, lost) : Optional.empty();
  }

  /**
   * Questions: pictures by {@code /responses}, sound by a model that transcribes. The models take
   * no video (npm {@code openai} 7.55.0, November 2026). Nothing is stored at the vendor.
   */
  public MediaModel questions() {
    return new ResponsesQuestions(
        new ResponsesQuestions.Vendor(this, this::http, INSIDE_A_QUESTION, OpenAiBackend::ask));
  }

  private static Reply ask(VendorHttp http, Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    return OpenAiTranscripts.serves(question.model())
        ? new OpenAiTranscripts(http).ask(question, pieces)
        : new ResponsesApi(http, json -> null).ask(question, pieces);
  }

  private OpenAiVideos videos() {
    return new OpenAiVideos(http(), layer.clock());
  }

  VendorHttp http() {
    Credential credential =
        settings
            .text(Setting.OPENAI_API_KEY)
            .map(key -> Credential.header("Authorization", "Bearer ", key))
            .orElse(Credential.NONE);
    return layer.vendor(
        new VendorProfile(
            NAME,
            settings.baseUrl(Setting.OPENAI_BASE_URL).orElseThrow(),
            credential,
            new OpenAiErrors(),
            "OPENAI_API_KEY"));
  }
}
