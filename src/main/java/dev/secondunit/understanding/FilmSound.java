package dev.secondunit.understanding;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The sound of a film, or of a part of it, as a file of its own that is made once. */
final class FilmSound {
  private final Supplier<Ffmpeg> ffmpeg;
  private final Path folder;

  FilmSound(Supplier<Ffmpeg> ffmpeg, Path folder) {
    this.ffmpeg = ffmpeg;
    this.folder = folder;
  }

  /**
   * @param end in seconds, or null for the end of the film
   */
  Path of(MediaInput film, double start, Double end) throws InterruptedException {
    Path file = file(film, start, end);
    if (Files.isRegularFile(file)) {
      return file;
    }
    try {
      Files.createDirectories(folder);
      Path made = Files.createTempFile(folder, "sound", ".mp3");
      try {
        ffmpeg.get().run(command(film, start, end, made));
        return Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "cannot keep the sound of " + film.given() + "."),
          e);
    }
  }

  /** The same where it was made before. */
  Optional<Path> known(MediaInput film, double start, Double end) {
    return Optional.of(file(film, start, end)).filter(Files::isRegularFile);
  }

  private Path file(MediaInput film, double start, Double end) {
    String last = end == null ? "end" : String.format(Locale.ROOT, "%.3f", end);
    String part = String.format(Locale.ROOT, "-%.3f-%s", start, last);
    return folder.resolve(film.facts().sha256() + part + ".mp3");
  }

  /** Speech needs no more than one channel and 48 kbit/s. */
  private static FfmpegCommand command(MediaInput film, double start, Double end, Path file) {
    List<String> part = new ArrayList<>();
    if (start > 0) {
      part.addAll(List.of("-ss", String.format(Locale.ROOT, "%.3f", start)));
    }
    if (end != null) {
      part.addAll(List.of("-t", String.format(Locale.ROOT, "%.3f", Math.max(0.1, end - start))));
    }
    return FfmpegCommand.create()
        .input(film.path(), part.toArray(String[]::new))
        .arguments("-map", "0:a:0", "-map_metadata", "-1", "-fflags", "+bitexact")
        .output(file, "-ac", "1", "-ar", "16000", "-b:a", "48k");
  }
}
