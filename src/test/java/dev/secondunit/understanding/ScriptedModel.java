package dev.secondunit.understanding;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A vendor that answers what the test tells it to, in order, and keeps what it was asked. */
final class ScriptedModel implements MediaModel {
  /** One answer, which may be an exception. */
  interface Answer<T> {
    T get() throws BackendException, InterruptedException;
  }

  final Deque<Answer<Reply>> replies = new ArrayDeque<>();
  final Deque<Answer<Reply>> looks = new ArrayDeque<>();
  final Deque<Answer<Availability>> availabilities = new ArrayDeque<>();
  final List<Question> questions = new ArrayList<>();
  final List<String> pieces = new ArrayList<>();
  Upload copy = new Upload(Map.of("id", "copy-1"), null);
  Answer<Boolean> cancellation = () -> false;
  Readiness readiness = Readiness.READY;
  boolean resendable = true;
  int uploads;

  static Reply pending() {
    return new Reply.Pending(Map.of("task", "t-1"), "queued there", Duration.ofSeconds(5));
  }

  static Reply answered(String text) {
    return answered(text, ModelAnswer.STOP);
  }

  static Reply answered(String text, String finishReason) {
    return new Reply.Answered(new ModelAnswer(text, finishReason, null, 5_400L, 100L, null, null));
  }

  static BackendException problem(Fate fate, ErrorCode code) {
    return new BackendException(fate, Failure.of(code, "scripted " + fate));
  }

  @Override
  public String name() {
    return "twelvelabs";
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public boolean uploads(MediaInput medium) {
    return true;
  }

  @Override
  public Upload upload(MediaInput medium) {
    uploads++;
    return copy;
  }

  @Override
  public Availability availability(Upload upload) throws BackendException, InterruptedException {
    return availabilities.isEmpty() ? Availability.READY : availabilities.remove().get();
  }

  @Override
  public boolean resendable(Question question) {
    return resendable;
  }

  @Override
  public Reply ask(Question question, Consumer<String> taker)
      throws BackendException, InterruptedException {
    questions.add(question);
    pieces.forEach(taker);
    return replies.remove().get();
  }

  @Override
  public Reply look(Map<String, String> reference) throws BackendException, InterruptedException {
    return looks.remove().get();
  }

  @Override
  public boolean cancel(Map<String, String> reference)
      throws BackendException, InterruptedException {
    return cancellation.get();
  }
}
