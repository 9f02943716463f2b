package dev.secondunit.benchmark;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a look at a film costs beside FFmpeg doing the same alone: a contact sheet, the cuts, and
 * both. Every look is at a file that the server has not seen, so measuring it is part of the time.
 */
final class Looks {
  private static final int SECONDS = 60;
  private static final String SIZE = "1280x720";
  private static final int SHOT_SECONDS = 3;
  private static final double MOST = 1.15;

  /** Twelve pictures of the size that our own sheet has. */
  private static final String SHEET = "fps=12/" + SECONDS + ",scale=336:-2,tile=3x4";

  /** What is told of every sound, also without being asked for. */
  private static final List<String> LISTENING =
      List.of(
          "-map",
          "0:a:0",
          "-af",
          "silencedetect=noise=-50dB:duration=0.5,astats=measure_perchannel=none,"
              + "ebur128=framelog=quiet:peak=true",
          "-f",
          "null",
          "-");

  private final Programs programs;
  private final int rounds;

  Looks(Programs programs, int rounds) {
    this.programs = programs;
    this.rounds = rounds;
  }

  /** One look: what is called, what FFmpeg is told, and how long both took. */
  private record Look(
      String what, String tool, ObjectNode arguments, String how, List<String> bare) {}

  void run(Report report) throws IOException, InterruptedException {
    Path home = programs.freshHome();
    try (StdioPeer server =
        programs.spawn(
            programs.jar(Programs.javas().get(0)), Map.of("SECOND_UNIT_HOME", home.toString()))) {
      server.initialize();
      // Unpacks FFmpeg.
      server.call("read_media", read(silentPicture(server, home), false, false));
      Path ffmpeg = embedded(home);
      for (boolean sound : List.of(false, true)) {
        Path film = film(ffmpeg, home, sound);
        for (Look look : looks(home.resolve("sheet.png"))) {
          compare(server, ffmpeg, film, look, sound, report);
        }
      }
    }
  }

  private static List<Look> looks(Path sheet) {
    List<String> cuts = List.of("-map", "0:V:0", "-vf", "scdet", "-f", "null", "-");
    return List.of(
        new Look(
            "contact sheet",
            "read_media",
            read(null, true, false),
            "`read_media` with `contact_sheet`",
            List.of("-map", "0:V:0", "-vf", SHEET, "-frames:v", "1", sheet.toString())),
        new Look(
            "cuts",
            "read_media",
            read(null, false, true).put("frames", 0),
            "`read_media` with `scenes` and no pictures",
            cuts),
        new Look(
            "contact sheet and cuts",
            "read_media",
            read(null, true, true),
            "`read_media` with both",
            List.of(
                "-filter_complex",
                "[0:V:0]split[a][b];[a]scdet[cuts];[b]" + SHEET + "[sheet]",
                "-map",
                "[cuts]",
                "-f",
                "null",
                "-",
                "-map",
                "[sheet]",
                "-frames:v",
                "1",
                sheet.toString())),
        new Look(
            "cuts with a picture of each shot",
            "analyze_video",
            StdioPeer.object().put("prompt", "Where are the cuts?"),
            "`analyze_video` without a key, which also writes a picture of each shot; plain FFmpeg"
                + " finds the cuts only",
            cuts));
  }

