package dev.secondunit.assembly;

import dev.secondunit.assembly.AssemblyReport.Part;
import dev.secondunit.assembly.AssemblyRequest.ApplyLut;
import dev.secondunit.assembly.AssemblyRequest.Concat;
import dev.secondunit.assembly.AssemblyRequest.Convert;
import dev.secondunit.assembly.AssemblyRequest.LastFrame;
import dev.secondunit.assembly.AssemblyRequest.MixAudio;
import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.LastPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleConsumer;

/**
 * Puts finished media together with FFmpeg. Reads inputs, writes the target, remembers nothing:
 * calling it again with the same request writes the same file again. Safe for many threads; a call
 * blocks until the file is whole and ends when its thread is interrupted, leaving half a file.
 */
public final class Assembler {
  private final Ffmpeg ffmpeg;

  public Assembler(Ffmpeg ffmpeg) {
    this.ffmpeg = Objects.requireNonNull(ffmpeg, "ffmpeg");
  }

  /**
   * Does no I/O: what the inputs were measured to be tells already.
   *
   * @throws FailureException MEDIA_TYPE_MISMATCH when the inputs do not fit the request
   */
  static void check(AssemblyRequest request) {
    if (request instanceof Concat concat) {
      Concatenation.check(concat.clips());
    } else if (request instanceof MixAudio mix) {
      Mix.check(mix);
    } else if (request instanceof ApplyLut grade) {
      requirePicture("inputs[0]", grade.input());
    } else if (request instanceof Convert convert) {
      check(convert);
    }
  }

  private static void check(Convert convert) {
    MediaInput input = convert.input();
    MediaFacts facts = input.facts();
    MediaFormat format = formatOf(convert);
    boolean picture = format.mode() != Mode.AUDIO;
    if (!picture && !facts.hasAudio()) {
      throw mismatch("inputs[0]", input, "has no sound to make " + format.extension() + " of");
    }
    if (picture) {
      requirePicture("inputs[0]", input);
    }
    if (format.mode() == Mode.VIDEO && facts.durationSeconds() == null) {
      throw mismatch(
          "inputs[0]", input, "is a still; a film needs a length, see the Remotion skill");
    }
  }

  /**
   * @param target is written or replaced, whatever its name; its folder exists
   * @param progress gets the share that is done, 0 to 1, on another thread
   * @throws FailureException when the inputs do not fit the request or cannot be decoded
   */
  public AssemblyReport assemble(AssemblyRequest request, Path target, DoubleConsumer progress)
      throws InterruptedException {
    check(request);
    if (request instanceof Concat concat) {
      return new Concatenation(ffmpeg).join(concat.clips(), target, progress);
    }
    if (request instanceof MixAudio mix) {
      return new Mix(ffmpeg).mix(mix, target, progress);
    }
    if (request instanceof ApplyLut grade) {
      return grade(grade, target, progress);
    }
    if (request instanceof Convert convert) {
      return convert(convert, target, progress);
    }
    return lastFrame((LastFrame) request, target);
  }

  private AssemblyReport grade(ApplyLut grade, Path target, DoubleConsumer progress)
      throws InterruptedException {
    MediaInput input = grade.input();
    try (Cube cube = Cube.open(grade.cube())) {
      List<Adjustment> adjustments = new ArrayList<>();
      MediaFacts facts = input.facts();
      MediaFormat format = formatOf(input);
      String filters = cube.filter() + sized(facts, format, adjustments);
      return write(
          input,
          format,
          filters,
          facts.width(),
          facts.height(),
          null,
          target,
          progress,
          adjustments);
    }
  }

  private AssemblyReport convert(Convert convert, Path target, DoubleConsumer progress)
      throws InterruptedException {
    MediaInput input = convert.input();
    MediaFacts facts = input.facts();
    MediaFormat format = formatOf(convert);
    boolean picture = format.mode() != Mode.AUDIO;
    List<Adjustment> adjustments = new ArrayList<>();
    if (!picture) {
      return write(input, format, null, 0, 0, null, target, progress, adjustments);
    }
    int[] size = size(convert, facts);
    boolean even = format.mode() == Mode.VIDEO;
    int width = even ? Concatenation.even("width", size[0], adjustments) : size[0];
    int height = even ? Concatenation.even("height", size[1], adjustments) : size[1];
    return write(
        input,
        format,
        Timeline.fit(width, height),
        width,
        height,
        convert.framesPerSecond(),
        target,
        progress,
        adjustments);
  }

