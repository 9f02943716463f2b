package dev.secondunit.assembly;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleConsumer;

/**
 * Hard cuts. The result has exactly the sum of the clips' frames; each clip's sound is padded or
 * cut to its pictures, so nothing drifts. Pictures are copied when all clips are H.264 with the
 * same parameter sets, and the copy is decoded once to make sure; otherwise they are encoded anew.
 */
final class Concatenation {
  private static final int THUMBNAIL = 16;

  private final Ffmpeg ffmpeg;

  Concatenation(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  AssemblyReport join(List<MediaInput> clips, Path target, DoubleConsumer progress)
      throws InterruptedException {
    return clips.get(0).facts().mode() == Mode.AUDIO
        ? sounds(clips, target, progress)
        : films(clips, target, progress);
  }

  static void check(List<MediaInput> clips) {
    Mode mode = clips.get(0).facts().mode();
    for (MediaInput clip : clips) {
      if (clip.facts().mode() != mode || clip.facts().durationSeconds() == null) {
        throw Failure.of(
                ErrorCode.MEDIA_TYPE_MISMATCH,
                "concat joins films or sounds; "
                    + clip.given()
                    + " is "
                    + clip.facts().mediaType()
                    + ".")
            .withField("inputs", clip.given())
            .withHint("Stills between clips are a matter for the Remotion skill.")
            .asException();
      }
    }
  }

  private AssemblyReport sounds(List<MediaInput> clips, Path target, DoubleConsumer progress)
      throws InterruptedException {
    FfmpegCommand command = FfmpegCommand.create().timeLimit(limit(length(clips)));
    StringBuilder graph = new StringBuilder();
    List<AssemblyReport.Part> parts = new ArrayList<>();
    double start = 0;
    for (int i = 0; i < clips.size(); i++) {
      command.input(clips.get(i).path());
      graph.append("[" + i + ":a:0]aresample=48000,aformat=channel_layouts=stereo[a" + i + "];");
      double seconds = clips.get(i).facts().durationSeconds();
      parts.add(new AssemblyReport.Part(clips.get(i).given(), start, seconds, null));
      start += seconds;
    }
    for (int i = 0; i < clips.size(); i++) {
      graph.append("[a" + i + "]");
    }
    graph.append("concat=n=" + clips.size() + ":v=0:a=1[a]");
    MediaFormat format =
        MediaFormat.ofMediaType(clips.get(0).facts().mediaType()).orElse(MediaFormat.WAV);
    format = format.mode() == Mode.AUDIO ? format : MediaFormat.WAV;
    command.arguments("-filter_complex", graph.toString(), "-map", "[a]");
    command.arguments(Encoding.sound(format));
    run(command, format, target, start, progress);
    return new AssemblyReport(format, false, parts, List.of());
  }

  private AssemblyReport films(List<MediaInput> clips, Path target, DoubleConsumer progress)
      throws InterruptedException {
    MediaFacts first = clips.get(0).facts();
    double rate =
        Encoding.exactRate(first.framesPerSecond() == null ? 24 : first.framesPerSecond());
    Timeline timeline = new Timeline(clips, rate);
    List<Adjustment> adjustments = new ArrayList<>();
    List<Double> starts = copyable(clips) ? starts(clips) : List.of();
    if (!starts.isEmpty() && copy(clips, starts, timeline, target, progress, adjustments)) {
      return new AssemblyReport(MediaFormat.MP4, true, timeline.parts(), adjustments);
    }
    int width = even("width", first.width(), adjustments);
    int height = even("height", first.height(), adjustments);
    for (int i = 0; i < clips.size(); i++) {
      adjust(i, clips.get(i).facts(), first, width, height, adjustments);
    }
    encode(clips, timeline, width, height, target, progress);
    return new AssemblyReport(MediaFormat.MP4, false, timeline.parts(), adjustments);
  }

  private static void adjust(
      int clip, MediaFacts facts, MediaFacts first, int width, int height, List<Adjustment> into) {
    String field = "inputs[" + clip + "]";
    if (!Objects.equals(facts.width(), first.width())
        || !Objects.equals(facts.height(), first.height())) {
      into.add(
          new Adjustment(
              field,
              facts.width() + "x" + facts.height(),
              width + "x" + height,
              "scaled into the size of the first clip"));
    }
    if (facts.framesPerSecond() != null
        && !Objects.equals(facts.framesPerSecond(), first.framesPerSecond())) {
      into.add(
          new Adjustment(
              field,
              facts.framesPerSecond() + " fps",
              first.framesPerSecond() + " fps",
              "frames repeated or dropped to the rate of the first clip"));
    }
  }

  private boolean copyable(List<MediaInput> clips) throws InterruptedException {
    MediaFacts first = clips.get(0).facts();
    for (MediaInput clip : clips) {
      MediaFacts facts = clip.facts();
      boolean alike =
          facts.mediaType().equals("video/mp4")
              && "h264".equals(facts.videoCodec())
              && facts.framesPerSecond() != null
              && facts.framesPerSecond().equals(first.framesPerSecond())
              && Objects.equals(facts.width(), first.width())
              && Objects.equals(facts.height(), first.height());
      if (!alike) {
        return false;
      }
    }
    byte[] sets = ParameterSets.of(ffmpeg, clips.get(0));
    for (MediaInput clip : clips.subList(1, clips.size())) {
      if (!Arrays.equals(sets, ParameterSets.of(ffmpeg, clip))) {
        return false;
      }
    }
    return sets.length > 0;
  }

  /** When each clip's first picture is shown; empty where one is late on purpose. */
  private List<Double> starts(List<MediaInput> clips) throws InterruptedException {
    List<Double> starts = new ArrayList<>();
    for (MediaInput clip : clips) {
      double start = FrameTimes.first(ffmpeg, clip.path());
      if (start < 0 || start >= FrameTimes.ENCODER_DELAY) {
        return List.of();
      }
      starts.add(start);
    }
    return starts;
  }

  private boolean copy(
      List<MediaInput> clips,
      List<Double> starts,
      Timeline timeline,
      Path target,
      DoubleConsumer progress,
      List<Adjustment> adjustments)
      throws InterruptedException {
    Path list = null;
    try {
      list = Files.createTempFile("second-unit-concat-", ".txt");
      Files.writeString(list, list(clips, starts, timeline));
      FfmpegCommand command =
          FfmpegCommand.create().timeLimit(limit(length(clips))).concatList(list);
      StringBuilder graph = new StringBuilder();
      if (timeline.sound) {
        for (int i = 0; i < clips.size(); i++) {
          command.input(clips.get(i).path());
          graph.append(timeline.soundOf(i, i + 1));
        }
        for (int i = 0; i < clips.size(); i++) {
          graph.append("[a" + i + "]");
        }
        graph.append("concat=n=" + clips.size() + ":v=0:a=1[a]");
        command.arguments("-filter_complex", graph.toString());
        command.arguments("-map", "0:v:0", "-map", "[a]");
        command.arguments(Encoding.sound(MediaFormat.MP4));
      } else {
        command.arguments("-map", "0:v:0");
      }
      command.arguments("-c:v", "copy");
      run(command, MediaFormat.MP4, target, timeline.total() / timeline.rate, progress);
      if (whole(target, timeline)) {
        return true;
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "cannot write a concat list: " + e.getMessage()), e);
    } catch (FailureException e) {
      if (e.failure().code() != ErrorCode.MEDIA_CORRUPT) {
        throw e;
      }
      // The clips looked alike and are not; encoding them works in any case.
    } finally {
      if (list != null) {
        list.toFile().delete();
      }
    }
    adjustments.add(
        new Adjustment(
            "pictures", "copied", "encoded anew", "the joined copy did not decode frame by frame"));
    return false;
  }

