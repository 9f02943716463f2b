package dev.secondunit.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Work that goes on after the call that began it, for callers that look after it themselves instead
 * of waiting. It is known by the id that the call's result names, see {@link
 * ToolResult#unfinished}. Safe for many threads.
 */
public interface FollowedWork {
  /** Where work stands. What went wrong with it is told by its result. */
  enum State {
    WORKING,
    ENDED,
    CANCELLED
  }

  /**
   * Work as it stands.
   *
   * @param id of a job or of a batch of jobs
   * @param message a few words for people
   * @param lookAgainAfter nothing new is to be expected sooner
   * @param result what the call that began it would answer now
   */
  record Status(
      String id,
      State state,
      Instant createdAt,
      Instant updatedAt,
      String message,
      Duration lookAgainAfter,
      ToolResult result) {
    public Status {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(createdAt, "createdAt");
      Objects.requireNonNull(updatedAt, "updatedAt");
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(lookAgainAfter, "lookAgainAfter");
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * @param caller as {@link ToolCall#caller}; sees only what it may see
   */
  Optional<Status> find(String id, Caller caller);

  /**
   * Asks for it to be stopped, as {@code cancel_jobs} does; without effect when it has ended.
   *
   * @return whether the caller has such work
   */
  boolean cancel(String id, Caller caller);
}
