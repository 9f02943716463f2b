package dev.secondunit.backend.previz;

import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Objects;

/**
 * One accepted shot with everything needed to render it, as it lies on disk. Absent values are
 * null; pictures and clips are copies beside the ticket, so that a restart renders the same thing.
 *
 * @param id the vendor's id, {@code previz_…}
 * @param jobId our id, whose end is shown when the shot has no name
 * @param duration seconds; for an extension the seconds to add
 * @param images the pictures to start from
 * @param keyframes what the film passes through on its way
 * @param keyframeTimes seconds, one for each keyframe
 * @param source the piece to continue from, or null
 * @param name what people call the shot, or null; also in tickets written before there were names
 */
record Ticket(
    String id,
    String jobId,
    int attempt,
    String acceptedAt,
    String model,
    Mode mode,
    Operation operation,
    String prompt,
    String negativePrompt,
    Double duration,
    String aspectRatio,
    String size,
    List<Picture> images,
    Picture lastFrame,
    List<Picture> keyframes,
    List<Double> keyframeTimes,
    List<Picture> references,
    Picture source,
    Long seed,
    String audioType,
    String voice,
    Double speed,
    String outputFormat,
    boolean transparent,
    boolean sound,
    String name) {

  /**
   * A picture or clip beside the ticket.
   *
   * @param file its name in the ticket's folder
   * @param seconds its length, or null for a still
   * @param hasSound whether a clip has a sound track
   */
  record Picture(String file, int width, int height, Double seconds, boolean hasSound) {
    Picture {
      Objects.requireNonNull(file, "file");
    }
  }

  Ticket {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(operation, "operation");
    prompt = prompt == null ? "" : prompt;
    images = images == null ? List.of() : List.copyOf(images);
    keyframes = keyframes == null ? List.of() : List.copyOf(keyframes);
    keyframeTimes = keyframeTimes == null ? List.of() : List.copyOf(keyframeTimes);
    references = references == null ? List.of() : List.copyOf(references);
  }

  /** What varies between two takes of the same words: the seed, else the job. */
  long variation() {
    return seed != null ? seed : (jobId + "-" + attempt).hashCode();
  }

  /** The given name, or else the last characters of the job's id, which differ by shot. */
  String shotName() {
    if (name != null && !name.isBlank()) {
      return name.strip();
    }
    String bare = jobId.replaceAll("[^A-Za-z0-9]", "");
    return "SHOT "
        + bare.substring(Math.max(0, bare.length() - 6)).toUpperCase(java.util.Locale.ROOT);
  }

  /** The size of the result in pixels; a film is never larger than its encoder can write. */
  FrameSize frame() {
    FrameSize wanted = wantedFrame();
    return mode == Mode.VIDEO ? wanted.filmed() : wanted;
  }

  /** The size the words of the shot come to. */
  FrameSize wantedFrame() {
    boolean keeps = operation == Operation.EXTEND || operation == Operation.EDIT;
    Picture first = source != null ? source : images.isEmpty() ? null : images.get(0);
    if (source != null && (keeps || size == null && aspectRatio == null)) {
      return FrameSize.near(source.width(), source.height());
    }
    return FrameSize.of(mode, size, aspectRatio, first);
  }
}
