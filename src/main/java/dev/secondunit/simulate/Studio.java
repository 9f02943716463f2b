package dev.secondunit.simulate;

import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.MediaProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the media the vendors deliver: plain colours and tones, of the length and size asked for.
 * The same is made once. Safe for many threads.
 */
final class Studio {
  static final int FRAMES_PER_SECOND = 24;
  private static final int SMALL_SIDE = 120;

  private final Ffmpeg ffmpeg;
  private final Eyes eyes;
  private final MediaProbe probe;
  private final Path folder;
  private final boolean trueSize;
  private final ConcurrentMap<String, CompletableFuture<Rendered>> made = new ConcurrentHashMap<>();
  private final AtomicLong names = new AtomicLong();

  Studio(Ffmpeg ffmpeg, MediaProbe probe, Path folder, boolean trueSize) {
    this.ffmpeg = ffmpeg;
    this.probe = probe;
    this.folder = folder;
    this.trueSize = trueSize;
    this.eyes = new Eyes(ffmpeg, this);
  }

  /** Who looks at what clients send. */
  Eyes eyes() {
    return eyes;
  }

  /** An mp4 (H.264, and AAC when it has sound). */
  Rendered video(Frame asked, double seconds, boolean sound) {
    Frame frame = trueSize ? asked : asked.atMost(SMALL_SIDE);
    return once(
        "video " + frame + " " + seconds + " " + sound,
        () -> {
          Path file = file("mp4");
          FfmpegCommand command = FfmpegCommand.create().generated(colour(frame, seconds));
          if (sound) {
            command.generated(tone(seconds, 48_000));
          }
          ffmpeg.run(command.output(file, encoded(sound, seconds)));
          return new Rendered(file, "video/mp4", frame.width(), frame.height(), seconds);
        });
  }

  /**
   * The source again, at most so large, followed by so many seconds more.
   *
   * @throws Refusal when the source is no video
   */
  Rendered continued(Path source, double tail, int shortSide) {
    MediaFacts facts = measure(source);
    Frame whole = new Frame(facts.width(), facts.height()).atMost(shortSide);
    Frame frame = trueSize ? whole : whole.atMost(SMALL_SIDE);
    double seconds = facts.durationSeconds() + tail;
    return once(
        "continued " + source + " " + tail + " " + frame,
        () -> {
          Path file = file("mp4");
          FfmpegCommand command = FfmpegCommand.create().input(source);
          String fit =
              String.format(
                  Locale.ROOT,
                  "fps=%d,scale=%d:%d,setsar=1,format=yuv420p",
                  FRAMES_PER_SECOND,
                  frame.width(),
                  frame.height());
          String graph = "[0:v]" + fit + "[picture]";
          if (tail > 0) {
            command.generated(colour(frame, tail));
            graph = "[0:v]" + fit + "[a];[1:v]" + fit + "[b];[a][b]concat=n=2:v=1:a=0[picture]";
          }
          command.generated(tone(seconds, 48_000));
          command.arguments("-filter_complex", graph, "-map", "[picture]");
          command.arguments("-map", tail > 0 ? "2:a" : "1:a");
          ffmpeg.run(command.output(file, encoded(true, seconds)));
          return new Rendered(file, "video/mp4", frame.width(), frame.height(), seconds);
        });
  }

  /** A picture; {@code format} is png, jpeg or webp. */
  Rendered picture(Frame asked, String format) {
    Frame frame = trueSize ? asked : asked.atMost(SMALL_SIDE);
    return once(
        "picture " + frame + " " + format,
        () -> {
          Path file = file(format.equals("jpeg") ? "jpg" : format);
          String codec =
              switch (format) {
                case "png" -> "png";
                case "jpeg" -> "mjpeg";
                case "webp" -> "libwebp";
                default -> throw new IllegalArgumentException(format);
              };
          ffmpeg.run(
              FfmpegCommand.create()
                  .generated(colour(frame, 1))
                  .output(file, "-frames:v", "1", "-c:v", codec, "-update", "1"));
          return new Rendered(file, "image/" + format, frame.width(), frame.height(), 0);
        });
  }

  Rendered sound(double seconds, Sound sound) {
    return once(
        "sound " + seconds + " " + sound,
        () -> {
          Path file = file(sound.encoding().container());
          List<String> options =
              new ArrayList<>(
                  List.of("-ac", "1", "-ar", String.valueOf(sound.sampleRate()), "-c:a"));
          options.add(sound.encoding().codec());
          if (sound.kilobits() > 0) {
            options.addAll(List.of("-b:a", sound.kilobits() + "k"));
          }
          options.addAll(List.of("-f", sound.encoding().container()));
          ffmpeg.run(
              FfmpegCommand.create()
                  .generated(tone(seconds, 48_000))
                  .output(file, options.toArray(String[]::new)));
          return new Rendered(file, sound.encoding().mediaType(), 0, 0, seconds);
        });
  }

  /**
   * The facts of a file somebody sent.
   *
   * @throws Refusal when it is no media
   */
  MediaFacts measure(Path file) {
    try {
      return probe.measure(file);
    } catch (FailureException e) {
      throw Refusal.of(Refusal.Kind.INVALID, "Cannot decode the file: " + e.failure().message());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "The simulator is stopping.");
    }
  }

  /** How long somebody would speak this text, in seconds. */
  static double spoken(String text) {
    return Math.max(0.5, Math.round(text.codePointCount(0, text.length()) / 15.0 * 10) / 10.0);
  }

  private interface Work {
    Rendered make() throws InterruptedException;
  }

  private Rendered once(String what, Work work) {
    CompletableFuture<Rendered> mine = new CompletableFuture<>();
    CompletableFuture<Rendered> earlier = made.putIfAbsent(what, mine);
    if (earlier != null) {
      return join(earlier);
    }
    try {
      mine.complete(work.make());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(what, mine, Refusal.of(Refusal.Kind.UNAVAILABLE, "The simulator is stopping."));
    } catch (RuntimeException e) {
      failed(what, mine, e);
    }
    return join(mine);
  }

  private void failed(String what, CompletableFuture<Rendered> mine, RuntimeException cause) {
    made.remove(what, mine);
    mine.completeExceptionally(cause);
  }

  private static Rendered join(CompletableFuture<Rendered> rendered) {
    try {
      return rendered.join();
    } catch (CompletionException e) {
      if (Optional.ofNullable(e.getCause()).orElse(e) instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private Path file(String extension) {
    return folder.resolve("made-" + names.incrementAndGet() + "." + extension);
  }

  private static String colour(Frame frame, double seconds) {
    return String.format(
        Locale.ROOT,
        "color=c=0x2f6f8f:s=%dx%d:r=%d:d=%.3f",
        frame.width(),
        frame.height(),
        FRAMES_PER_SECOND,
        seconds);
  }

  private static String tone(double seconds, int sampleRate) {
    return String.format(
        Locale.ROOT, "sine=frequency=330:sample_rate=%d:duration=%.3f", sampleRate, seconds);
  }

  private static String[] encoded(boolean sound, double seconds) {
    List<String> options =
        new ArrayList<>(
            List.of("-c:v", "libopenh264", "-pix_fmt", "yuv420p", "-movflags", "+faststart"));
    options.addAll(List.of("-t", String.format(Locale.ROOT, "%.3f", seconds)));
    if (sound) {
      options.addAll(List.of("-c:a", "aac", "-b:a", "64k"));
    }
    return options.toArray(String[]::new);
  }
}
