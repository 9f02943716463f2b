package dev.secondunit.understanding;

import dev.secondunit.artifact.CallTime;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.understanding.SceneFrames.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The scenes of films with their pictures and sounds. Each is found and cut out once and kept under
 * the film's hash, for whoever asks next: the price of a call and the job that it becomes see the
 * same scenes. Safe for many threads; making one opens nothing.
 */
public final class FilmScenes {
  private final SceneFrames frames;
  private final FilmSound sound;
  private final MediaMeasurer measurer;

  /**
   * @param folder where pictures and sounds of scenes are kept; made when first needed
   */
  public FilmScenes(Supplier<Ffmpeg> ffmpeg, MediaMeasurer measurer, Path folder) {
    this.frames = new SceneFrames(ffmpeg, folder);
    this.sound = new FilmSound(ffmpeg, folder);
    this.measurer = Objects.requireNonNull(measurer, "measurer");
  }

  /** The scenes in order; looks through the whole film where they are not known yet. */
  List<Scene> of(SceneOrder order) throws InterruptedException {
    Manner manner = order.manner();
    double end = manner.lastSecond(order.film().facts().durationSeconds());
    return frames.of(order.film(), order.offset(), manner.firstSecond(), end);
  }

  /** The same, or empty when it takes longer than this. */
  Optional<List<Scene>> within(Duration time, SceneOrder order) throws InterruptedException {
    return CallTime.within(time, () -> of(order));
  }

  /** The sound of a scene as a file of its own, cut out where that was not done before. */
  MediaInput sound(MediaInput film, Scene scene) throws InterruptedException {
    return measured(film, sound.of(film, scene.start(), scene.end()));
  }

  /** The same where it was cut out before. */
  Optional<MediaInput> knownSound(MediaInput film, Scene scene) throws InterruptedException {
    Optional<Path> file = sound.known(film, scene.start(), scene.end());
    return file.isEmpty() ? Optional.empty() : Optional.of(measured(film, file.get()));
  }

  private MediaInput measured(MediaInput film, Path file) throws InterruptedException {
    return new MediaInput(film.given(), file, measurer.measure(file));
  }
}