  /**
   * Each clip from its first picture on: without an {@code inpoint} it would begin with the delay
   * of its sound's encoder, and show its pictures that much later than they were counted.
   */
  private static String list(List<MediaInput> clips, List<Double> starts, Timeline timeline) {
    StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
    for (int i = 0; i < clips.size(); i++) {
      String path = clips.get(i).path().toAbsolutePath().toString().replace("'", "'\\''");
      list.append("file 'file:").append(path).append("'\n");
      list.append(String.format(Locale.ROOT, "inpoint %.6f%n", starts.get(i)));
      list.append(
          String.format(Locale.ROOT, "duration %.9f%n", timeline.frames.get(i) / timeline.rate));
    }
    return list.toString();
  }

  /** Decodes the joined film: no complaint, and every frame must come out where it belongs. */
  private boolean whole(Path file, Timeline timeline) throws InterruptedException {
    List<Double> times = new ArrayList<>();
    String log =
        ffmpeg.stream(
            FfmpegCommand.create()
                .timeLimit(limit(timeline.total() / timeline.rate))
                .input(MediaFormat.MP4, file)
                .arguments("-copyts", "-map", "0:V:0", "-fps_mode", "passthrough", "-vf")
                .arguments("scale=" + THUMBNAIL + ":" + THUMBNAIL + ",format=gray")
                .standardOutput("framecrc", "-enc_time_base", "demux"),
            output -> times.addAll(FrameTimes.in(output)));
    return log.isBlank() && timeline.isKeptBy(times);
  }

  private void encode(
      List<MediaInput> clips,
      Timeline timeline,
      int width,
      int height,
      Path target,
      DoubleConsumer progress)
      throws InterruptedException {
    FfmpegCommand command = FfmpegCommand.create().timeLimit(limit(length(clips)));
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < clips.size(); i++) {
      command.input(clips.get(i).path());
      graph.append(timeline.picturesOf(i, width, height));
      graph.append(timeline.sound ? timeline.soundOf(i, i) : "");
    }
    for (int i = 0; i < clips.size(); i++) {
      graph.append("[v" + i + "]").append(timeline.sound ? "[a" + i + "]" : "");
    }
    graph.append("concat=n=" + clips.size() + ":v=1:a=" + (timeline.sound ? 1 : 0) + "[v]");
    graph.append(timeline.sound ? "[a]" : "");
    command.arguments("-filter_complex", graph.toString(), "-map", "[v]");
    if (timeline.sound) {
      command.arguments("-map", "[a]").arguments(Encoding.sound(MediaFormat.MP4));
    }
    command.arguments("-r", Encoding.rate(timeline.rate));
    command.arguments(Encoding.picture(MediaFormat.MP4, width, height, timeline.rate));
    run(command, MediaFormat.MP4, target, timeline.total() / timeline.rate, progress);
  }

  private void run(
      FfmpegCommand command,
      MediaFormat format,
      Path target,
      double seconds,
      DoubleConsumer progress)
      throws InterruptedException {
    command.output(target, Encoding.container(format).toArray(String[]::new));
    ffmpeg.run(command, done -> progress.accept(Math.min(1, done / Math.max(0.001, seconds))));
  }

  static int even(String field, int size, List<Adjustment> adjustments) {
    int even = Math.max(2, size - size % 2);
    if (even != size) {
      adjustments.add(new Adjustment(field, size, even, "H.264 needs an even number of pixels"));
    }
    return even;
  }

  private static double length(List<MediaInput> clips) {
    return clips.stream().mapToDouble(clip -> clip.facts().durationSeconds()).sum();
  }

  static Duration limit(double seconds) {
    return Duration.ofMinutes(10).plusSeconds((long) (seconds * 20));
  }
}
