package dev.secondunit.understanding;

import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.catalogue.AnalysisLimits;
import dev.secondunit.catalogue.Model;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.reading.EvidenceFrames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Shows a model what it can take: a film as timed frames where it takes no film, its sound where it
 * only hears, a picture as JPEG where its type or size is not taken everywhere. What is made is
 * kept under the content's hash, so the same question shows the same bytes. Safe for many threads;
 * blocks while FFmpeg works.
 */
public final class ShownMedia implements MediaPreparation {
  /** What every vendor takes as a picture. */
  private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg");

  private static final long LARGEST_PICTURE = 8L << 20;
  private static final int LONGEST_SIDE = 2_048;

  private final Supplier<Ffmpeg> ffmpeg;
  private final MediaMeasurer measurer;
  private final FilmFrames frames;
  private final FilmSound sounds;
  private final Path folder;

  /**
   * @param folder where what is made is kept
   */
  public ShownMedia(Supplier<Ffmpeg> ffmpeg, MediaMeasurer measurer, Path folder) {
    this.ffmpeg = Objects.requireNonNull(ffmpeg, "ffmpeg");
    this.measurer = Objects.requireNonNull(measurer, "measurer");
    this.folder = Objects.requireNonNull(folder, "folder");
    this.frames = new FilmFrames(ffmpeg, folder);
    this.sounds = new FilmSound(ffmpeg, folder);
  }

  @Override
  public List<Medium> prepare(Model model, List<Medium> media, Manner manner)
      throws InterruptedException {
    AnalysisLimits limits = model == null ? null : model.analysis();
    long films = media.stream().filter(each -> mode(each) == Mode.VIDEO).count();
    List<Medium> shown = new ArrayList<>();
    int number = 0;
    for (Medium medium : media) {
      number++;
      if (limits != null && onlyHears(limits) && mode(medium) == Mode.VIDEO) {
        shown.add(sound(medium, manner));
      } else if (limits != null && !limits.nativeVideo() && mode(medium) == Mode.VIDEO) {
        String name = medium.name() == null && media.size() > 1 ? "video " + number : medium.name();
        shown.addAll(frames.of(medium.file(), name, manner, (int) films));
      } else if (mode(medium) == Mode.IMAGE) {
        shown.add(picture(medium));
      } else {
        shown.add(medium);
      }
    }
    return shown;
  }

  private static Mode mode(Medium medium) {
    return medium.file().facts().mode();
  }

  static boolean onlyHears(AnalysisLimits limits) {
    return limits.reads().contains(Mode.AUDIO) && !limits.reads().contains(Mode.IMAGE);
  }

  private Medium picture(Medium medium) throws InterruptedException {
    MediaFacts facts = medium.file().facts();
    boolean fits =
        PICTURES.contains(facts.mediaType())
            && facts.bytes() <= LARGEST_PICTURE
            && Math.max(facts.width(), facts.height()) <= 2 * LONGEST_SIDE;
    if (fits) {
      return medium;
    }
    Path file =
        new EvidenceFrames(ffmpeg.get())
            .still(medium.file(), LONGEST_SIDE, folder.resolve(facts.sha256() + ".jpg"));
    return replaced(medium, file);
  }

  private Medium sound(Medium medium, Manner manner) throws InterruptedException {
    MediaInput film = medium.file();
    if (!film.facts().hasAudio()) {
      throw Failure.of(
              ErrorCode.MEDIA_TYPE_MISMATCH, film.given() + " has no sound to be transcribed.")
          .withField("video", film.given())
          .asException();
    }
    return replaced(medium, sounds.of(film, manner.firstSecond(), manner.endSeconds()));
  }

  private Medium replaced(Medium medium, Path file) throws InterruptedException {
    return new Medium(
        new MediaInput(medium.file().given(), file, measurer.measure(file)),
        medium.name(),
        medium.seconds(),
        null);
  }
}
