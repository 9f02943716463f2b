package dev.secondunit.backend.twelvelabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Questions to TwelveLabs: a task that its idempotency key protects, or a stream where the text is
 * wanted while it grows.
 */
public final class TwelveLabsQuestions implements MediaModel {
  private static final String ASSET = "asset_id";
  private static final String TASK = "task_id";
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  private final TwelveLabsClient client;

  public TwelveLabsQuestions(TwelveLabsClient client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  @Override
  public String name() {
    return TwelveLabsClient.NAME;
  }

  @Override
  public Readiness readiness() {
    return client.readiness();
  }

  @Override
  public Optional<Failure> objection(Question question) {
    if (question.media().size() != 1 || !question.earlier().isEmpty()) {
      return Optional.of(
          Failure.of(
                  ErrorCode.UNSUPPORTED_OPERATION,
                  "twelvelabs answers one question about one video and keeps no conversation.")
              .withField("inputs", question.media().size())
              .withAllowed(List.of("one video"))
              .withHint("Ask once per video, or ask another backend_type."));
    }
    return question.schema() == null
        ? Optional.empty()
        : SchemaRules.firstBroken(question.schema());
  }

  @Override
  public boolean uploads(MediaInput medium) {
    return true;
  }

  @Override
  public Upload upload(MediaInput medium) throws BackendException, InterruptedException {
    return new Upload(Map.of(ASSET, client.upload(medium)), null);
  }

  @Override
  public Availability availability(Upload upload) throws BackendException, InterruptedException {
    return client.availability(upload.reference().get(ASSET));
  }

  @Override
  public boolean resendable(Question question) {
    return !question.stream();
  }

  @Override
  public Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    Medium video = question.media().get(0);
    AnalyzeRequest request =
        new AnalyzeRequest(
            question.model(),
            video.upload().reference().get(ASSET),
            question.instructions() == null
                ? question.prompt()
                : question.instructions() + "\n\n" + question.prompt(),
            question.temperature(),
            question.schema(),
            question.maxTokens(),
            question.startSeconds(),
            question.endSeconds());
    if (question.stream()) {
      return new Reply.Answered(answer(client.stream(request, pieces)));
    }
    String task = client.start(request, question.jobId() + "-" + question.attempt());
    return new Reply.Pending(Map.of(TASK, task), "queued at the vendor", FIRST_LOOK);
  }

  @Override
  public Reply look(Map<String, String> reference) throws BackendException, InterruptedException {
    AnalyzeTask task = client.task(reference.get(TASK));
    if (task instanceof AnalyzeTask.Running running) {
      return new Reply.Pending(reference, running.status(), FIRST_LOOK);
    }
    return task instanceof AnalyzeTask.Ready ready
        ? new Reply.Answered(answer(ready.answer()))
        : new Reply.Failed(((AnalyzeTask.Failed) task).failure());
  }

  @Override
  public boolean cancel(Map<String, String> reference)
      throws BackendException, InterruptedException {
    return client.cancel(reference.get(TASK));
  }

  private static ModelAnswer answer(AnalyzeAnswer answer) {
    return new ModelAnswer(
        answer.text(),
        answer.finishReason(),
        answer.warning(),
        answer.inputTokens(),
        answer.outputTokens(),
        null,
        null);
  }
}
