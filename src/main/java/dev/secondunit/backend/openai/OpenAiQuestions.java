package dev.secondunit.backend.openai;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.question.InsideLimits;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.backend.responses.ResponsesApi;
import dev.secondunit.config.Settings;
import dev.secondunit.media.MediaInput;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Questions to OpenAI's models, or to a server that speaks its API: pictures by {@code /responses},
 * sound by a model that transcribes. Its models take no video (npm {@code openai} 7.55.0, November
 * 2026). Nothing is stored at the vendor.
 */
public final class OpenAiQuestions implements MediaModel {
  private static final InsideLimits INSIDE = new InsideLimits(25L << 20, 50L << 20);

  private final OpenAiBackend backend;

  public OpenAiQuestions(Settings settings, HttpLayer layer) {
    this.backend =
        new OpenAiBackend(
            Objects.requireNonNull(settings, "settings"), Objects.requireNonNull(layer, "layer"));
  }

  @Override
  public String name() {
    return OpenAiBackend.NAME;
  }

  @Override
  public Readiness readiness() {
    return backend.readiness();
  }

  /** Media travel inside the question. */
  @Override
  public boolean uploads(MediaInput medium) {
    return false;
  }

  @Override
  public Upload upload(MediaInput medium) throws BackendException {
    throw Failures.unsupported(name(), "keep media for a question");
  }

  @Override
  public Availability availability(Upload upload) {
    return Availability.GONE;
  }

  @Override
  public boolean resendable(Question question) {
    return false;
  }

  @Override
  public Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    INSIDE.check(name(), question);
    return OpenAiTranscripts.serves(question.model())
        ? new OpenAiTranscripts(backend.http()).ask(question, pieces)
        : new ResponsesApi(backend.http(), json -> null).ask(question, pieces);
  }

  @Override
  public Reply look(Map<String, String> reference) {
    return new Reply.Failed(Failures.expired(name()));
  }

  @Override
  public boolean cancel(Map<String, String> reference) {
    return false;
  }
}
