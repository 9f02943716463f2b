package dev.secondunit.backend.elevenlabs;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Credential;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.SavedAnswer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.http.VendorProfile;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.media.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The {@code elevenlabs} backend. Every call answers with the bytes, and every accepted one is
 * billed; nothing is kept that could be continued.
 */
public final class ElevenLabsBackend implements Backend {
  static final String NAME = "elevenlabs";

  private final Settings settings;
  private final HttpLayer layer;
  private final Voices voices = new Voices();

  public ElevenLabsBackend(Settings settings, HttpLayer layer) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.layer = Objects.requireNonNull(layer, "layer");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness readiness() {
    return settings.isSet(Setting.ELEVENLABS_API_KEY)
        ? Readiness.reading(() -> settings.baseUrl(Setting.ELEVENLABS_BASE_URL))
        : Readiness.missing("set ELEVENLABS_API_KEY");
  }

  @Override
  public Submission submit(Shot shot) throws BackendException, InterruptedException {
    if (shot.plan().mode() != Mode.AUDIO) {
      throw Failures.unsupported(NAME, shot.plan().mode().word());
    }
    VendorHttp http = http();
    AudioRequest request = AudioRequest.of(shot, voice -> voices.id(http, voice));
    SavedAnswer saved =
        http.save(
            request.call().countedFor(shot.plan().model()), shot.scratch().resolve("sound.bin"));
    Outcome outcome =
        new Outcome(
            List.of(OutputFormat.file(saved, request.format())), null, null, null, List.of());
    String id =
        saved.headers().firstOf("request-id", "x-request-id", "song-id").orElse(shot.jobId());
    return new Submission.Delivered(new VendorReference(id, Map.of()), outcome);
  }

  /** Nothing is ever under way: every create delivers. */
  @Override
  public Poll poll(VendorReference reference) {
    return new Poll.Expired(Failures.expired(NAME));
  }

  @Override
  public long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    return http().download(file, target);
  }

  private VendorHttp http() {
    String key = settings.text(Setting.ELEVENLABS_API_KEY).orElse("");
    return layer.vendor(
        new VendorProfile(
            NAME,
            settings.baseUrl(Setting.ELEVENLABS_BASE_URL).orElseThrow(),
            Credential.header("xi-api-key", "", key),
            new ElevenLabsErrors(),
            "ELEVENLABS_API_KEY"));
  }
}
