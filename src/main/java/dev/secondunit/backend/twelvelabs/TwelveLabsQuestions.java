package dev.secondunit.backend.twelvelabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Questions to TwelveLabs: a task that its idempotency key protects, or a stream where the text is
 * wanted while it grows.
 */
public final class TwelveLabsQuestions implements MediaModel {
  private static final String ASSET = "asset_id";
  private static final String TASK = "task_id";
  private static final String FETCHED = "fetched";
  private static final long LARGEST_FETCHED = 4_000_000_000L;
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

  private final TwelveLabsClient client;
  private final long smallestFetched;
  private final Set<String> unfetchable = ConcurrentHashMap.newKeySet();

  public TwelveLabsQuestions(TwelveLabsClient client) {
    this(client, AssetUpload.LARGEST_DIRECT);
  }

  /**
   * @param smallestFetched videos with a public address and more bytes than this are fetched by the
   *     vendor
   */
  TwelveLabsQuestions(TwelveLabsClient client, long smallestFetched) {
    this.client = Objects.requireNonNull(client, "client");
    this.smallestFetched = smallestFetched;
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
    Optional<Failure> broken = TwelveLabsOptions.firstBroken(question.options());
    if (broken.isEmpty() && question.schema() != null) {
      broken = SchemaRules.firstBroken(question.schema());
    }
    return broken.isPresent() ? broken : VideoRules.firstBroken(question, client.looksIntoIndex());
  }

  @Override
  public boolean uploads(MediaInput medium) {
    return true;
  }

  @Override
  public Upload upload(MediaInput medium) throws BackendException, InterruptedException {
    Optional<URI> address = publicAddress(medium);
    if (address.isPresent()) {
      String name = medium.path().getFileName().toString();
      return new Upload(
          Map.of(ASSET, client.register(address.get(), name), FETCHED, medium.facts().sha256()),
          null);
    }
    return new Upload(Map.of(ASSET, client.upload(medium)), null);
  }

  /**
   * Where the vendor can fetch a large video by itself, so that it does not travel through this
   * machine twice. One that it could not fetch is brought from here.
   */
  private Optional<URI> publicAddress(MediaInput medium) {
    boolean whole = !medium.given().contains("…");
    boolean worthIt =
        medium.facts().bytes() > smallestFetched && medium.facts().bytes() <= LARGEST_FETCHED;
    if (!whole
        || !worthIt
        || !medium.given().startsWith("https://")
        || unfetchable.contains(medium.facts().sha256())) {
      return Optional.empty();
    }
    return Optional.of(URI.create(medium.given()));
  }

  @Override
  public Availability availability(Upload upload) throws BackendException, InterruptedException {
    try {
      return client.availability(upload.reference().get(ASSET));
    } catch (BackendException e) {
      String fetched = upload.reference().get(FETCHED);
      if (fetched != null && e.fate() == BackendException.Fate.REJECTED) {
        unfetchable.add(fetched);
        return Availability.GONE;
      }
      throw e;
    }
  }

  @Override
  public boolean resendable(Question question) {
    return !question.stream() && !olderShape(question);
  }

  /** By the id of an indexed video, which no idempotency key protects. */
  private static boolean olderShape(Question question) {
    return question.options().has(VideoRules.VIDEO_ID)
        && question.model().equals(VideoRules.OLD_MODEL);
  }

  @Override
  public Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    TwelveLabsOptions options = TwelveLabsOptions.read(question.options());
    String asset = null;
    if (options.videoId() == null) {
      asset = question.media().get(0).upload().reference().get(ASSET);
    } else if (!olderShape(question)) {
      asset = client.assetOfIndexed(options.videoId());
      options = options.withoutVideoId();
    }
    AnalyzeRequest request =
        new AnalyzeRequest(
            question.model(),
            asset,
            question.instructions() == null
                ? question.prompt()
                : question.instructions() + "\n\n" + question.prompt(),
            question.temperature(),
            question.schema(),
            question.maxTokens(),
            question.startSeconds(),
            question.endSeconds(),
            options);
    if (question.stream()) {
      return new Reply.Answered(answer(client.stream(request, pieces)));
    }
    if (options.videoId() != null) {
      return new Reply.Answered(answer(client.analyze(request)));
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
  public boolean cancels() {
    return true;
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
