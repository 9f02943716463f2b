package dev.secondunit.backend.previz;

import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.Operation;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders one frame of a board: PNG, JPEG or WebP. */
final class StillRender implements Render {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

  @Override
  public Path render(Ticket ticket, Room room) throws IOException, InterruptedException {
    FrameSize frame = ticket.frame();
    MediaFormat format = format(ticket);
    boolean transparent = ticket.transparent() && format != MediaFormat.JPEG;
    Scene scene = Scene.of(ticket.prompt(), ticket.variation());

    FfmpegCommand command = FfmpegCommand.create().threads(room.threads()).timeLimit(TIME_LIMIT);
    Graph graph = new Graph(command, room.work());
    Canvas canvas = Canvas.of(frame, 1, transparent);
    Composition composition = new Composition(graph, canvas);
    HeadsUp headsUp = new HeadsUp(frame);
    String technical =
        frame.width()
            + "×"
            + frame.height()
            + (ticket.seed() == null ? "" : " · seed " + ticket.seed());
    headsUp.draw(ticket, null, label(ticket), technical, false);
    List<Path> cards = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    String behind = behind(ticket, room, composition, scene, headsUp, cards, titles);
    headsUp.cards(titles);
    String picture =
        composition.exact(new Writing(graph, canvas).over(behind, headsUp, cards, titles, 0));

    Path output = room.work().resolve("still." + format.extension());
    command.arguments("-filter_complex", graph.text(), "-map", "[" + picture + "]");
    command.arguments("-frames:v", "1", "-fflags", "+bitexact");
    switch (format) {
      case JPEG -> command.arguments("-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj444p");
      case WEBP -> command.arguments("-c:v", "libwebp", "-quality", "90");
      default -> command.arguments("-c:v", "png", "-pix_fmt", transparent ? "rgba" : "rgb24");
    }
    command.output(output, "-f", "image2", "-update", "1");
    room.ffmpeg().run(command);
    return output;
  }

  static MediaFormat format(Ticket ticket) {
    String asked = ticket.outputFormat() == null ? "png" : ticket.outputFormat();
    return switch (asked.toLowerCase(Locale.ROOT)) {
      case "jpeg", "jpg" -> MediaFormat.JPEG;
      case "webp" -> MediaFormat.WEBP;
      default -> MediaFormat.PNG;
    };
  }

  private static String behind(
      Ticket ticket,
      Room room,
      Composition composition,
      Scene scene,
      HeadsUp headsUp,
      List<Path> cards,
      List<String> titles)
      throws IOException, InterruptedException {
    List<Ticket.Picture> given = new ArrayList<>(ticket.images());
    if (ticket.source() != null) {
      given.add(0, ticket.source());
    }
    given.addAll(ticket.references());
    for (int i = 1; i < given.size(); i++) {
      cards.add(room.folder().resolve(given.get(i).file()));
      titles.add("IMAGE " + (i + 1));
    }
    if (given.isEmpty() || ticket.operation() == Operation.REMIX) {
      return composition.scenery(scene);
    }
    Ticket.Picture first = given.get(0);
    if (ticket.operation() == Operation.EDIT) {
      double ratio = (double) first.width() / first.height();
      Path file = room.folder().resolve(first.file());
      return composition.framedClip(file, scene, headsUp.stage(ratio));
    }
    first = Bare.of(first, room);
    Path file = room.folder().resolve(first.file());
    return composition.picture(file, first.width(), first.height(), Camera.STILL);
  }

  private static String label(Ticket ticket) {
    return switch (ticket.operation()) {
      case EDIT -> "IMAGE EDIT";
      case REMIX -> "IMAGE REMIX";
      default -> ticket.images().isEmpty() ? "IMAGE" : "IMAGE → IMAGE";
    };
  }
}
