package dev.secondunit.generation;

import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.LastPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The last frame of a clip as a picture, kept by the clip's hash so that it is extracted once. */
public final class LastFrames {
  private final Ffmpeg ffmpeg;
  private final MediaMeasurer measurer;
  private final Path folder;

  /**
   * @param folder where the pictures are kept; made when first needed
   */
  public LastFrames(Ffmpeg ffmpeg, MediaMeasurer measurer, Path folder) {
    this.ffmpeg = ffmpeg;
    this.measurer = measurer;
    this.folder = folder;
  }

  /** A still is its own last frame. */
  MediaInput of(MediaInput clip) throws InterruptedException {
    if (clip.facts().mode() == Mode.IMAGE) {
      return clip;
    }
    Path picture = folder.resolve(clip.facts().sha256() + ".png");
    if (!Files.isRegularFile(picture)) {
      extract(clip, picture);
    }
    return new MediaInput("the last frame of " + clip.given(), picture, measurer.measure(picture));
  }

  private void extract(MediaInput clip, Path picture) throws InterruptedException {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "frame", ".png");
      try {
        if (!LastPicture.write(ffmpeg, clip.path(), part)) {
          throw Failure.of(ErrorCode.MEDIA_CORRUPT, "No last frame could be read from the clip.")
              .withField("source", clip.given())
              .asException();
        }
        Files.move(part, picture, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              ErrorCode.STORAGE_FAILED,
              "The last frame cannot be kept in " + folder + ": " + e.getMessage() + "."),
          e);
    }
  }
}
