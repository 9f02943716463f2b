package dev.secondunit.backend.openai;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Lost;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.Retry;
import dev.secondunit.media.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Looks through the newest videos of the account for one whose create was sent and whose answer was
 * lost. It counts as found only when exactly one has the same prompt, model, length and size, is
 * not older than the create, and is no other job's. That none is found proves nothing: the list may
 * lag behind or be another server's.
 */
final class LostVideo {
  private static final int HOW_MANY = 50;

  /** By how much the vendor's clock may be behind ours. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(2);

  private final VendorHttp http;

  LostVideo(VendorHttp http) {
    this.http = http;
  }

  Optional<Submission> find(Shot shot, Lost lost) throws BackendException, InterruptedException {
    Answer answer;
    try {
      answer = http.send(Call.read("/videos?order=desc&limit=" + HOW_MANY));
    } catch (BackendException e) {
      if (e.fate() == BackendException.Fate.REJECTED) {
        // This server offers no list.
        return Optional.empty();
      }
      // That the list cannot be read says nothing about the create: it must not be sent again.
      throw new BackendException(
          BackendException.Fate.UNKNOWN,
          e.failure().withCharged(Charged.UNKNOWN, Retry.USE_JOB),
          e);
    }
    List<Submission.Accepted> matching = new ArrayList<>();
    for (JsonNode video : answer.json().path("data")) {
      String id = video.path("id").asString("");
      if (!id.isBlank() && matches(video, shot) && since(video, lost.sentAt())) {
        Submission.Accepted one = OpenAiVideos.accepted(id, shot);
        if (!lost.held().test(one.reference())) {
          matching.add(one);
        }
      }
    }
    return matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
  }

  /** One whose age is not told may be anybody's. */
  private static boolean since(JsonNode video, Instant sentAt) {
    Instant createdAt = VideoAnswer.instant(video.path("created_at"));
    return createdAt != null && !createdAt.isBefore(sentAt.minus(CLOCKS_APART));
  }

  private static boolean matches(JsonNode video, Shot shot) {
    Parameters asked = shot.plan().effective();
    String prompt = asked.text(Parameter.PROMPT).orElse("");
    return !prompt.isBlank()
        && prompt.equals(video.path("prompt").asString(""))
        && absentOrEqual(video.path("model"), Optional.of(shot.plan().model()))
        && absentOrEqual(video.path("size"), asked.text(Parameter.SIZE))
        && (shot.plan().operation() == Operation.EXTEND
            || sameLength(video.path("seconds"), asked.number(Parameter.DURATION)));
  }

  private static boolean absentOrEqual(JsonNode value, Optional<String> asked) {
    return !value.isString() || asked.isEmpty() || value.asString().equals(asked.get());
  }

  /** Text or number. */
  private static boolean sameLength(JsonNode seconds, Optional<Double> asked) {
    String text = seconds.isValueNode() ? seconds.asString("") : "";
    return asked.isEmpty()
        || !text.matches("\\d{1,4}(\\.\\d+)?")
        || Double.parseDouble(text) == asked.get();
  }
}
