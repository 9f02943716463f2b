package dev.secondunit.assembly;

import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.MediaInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** One thing to put together, its inputs resolved and measured. */
public sealed interface AssemblyRequest {
  /**
   * Films, or sounds, one after the other with hard cuts. Size and rate are those of the first.
   *
   * @param clips at least two, all films or all sounds
   */
  record Concat(List<MediaInput> clips) implements AssemblyRequest {
    public Concat {
      clips = List.copyOf(clips);
      if (clips.size() < 2) {
        throw new IllegalArgumentException("concat needs two clips");
      }
    }
  }

  /**
   * Sounds under a film or another sound; the result is as long as the base and has -16 LUFS.
   *
   * @param sounds at least one
   * @param duck whether the sounds step back while the base is heard
   * @param gainDecibels change of the added sounds
   */
  record MixAudio(MediaInput base, List<MediaInput> sounds, boolean duck, double gainDecibels)
      implements AssemblyRequest {
    public MixAudio {
      Objects.requireNonNull(base, "base");
      sounds = List.copyOf(sounds);
      if (sounds.isEmpty()) {
        throw new IllegalArgumentException("nothing to mix in");
      }
    }
  }

  /**
   * A colour grade of a film or an image.
   *
   * @param cube a 3D lookup table in the .cube format
   */
  record ApplyLut(MediaInput input, Path cube) implements AssemblyRequest {
    public ApplyLut {
      Objects.requireNonNull(input, "input");
      Objects.requireNonNull(cube, "cube");
    }
  }

  /**
   * Another format, size or frame rate. What is null stays; when width and height do not fit the
   * picture's shape, bars are added.
   */
  record Convert(
      MediaInput input, MediaFormat format, Integer width, Integer height, Double framesPerSecond)
      implements AssemblyRequest {
    public Convert {
      Objects.requireNonNull(input, "input");
    }
  }

  /** The very last picture of a film, as PNG. */
  record LastFrame(MediaInput film) implements AssemblyRequest {
    public LastFrame {
      Objects.requireNonNull(film, "film");
    }
  }
}