  private void compare(
      StdioPeer server, Path ffmpeg, Path film, Look look, boolean sound, Report report)
      throws IOException, InterruptedException {
    List<String> bareArguments = new ArrayList<>(look.bare());
    if (sound) {
      bareArguments.addAll(LISTENING);
    }
    double[] bare = new double[rounds];
    double[] ours = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      Path copy = film.resolveSibling("copy-" + System.nanoTime() + ".mp4");
      Files.copy(film, copy);
      double alone = milliseconds(ffmpeg, copy, bareArguments);
      double whole = server.timedCall(look.tool(), about(copy, look)).milliseconds();
      Files.delete(copy);
      if (round >= 0) {
        bare[round] = alone;
        ours[round] = whole;
        ratios[round] = whole / alone;
      }
    }
    double alone = Samples.of(bare).median();
    double whole = Samples.of(ours).median();
    String film60 = SECONDS + " s of " + SIZE + (sound ? " with sound" : " without sound");
    String how = "median of " + rounds + " in turns, each with a file not seen before";
    boolean goal = look.tool().equals("read_media");
    report.add(
        look.what() + ", " + film60 + ": plain FFmpeg",
        Report.milliseconds(alone),
        "",
        "`ffmpeg -i … " + String.join(" ", shown(bareArguments)) + "`; " + how);
    report.add(
        look.what() + ", " + film60,
        String.format(
            Locale.ROOT,
            "%s (%s, of that %s beside FFmpeg's)",
            Report.milliseconds(whole),
            Report.ratio(Samples.of(ratios).median()),
            Report.milliseconds(Math.max(0, whole - alone))),
        goal ? String.format(Locale.ROOT, "≤ %.2f× plain FFmpeg", MOST) : "",
        look.how()
            + ", request written to answer read"
            + (sound ? ", loudness and silences measured as well; " : "; ")
            + how);
  }

  private static List<String> shown(List<String> arguments) {
    return arguments.stream().map(each -> each.endsWith(".png") ? "sheet.png" : each).toList();
  }

  private static ObjectNode about(Path film, Look look) {
    ObjectNode arguments = look.arguments().deepCopy();
    if (look.tool().equals("analyze_video")) {
      return arguments.put("video", film.toString());
    }
    arguments.putArray("inputs").add(film.toString());
    return arguments;
  }

  private static ObjectNode read(Path file, boolean sheet, boolean cuts) {
    ObjectNode arguments = StdioPeer.object();
    if (file != null) {
      arguments.putArray("inputs").add(file.toString());
    }
    return arguments.put("contact_sheet", sheet).put("scenes", cuts);
  }

  private static Path silentPicture(StdioPeer server, Path home) throws IOException {
    return Path.of(
        server
            .call(
                "generate_media",
                StdioPeer.object()
                    .put("prompt", "A lighthouse")
                    .put("mode", "image")
                    .put("backend_type", "previz")
                    .put("size", "320x180")
                    .put("output_dir", home.toString()))
            .at("/files/0/path")
            .asString());
  }

  /** The program that the server has unpacked, so that both run the same one. */
  private static Path embedded(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("cache"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("ffmpeg(\\.exe)?"))
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow();
    }
  }

  /** Twenty shots that move, each unlike the one before. */
  private Path film(Path ffmpeg, Path home, boolean sound)
      throws IOException, InterruptedException {
    List<String> sources =
        List.of(
            "testsrc2=s=" + SIZE + ":r=24",
            "gradients=s=" + SIZE + ":r=24:speed=0.02:seed=%d",
            "mandelbrot=s=" + SIZE + ":r=24:start_scale=0.3",
            "smptehdbars=s=" + SIZE + ":r=24,noise=alls=12:allf=t");
    StringBuilder graph = new StringBuilder();
    StringBuilder joined = new StringBuilder();
    int shots = SECONDS / SHOT_SECONDS;
    for (int i = 0; i < shots; i++) {
      graph.append(String.format(Locale.ROOT, sources.get(i % sources.size()), i + 1));
      graph.append(",trim=duration=").append(SHOT_SECONDS).append(",setpts=PTS-STARTPTS");
      graph.append(",format=yuv420p,setsar=1[v").append(i).append("];");
      joined.append("[v").append(i).append(']');
    }
    graph.append(joined).append("concat=n=").append(shots).append(":v=1:a=0[film]");
    List<String> arguments = new ArrayList<>(List.of("-filter_complex", graph.toString()));
    if (sound) {
      arguments.addAll(List.of("-f", "lavfi", "-i", "sine=f=440:r=48000:d=" + SECONDS));
    }
    arguments.addAll(List.of("-map", "[film]", "-c:v", "libopenh264", "-b:v", "4M", "-g", "48"));
    if (sound) {
      arguments.addAll(List.of("-map", "0:a", "-ac", "2", "-c:a", "aac"));
    }
    Path file = home.resolve(sound ? "sounding.mp4" : "silent.mp4");
    arguments.add(file.toString());
    run(ffmpeg, arguments);
    return file;
  }

  private double milliseconds(Path ffmpeg, Path film, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-i", film.toString()));
    all.addAll(arguments);
    long start = System.nanoTime();
    run(ffmpeg, all);
    return (System.nanoTime() - start) / 1e6;
  }

  private void run(Path ffmpeg, List<String> arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-nostdin", "-y"));
    line.addAll(arguments);
    File log = programs.scratch().resolve("ffmpeg.log").toFile();
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.getParent().toString());
    builder.environment().put("DYLD_LIBRARY_PATH", ffmpeg.getParent().toString());
    int exit =
        builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log)).start().waitFor();
    if (exit != 0) {
      throw new IOException("ffmpeg ended with " + exit + ", see " + log);
    }
  }
}
