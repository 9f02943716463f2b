package dev.secondunit.backend.previz;

import dev.secondunit.media.Operation;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Renders an animatic: H.264 with 24 frames a second, and a bed of sound unless it is unwanted. */
final class FilmRender implements Render {
  static final double DEFAULT_SECONDS = 5;
  private static final int RATE = Graph.FRAMES_PER_SECOND;
  private static final int SAMPLES_PER_FRAME = 48_000 / RATE;
  private static final Duration TIME_LIMIT = Duration.ofMinutes(30);

  @Override
  public Path render(Ticket ticket, Room room) throws IOException, InterruptedException {
    FrameSize frame = ticket.frame();
    int before = ticket.operation() == Operation.EXTEND ? frames(ticket.source().seconds()) : 0;
    int frames = frames(seconds(ticket));
    Scene scene = scene(ticket);

    FfmpegCommand command = FfmpegCommand.create().threads(room.threads()).timeLimit(TIME_LIMIT);
    Graph graph = new Graph(command, room.work());
    Canvas canvas = Canvas.of(frame, frames, false);
    String picture = picture(ticket, room, graph, canvas, scene, before);
    String sound = ticket.sound() ? sound(graph, ticket, room, scene, before, frames) : null;
    if (before > 0) {
      picture =
          graph.chain("concat=n=2:v=1:a=0", source(graph, ticket, room, frame, before), picture);
    }

    Path output = room.work().resolve("film.mp4");
    command.arguments("-filter_complex", graph.text(), "-map", "[" + picture + "]");
    if (sound != null) {
      command.arguments("-map", "[" + sound + "]", "-c:a", "aac", "-b:a", "128k");
    }
    int total = before + frames;
    command.arguments("-c:v", "libopenh264", "-b:v", bitrate(frame), "-g", "48");
    command.arguments("-frames:v", String.valueOf(total), "-movflags", "+faststart");
    command.arguments("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact");
    command.output(output);
    double length = (double) total / RATE;
    room.ffmpeg().run(command, seconds -> room.progress().accept(Math.min(1, seconds / length)));
    return output;
  }

  /** Seconds that are newly drawn. */
  static double seconds(Ticket ticket) {
    if (ticket.operation() == Operation.EDIT) {
      return ticket.source().seconds();
    }
    if (ticket.duration() != null) {
      return ticket.duration();
    }
    boolean remix = ticket.operation() == Operation.REMIX && ticket.source() != null;
    return remix && ticket.source().seconds() != null ? ticket.source().seconds() : DEFAULT_SECONDS;
  }

  static int frames(double seconds) {
    return Math.max(1, (int) Math.round(seconds * RATE));
  }

  private static Scene scene(Ticket ticket) {
    long remixed = ticket.operation() == Operation.REMIX ? 7_919 : 0;
    return Scene.of(ticket.prompt(), ticket.variation() + remixed);
  }

  private String picture(
      Ticket ticket, Room room, Graph graph, Canvas canvas, Scene scene, int before)
      throws IOException, InterruptedException {
    List<Path> cards = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    cards(ticket, room, cards, titles);
    Composition composition = new Composition(graph, canvas);
    HeadsUp headsUp = new HeadsUp(canvas.frame());
    boolean still = ticket.operation() == Operation.EDIT || !stops(ticket).isEmpty();
    Camera camera = still ? null : scene.camera();
    headsUp.draw(ticket, camera, label(ticket), technical(ticket, canvas), true);
    String behind = behind(ticket, room, composition, canvas, scene, headsUp);
    headsUp.cards(titles);
    Writing writing = new Writing(graph, canvas);
    return composition.exact(writing.over(behind, headsUp, cards, titles, before));
  }

