package dev.secondunit.reading;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Films whose events are known because they were put in. */
final class MadeFilm {
  static final int RATE = 24;

  private final List<String> shots = new ArrayList<>();
  private final List<Double> cuts = new ArrayList<>();
  private final List<Double> flashes = new ArrayList<>();
  private final List<Double> fades = new ArrayList<>();
  private int frames;

  /** Adds a shot; {@code source} has no size, rate or length. */
  MadeFilm shot(String source, int length, String... filters) {
    if (!shots.isEmpty()) {
      cuts.add(seconds(frames));
    }
    return append(source, length, filters);
  }

  /** The same, after a fade through black instead of a cut. */
  MadeFilm fadedShot(String source, int length, String... filters) {
    int last = shots.size() - 1;
    shots.set(
        last,
        shots.get(last) + ",fade=t=out:st=0:d=0.8:start_frame=" + (lastLength - 20) + ":n=18");
    fades.add(seconds(frames));
    List<String> all = new ArrayList<>(List.of(filters));
    all.add("fade=t=in:start_frame=2:n=18");
    return append(source, length, all.toArray(String[]::new));
  }

  private int lastLength;

  private MadeFilm append(String source, int length, String... filters) {
    String joint = source.contains("=") ? ":" : "=";
    StringBuilder shot = new StringBuilder(source);
    shot.append(joint).append("s=320x180:r=").append(RATE);
    shot.append(",trim=end_frame=").append(length).append(",setpts=N/").append(RATE).append("/TB");
    for (String filter : filters) {
      shot.append(',').append(filter);
    }
    shots.add(shot.toString());
    frames += length;
    lastLength = length;
    return this;
  }

  /** Lets so many pictures of the last shot be white. */
  MadeFilm flash(int at, int pictures) {
    int last = shots.size() - 1;
    shots.set(
        last,
        shots.get(last)
            + String.format(
                Locale.ROOT,
                ",drawbox=c=white@0.9:t=fill:enable='between(n,%d,%d)'",
                at,
                at + pictures - 1));
    flashes.add(seconds(frames - lastLength + at));
    return this;
  }

  List<Double> cuts() {
    return cuts;
  }

  List<Double> flashes() {
    return flashes;
  }

  List<Double> fades() {
    return fades;
  }

  double length() {
    return seconds(frames);
  }

  MediaInput make(Path file) throws InterruptedException {
    return make(file, "null");
  }

  /**
   * @param finish filters for the whole film, such as a larger size
   */
  MediaInput make(Path file, String finish) throws InterruptedException {
    StringBuilder graph = new StringBuilder();
    for (int i = 0; i < shots.size(); i++) {
      graph.append(shots.get(i)).append(",format=yuv420p,setsar=1[v").append(i).append("];");
    }
    for (int i = 0; i < shots.size(); i++) {
      graph.append("[v").append(i).append("]");
    }
    graph.append("concat=n=").append(shots.size()).append(":v=1:a=0,").append(finish);
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(graph.toString())
            .output(file, "-c:v", "libopenh264", "-b:v", "1500k", "-g", "48"));
    return new MediaInput(file.toString(), file, TestMedia.PROBE.measure(file));
  }

  private static double seconds(int frames) {
    return frames / (double) RATE;
  }
}
