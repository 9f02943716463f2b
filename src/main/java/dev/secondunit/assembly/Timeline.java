package dev.secondunit.assembly;

import dev.secondunit.media.MediaInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where each clip of a concat lies, counted in whole frames, and the filters that keep it there.
 */
final class Timeline {
  /** Files count in their own ticks, some of them in milliseconds. */
  private static final double START_TOLERANCE = 0.002;

  final double rate;
  final boolean sound;
  final List<Long> frames = new ArrayList<>();
  private final List<MediaInput> clips;

  Timeline(List<MediaInput> clips, double rate) {
    this.clips = clips;
    this.rate = rate;
    this.sound = clips.stream().anyMatch(clip -> clip.facts().hasAudio());
    for (MediaInput clip : clips) {
      frames.add(Math.max(1, Math.round(clip.facts().durationSeconds() * rate)));
    }
  }

  long total() {
    return frames.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Whether each part begins where {@link #parts} says, and no picture is nearer to another's place
   * than to its own.
   */
  boolean isKeptBy(List<Double> times) {
    if (times.size() != total()) {
      return false;
    }
    int at = 0;
    for (long count : frames) {
      for (int i = 0; i < count; i++, at++) {
        double off = Math.abs(times.get(at) - at / rate);
        if (off >= (i == 0 ? START_TOLERANCE : 0.5 / rate)) {
          return false;
        }
      }
    }
    return true;
  }

  List<AssemblyReport.Part> parts() {
    List<AssemblyReport.Part> parts = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < clips.size(); i++) {
      parts.add(
          new AssemblyReport.Part(
              clips.get(i).given(), start / rate, frames.get(i) / rate, frames.get(i)));
      start += frames.get(i);
    }
    return parts;
  }

  /** Exactly as much sound as the clip has pictures: padded with silence or cut. */
  String soundOf(int clip, int input) {
    long before = frames.subList(0, clip).stream().mapToLong(Long::longValue).sum();
    long samples = sampleAt(before + frames.get(clip)) - sampleAt(before);
    String source =
        clips.get(clip).facts().hasAudio()
            ? "[" + input + ":a:0]aresample=48000:async=1:first_pts=0,"
            : "anullsrc=r=48000:cl=stereo,";
    return source
        + "aformat=sample_fmts=fltp:channel_layouts=stereo,apad=whole_len="
        + samples
        + ",atrim=end_sample="
        + samples
        + ",asetpts=N/SR/TB[a"
        + clip
        + "];";
  }

  private long sampleAt(long frame) {
    return Math.round(frame / rate * Encoding.SAMPLE_RATE);
  }

  /** Exactly its frames: the last one is held or what is too much is cut. */
  String picturesOf(int clip, int width, int height) {
    String fraction = Encoding.rate(rate);
    return String.format(
        Locale.ROOT,
        "[%d:V:0]fps=%s:start_time=0,%s,format=yuv420p,tpad=stop_mode=clone:stop_duration=2,"
            + "trim=end_frame=%d,setpts=PTS-STARTPTS[v%d];",
        clip,
        fraction,
        fit(width, height),
        frames.get(clip),
        clip);
  }

  static String fit(int width, int height) {
    return "scale=w='iw*sar':h=ih,scale="
        + width
        + ":"
        + height
        + ":force_original_aspect_ratio=decrease:flags=bicubic,pad="
        + width
        + ":"
        + height
        + ":(ow-iw)/2:(oh-ih)/2,setsar=1";
  }
}