  private String behind(
      Ticket ticket,
      Room room,
      Composition composition,
      Canvas canvas,
      Scene scene,
      HeadsUp headsUp)
      throws IOException, InterruptedException {
    Ticket.Picture first = ticket.images().isEmpty() ? null : Bare.of(ticket.images().get(0), room);
    return switch (ticket.operation()) {
      case EDIT -> {
        double ratio = (double) ticket.source().width() / ticket.source().height();
        Path source = room.folder().resolve(ticket.source().file());
        yield composition.framedClip(source, scene, headsUp.stage(ratio));
      }
      case EXTEND -> picture(composition, room, lastFrame(ticket, room), scene);
      case LAST_FRAME ->
          picture(composition, room, first == null ? lastFrame(ticket, room) : first, scene);
      case GENERATE, REMIX -> {
        List<Composition.Stop> stops = new ArrayList<>();
        for (Composition.Stop stop : stops(ticket)) {
          stops.add(new Composition.Stop(Bare.of(stop.picture(), room), stop.frame()));
        }
        if (!stops.isEmpty()) {
          yield composition.through(first, stops, room.folder(), scene);
        }
        yield first == null ? composition.scenery(scene) : picture(composition, room, first, scene);
      }
    };
  }

  /** What the film becomes on its way: its keyframes, and the last frame for its last third. */
  private static List<Composition.Stop> stops(Ticket ticket) {
    List<Composition.Stop> stops = new ArrayList<>();
    for (int i = 0; i < ticket.keyframes().size(); i++) {
      stops.add(
          new Composition.Stop(ticket.keyframes().get(i), frames(ticket.keyframeTimes().get(i))));
    }
    stops.sort(Comparator.comparingInt(Composition.Stop::frame));
    if (ticket.lastFrame() != null) {
      int last = stops.isEmpty() ? 0 : stops.get(stops.size() - 1).frame();
      int rest = frames(seconds(ticket)) - last;
      stops.add(new Composition.Stop(ticket.lastFrame(), last + Math.max(1, rest * 7 / 10)));
    }
    return stops;
  }

  private static String picture(
      Composition composition, Room room, Ticket.Picture picture, Scene scene) {
    return composition.picture(
        room.folder().resolve(picture.file()), picture.width(), picture.height(), scene.camera());
  }

  /** The small pictures at the edge: references, further images, the source of a remix. */
  private static void cards(Ticket ticket, Room room, List<Path> files, List<String> titles) {
    for (int i = 1; i < ticket.images().size(); i++) {
      files.add(room.folder().resolve(ticket.images().get(i).file()));
      titles.add("IMAGE " + (i + 1));
    }
    for (int i = 0; i < ticket.references().size(); i++) {
      files.add(room.folder().resolve(ticket.references().get(i).file()));
      titles.add("REF " + (i + 1));
    }
    if (ticket.operation() == Operation.REMIX && ticket.source() != null) {
      files.add(room.folder().resolve(ticket.source().file()));
      titles.add("SOURCE");
    }
  }

  /** The last picture of the source clip without its writing. */
  private static Ticket.Picture lastFrame(Ticket ticket, Room room)
      throws IOException, InterruptedException {
    Path source = room.folder().resolve(ticket.source().file());
    Path picture = room.work().resolve("last.png");
    for (String[] from : new String[][] {{"-sseof", "-1"}, {}}) {
      FfmpegCommand command = FfmpegCommand.create().threads(room.threads());
      command.input(source, from).output(picture, "-an", "-update", "1", "-pix_fmt", "rgb24");
      room.ffmpeg().run(command);
      if (Files.exists(picture)) {
        break;
      }
    }
    int width = ticket.source().width();
    int height = ticket.source().height();
    return Bare.of(
        new Ticket.Picture(picture.toAbsolutePath().toString(), width, height, null, false), room);
  }

  private static String source(Graph graph, Ticket ticket, Room room, FrameSize frame, int frames) {
    return graph.chain(
        "fps=24,scale="
            + (frame.width() + ":" + frame.height() + ":out_color_matrix=bt709:out_range=tv")
            + ",setsar=1,format=yuv420p,tpad=stop=-1:stop_mode=clone,trim=end_frame="
            + frames
            + ",settb=1/24,setpts=N,fps=24"
            + ",setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
        graph.media(room.folder().resolve(ticket.source().file())));
  }

