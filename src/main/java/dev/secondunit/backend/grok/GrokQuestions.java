package dev.secondunit.backend.grok;

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
 * Questions to xAI's models about pictures, in PNG or JPEG of at most 10 MiB each (docs.x.ai, image
 * understanding, 2026). The vendor tells what an answer cost, and advises against keeping pictures
 * in its own history, so nothing is stored there.
 */
public final class GrokQuestions implements MediaModel {
  private static final InsideLimits INSIDE = new InsideLimits(10L << 20, 50L << 20);

  private final GrokBackend backend;

  public GrokQuestions(Settings settings, HttpLayer layer) {
    this.backend =
        new GrokBackend(
            Objects.requireNonNull(settings, "settings"), Objects.requireNonNull(layer, "layer"));
  }

  @Override
  public String name() {
    return GrokBackend.NAME;
  }

  @Override
  public Readiness readiness() {
    return backend.readiness();
  }

  /** Pictures travel inside the question. */
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
    return new ResponsesApi(backend.http(), GrokAnswers::cost).ask(question, pieces);
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
