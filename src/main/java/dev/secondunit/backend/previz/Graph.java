package dev.secondunit.backend.previz;

import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A filter graph under construction: inputs get numbers, chains get names. Texts go into files of
 * the work folder, never into the graph, so that no character of a prompt has a meaning here.
 */
final class Graph {
  static final int FRAMES_PER_SECOND = 24;
  private static final String FONT = "font.otf";

  private final FfmpegCommand command;
  private final Path folder;
  private final List<String> chains = new ArrayList<>();
  private int inputs;
  private int names;
  private int texts;

  /**
   * @param folder an existing folder of this render's own; the command runs in it
   */
  Graph(FfmpegCommand command, Path folder) throws IOException {
    this.command = command.workingFolder(folder);
    this.folder = folder;
    Files.write(folder.resolve(FONT), Typeface.shared().bytes());
  }

  /** A picture or clip from outside; the label of its moving picture. */
  String media(Path file) {
    command.input(file);
    return inputs++ + ":v";
  }

  /** A clip from outside; the label of its sound. */
  String sound(Path file) {
    command.input(file);
    return inputs++ + ":a";
  }

  /** A drawn sheet, as one frame. */
  String plate(Plate plate) throws IOException {
    Path file = folder.resolve("plate-" + inputs + ".bgra");
    plate.save(file);
    command.rawPicture(file, plate.width(), plate.height(), FRAMES_PER_SECOND);
    return inputs++ + ":v";
  }

  /** A source made by FFmpeg; the label of its output. */
  String source(String filter) {
    String name = name();
    chains.add(filter + "[" + name + "]");
    return name;
  }

  /** Passes streams through filters; the label of the result. */
  String chain(String filters, String... from) {
    String name = name();
    StringBuilder chain = new StringBuilder();
    for (String label : from) {
      chain.append('[').append(label).append(']');
    }
    chains.add(chain + filters + "[" + name + "]");
    return name;
  }

  /** Passes one stream through a filter with two results. */
  String[] fork(String from) {
    String[] both = {name(), name()};
    chains.add("[" + from + "]split[" + both[0] + "][" + both[1] + "]");
    return both;
  }

  /** A drawtext filter for one line. */
  String text(HeadsUp.Line line) throws IOException {
    String file = "text-" + texts++ + ".txt";
    Files.writeString(folder.resolve(file), line.text(), StandardCharsets.UTF_8);
    return String.format(
        Locale.ROOT,
        "drawtext=fontfile=%s:textfile=%s:expansion=none:y_align=baseline:fontsize=%.2f"
            + ":fontcolor=%s:x=%.1f:y=%.1f",
        FONT,
        file,
        line.size(),
        line.color(),
        line.x(),
        line.baseline());
  }

  /** A drawtext filter that counts frames, beginning with this one. */
  static String timecode(HeadsUp.Line line, int firstFrame) {
    int seconds = firstFrame / FRAMES_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "drawtext=fontfile=%s:timecode='%02d\\:%02d\\:%02d\\:%02d':timecode_rate=%d"
            + ":y_align=baseline:fontsize=%.2f:fontcolor=%s:x=%.1f:y=%.1f",
        FONT,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        firstFrame % FRAMES_PER_SECOND,
        FRAMES_PER_SECOND,
        line.size(),
        line.color(),
        line.x(),
        line.baseline());
  }

  /** The whole graph. */
  String text() {
    return String.join(";\n", chains);
  }

  private String name() {
    return "s" + names++;
  }
}