  private static int[] size(Convert convert, MediaFacts facts) {
    if (convert.width() != null && convert.height() != null) {
      return new int[] {convert.width(), convert.height()};
    }
    double shape = facts.width() / (double) facts.height();
    if (convert.height() != null) {
      return new int[] {
        (int) Math.max(2, 2 * Math.round(convert.height() * shape / 2)), convert.height()
      };
    }
    if (convert.width() != null) {
      return new int[] {
        convert.width(), (int) Math.max(2, 2 * Math.round(convert.width() / shape / 2))
      };
    }
    return new int[] {facts.width(), facts.height()};
  }

  private AssemblyReport write(
      MediaInput input,
      MediaFormat format,
      String filters,
      int width,
      int height,
      Double rate,
      Path target,
      DoubleConsumer progress,
      List<Adjustment> adjustments)
      throws InterruptedException {
    MediaFacts facts = input.facts();
    double length = facts.durationSeconds() == null ? 0 : facts.durationSeconds();
    FfmpegCommand command =
        FfmpegCommand.create().timeLimit(Concatenation.limit(length)).input(input.path());
    double used = 25;
    if (filters == null) {
      command.arguments("-map", "0:a:0");
    } else {
      double given = facts.framesPerSecond() == null ? used : facts.framesPerSecond();
      used = rate == null ? given : rate;
      String frames =
          rate == null
              ? FrameTimes.FROM_ZERO + ","
              : "fps=" + Encoding.rate(rate) + ":start_time=0,";
      command.arguments("-map", "0:V:0", "-vf", frames + filters);
      if (facts.hasAudio() && format.mode() == Mode.VIDEO) {
        command.arguments("-map", "0:a:0");
      }
    }
    command.arguments(Encoding.picture(format, width, height, used));
    command.arguments(Encoding.sound(format));
    command.output(target, Encoding.container(format).toArray(String[]::new));
    ffmpeg.run(command, done -> progress.accept(length == 0 ? 1 : Math.min(1, done / length)));
    boolean film = format.mode() == Mode.VIDEO;
    Long count = film ? (Long) Math.round(length * used) : null;
    return new AssemblyReport(
        format, false, List.of(new Part(input.given(), 0, length, count)), adjustments);
  }

  private AssemblyReport lastFrame(LastFrame request, Path target) throws InterruptedException {
    MediaInput film = request.film();
    if (film.facts().durationSeconds() == null || film.facts().width() == null) {
      throw mismatch("inputs[0]", film, "is no film and has no last frame");
    }
    if (!LastPicture.write(ffmpeg, film.path(), target)) {
      throw mismatch("inputs[0]", film, "has no picture that could be read");
    }
    return new AssemblyReport(
        MediaFormat.PNG, false, List.of(new Part(film.given(), 0, 0, 1L)), List.of());
  }

  private static String sized(MediaFacts facts, MediaFormat format, List<Adjustment> adjustments) {
    if (format.mode() != Mode.VIDEO) {
      return "";
    }
    int width = Concatenation.even("width", facts.width(), adjustments);
    int height = Concatenation.even("height", facts.height(), adjustments);
    return ",scale=" + width + ":" + height;
  }

  private static MediaFormat formatOf(Convert convert) {
    return convert.format() == null ? formatOf(convert.input()) : convert.format();
  }

  private static MediaFormat formatOf(MediaInput input) {
    MediaFormat format = MediaFormat.ofMediaType(input.facts().mediaType()).orElse(MediaFormat.MP4);
    boolean fits = format.mode() == input.facts().mode();
    return fits ? format : input.facts().mode() == Mode.AUDIO ? MediaFormat.WAV : MediaFormat.MP4;
  }

  private static void requirePicture(String field, MediaInput input) {
    if (input.facts().width() == null) {
      throw mismatch(field, input, "has no picture");
    }
  }

  static FailureException mismatch(String field, MediaInput input, String rule) {
    return Failure.of(
            ErrorCode.MEDIA_TYPE_MISMATCH,
            field + ": " + input.given() + " (" + input.facts().mediaType() + ") " + rule + ".")
        .withField(field, input.given())
        .asException();
  }
}
