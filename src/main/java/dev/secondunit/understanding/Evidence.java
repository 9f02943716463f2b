package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.reading.EvidenceFrames;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the moments an answer speaks of and takes a picture of each, so that the answer can be
 * checked. Pictures are a service: an answer is never lost because one cannot be taken.
 */
public final class Evidence {
  private static final int MOST_FRAMES = 24;

  private final Supplier<Ffmpeg> ffmpeg;
  private final Path folder;

  /**
   * @param ffmpeg asked for by the first answer that names a moment
   * @param folder where the pictures of each answer get a folder of their own
   */
  public Evidence(Supplier<Ffmpeg> ffmpeg, Path folder) {
    this.ffmpeg = Objects.requireNonNull(ffmpeg, "ffmpeg");
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /** What the caller is told of an answer. */
  ObjectNode result(String jobId, AnalysisOrder order, ModelAnswer answer, JsonNode data)
      throws InterruptedException {
    List<MediaInput> films =
        order.media().stream()
            .map(Medium::file)
            .filter(file -> file.facts().mode() == Mode.VIDEO)
            .filter(file -> file.facts().durationSeconds() != null)
            .toList();
    if (films.size() != 1) {
      return AnalysisReport.result(answer, data, List.of(), List.of());
    }
    MediaInput film = films.get(0);
    List<Moments.Moment> moments = Moments.in(answer.text(), data, film.facts().durationSeconds());
    List<Double> times =
        moments.stream()
            .limit(MOST_FRAMES)
            .map(moment -> (moment.start() + moment.end()) / 2)
            .toList();
    if (times.isEmpty()) {
      return AnalysisReport.result(answer, data, moments, List.of());
    }
    try {
      List<Path> frames =
          new EvidenceFrames(ffmpeg.get()).write(film, times, folder.resolve(jobId));
      return AnalysisReport.result(answer, data, moments, frames);
    } catch (FailureException e) {
      return without(answer, data, moments, e.failure().message());
    } catch (UncheckedIOException e) {
      return without(answer, data, moments, e.getMessage());
    }
  }

  /** The answer is paid for; pictures of it are a courtesy. */
  private static ObjectNode without(
      ModelAnswer answer, JsonNode data, List<Moments.Moment> moments, String why) {
    ObjectNode result = AnalysisReport.result(answer, data, moments, List.of());
    result.withArray("warnings").add("There are no evidence frames: " + why);
    return result;
  }
}
