package dev.secondunit.backend.question;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A question about media, ready to be sent.
 *
 * @param jobId whose question it is
 * @param attempt which attempt of that job; every resend of a lost answer has the same one
 * @param model the vendor's id of the model
 * @param media what it is about, in the order in which the prompt may speak of it; those of earlier
 *     turns stand in {@code earlier}
 * @param earlier the conversation before, oldest first; empty for a first question
 * @param instructions how to answer, apart from the question; or null
 * @param prompt the question
 * @param schema the JSON Schema the answer has to fit, or null for free text
 * @param temperature or null for the vendor's default
 * @param maxTokens longest answer, or null for the vendor's default
 * @param startSeconds where to begin in a single video, or null
 * @param endSeconds where to end in a single video, or null
 * @param stream whether the text is wanted piece by piece
 * @param options whatever only this vendor understands, already checked; may be empty
 */
public record Question(
    String jobId,
    int attempt,
    String model,
    List<Medium> media,
    List<Turn> earlier,
    String instructions,
    String prompt,
    ObjectNode schema,
    Double temperature,
    Integer maxTokens,
    Double startSeconds,
    Double endSeconds,
    boolean stream,
    ObjectNode options) {

  /** One question of a conversation, and what was answered. */
  public record Turn(List<Medium> media, String prompt, String answer) {
    public Turn {
      media = List.copyOf(media);
      Objects.requireNonNull(prompt, "prompt");
      Objects.requireNonNull(answer, "answer");
    }
  }

  public Question {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(options, "options");
    media = List.copyOf(media);
    earlier = List.copyOf(earlier);
  }
}