  private static String sound(
      Graph graph, Ticket ticket, Room room, Scene scene, int before, int frames) {
    boolean keeps = ticket.operation() == Operation.EDIT && ticket.source().hasSound();
    String bed = keeps ? sourceSound(graph, ticket, room, frames) : bed(graph, scene, frames);
    if (before == 0) {
      return bed;
    }
    String first =
        ticket.source().hasSound()
            ? sourceSound(graph, ticket, room, before)
            : graph.source(
                "anullsrc=r=48000:cl=stereo,atrim=end_sample=" + before * SAMPLES_PER_FRAME);
    return graph.chain("concat=n=2:v=0:a=1", first, bed);
  }

  private static String sourceSound(Graph graph, Ticket ticket, Room room, int frames) {
    return graph.chain(
        "aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo,apad,atrim=end_sample="
            + frames * SAMPLES_PER_FRAME
            + ",asetpts=N/SR/TB",
        graph.sound(room.folder().resolve(ticket.source().file())));
  }

  /**
   * A low chord and the noise of the place: enough to hear that there is sound, and where. About
   * -22 LUFS, so that a voice of -16 stands above it.
   */
  private static String bed(Graph graph, Scene scene, int frames) {
    double root = 82.4 * Math.pow(2, Math.floorMod(scene.variation() >> 24, 12L) / 12.0);
    String chord =
        String.format(
            Locale.ROOT,
            "aevalsrc='0.05*sin(2*PI*%1$.2f*t)*(0.7+0.3*sin(0.8*t))+0.03*sin(2*PI*%2$.2f*t)"
                + "*(0.6+0.4*sin(1.1*t+1))+0.02*sin(2*PI*%3$.2f*t)':s=48000:c=mono",
            root,
            root * 1.5,
            root * 2);
    boolean rain = scene.weather() == Scene.Weather.RAIN;
    String noise =
        String.format(
            Locale.ROOT,
            "anoisesrc=c=%s:a=%.2f:r=48000:seed=%d,lowpass=f=%d,tremolo=f=0.2:d=%.1f",
            rain ? "white" : "brown",
            switch (scene.place()) {
              case SEA -> 0.3;
              case CITY -> 0.2;
              case INTERIOR, SPACE -> 0.05;
              default -> rain ? 0.08 : 0.12;
            },
            Math.floorMod(scene.variation(), 1L << 31),
            rain ? 7_000 : 900,
            scene.place() == Scene.Place.SEA ? 0.8 : 0.4);
    return graph.chain(
        "amix=inputs=2:normalize=0,volume=2.2,aformat=sample_fmts=fltp:channel_layouts=stereo,afade=d=0.2"
            + ",atrim=end_sample="
            + frames * SAMPLES_PER_FRAME,
        graph.source(chord),
        graph.source(noise));
  }

  private static String label(Ticket ticket) {
    return switch (ticket.operation()) {
      case EXTEND -> String.format(Locale.ROOT, "EXTEND +%.1f s", seconds(ticket));
      case EDIT -> "EDIT";
      case REMIX -> "REMIX";
      case LAST_FRAME -> "FROM LAST FRAME";
      case GENERATE -> {
        if (!ticket.keyframes().isEmpty()) {
          yield "THROUGH KEYFRAMES";
        }
        if (ticket.lastFrame() != null) {
          yield ticket.images().isEmpty() ? "TO LAST FRAME" : "FIRST → LAST FRAME";
        }
        if (!ticket.images().isEmpty()) {
          yield "IMAGE → VIDEO";
        }
        yield ticket.references().isEmpty() ? "TEXT → VIDEO" : "REFERENCES → VIDEO";
      }
    };
  }

  private static String technical(Ticket ticket, Canvas canvas) {
    String seed = ticket.seed() == null ? "" : " · seed " + ticket.seed();
    return String.format(
        Locale.ROOT,
        "%.1f s · %d fps · %d×%d%s",
        (double) canvas.frames() / RATE,
        RATE,
        canvas.width(),
        canvas.height(),
        seed);
  }

  /** About 2.5 Mbit/s for 720p; flat shapes and text need little. */
  private static String bitrate(FrameSize frame) {
    double share = (double) frame.width() * frame.height() / (1280 * 720);
    return Math.round(2_500 * Math.pow(share, 0.75)) + "k";
  }
}
