package dev.secondunit.backend.grok;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
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
import dev.secondunit.backend.responses.ResponsesApi;
import dev.secondunit.backend.responses.ResponsesQuestions;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The {@code grok} backend. Videos are jobs at the vendor; images and speech answer at once. The
 * vendor knows no idempotency key, no cancel and no list of jobs.
 */
public final class GrokBackend implements Backend {
  static final String NAME = "grok";

  /** PNG or JPEG of at most 10 MiB each (docs.x.ai, image understanding, 2026). */
  private static final InsideLimits INSIDE_A_QUESTION = new InsideLimits(10L << 20, 50L << 20);

  private final Settings settings;
  private final HttpLayer layer;

  public GrokBackend(Settings settings, HttpLayer layer) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.layer = Objects.requireNonNull(layer, "layer");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness readiness() {
    return settings.isSet(Setting.XAI_API_KEY)
        ? Readiness.reading(() -> settings.baseUrl(Setting.XAI_BASE_URL))
        : Readiness.missing("set XAI_API_KEY");
  }

  @Override
  public Submission submit(Shot shot) throws BackendException, InterruptedException {
    return switch (shot.plan().mode()) {
      case VIDEO -> new GrokVideos(http(), layer.clock()).submit(shot);
      case IMAGE -> new GrokImages(http()).submit(shot);
      case AUDIO -> new GrokSpeech(http()).submit(shot);
    };
  }

  @Override
  public Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    return new GrokVideos(http(), layer.clock()).poll(reference);
  }

  @Override
  public long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    return http().download(file, target);
  }

  /**
   * Questions about pictures. The vendor tells what an answer cost, and advises against keeping
   * pictures in its own history, so nothing is stored there.
   */
  public MediaModel questions() {
    return new ResponsesQuestions(
        new ResponsesQuestions.Vendor(
            this,
            this::http,
            INSIDE_A_QUESTION,
            (http, question, pieces) ->
                new ResponsesApi(http, GrokAnswers::cost).ask(question, pieces)));
  }

  VendorHttp http() {
    String key = settings.text(Setting.XAI_API_KEY).orElse("");
    return layer.vendor(
        new VendorProfile(
            NAME,
            settings.baseUrl(Setting.XAI_BASE_URL).orElseThrow(),
            Credential.header("Authorization", "Bearer ", key),
            GrokErrors.DIALECT,
            "XAI_API_KEY"));
  }
}
