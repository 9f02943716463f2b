package dev.secondunit.backend.previz;

import dev.secondunit.backend.previz.HeadsUp.Box;
import dev.secondunit.backend.previz.HeadsUp.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays what a {@link HeadsUp} has drawn and listed over a picture: cards, words, what runs. */
final class Writing {
  private final Graph graph;
  private final Canvas canvas;

  Writing(Graph graph, Canvas canvas) {
    this.graph = graph;
    this.canvas = canvas;
  }

  /**
   * A picture with the writing on top.
   *
   * @param cards pictures for the places that {@code headsUp} made
   */
  String over(
      String picture, HeadsUp headsUp, List<Path> cards, List<String> titles, int firstFrame)
      throws IOException {
    String sheet = graph.chain("format=rgba", graph.plate(headsUp.plate()));
    for (int i = 0; i < headsUp.cards().size(); i++) {
      Box card = headsUp.cards().get(i);
      String shown =
          graph.chain(
              "trim=end_frame=1,scale="
                  + card.width()
                  + ":"
                  + card.height()
                  + ":force_original_aspect_ratio=increase,crop="
                  + card.width()
                  + ":"
                  + card.height()
                  + ",setsar=1,format=rgba,setpts=0",
              graph.media(cards.get(i)));
      String title = graph.text(headsUp.cardTitles(titles).get(i));
      sheet =
          graph.chain(
              "overlay=format=auto:x=" + card.x() + ":y=" + card.y() + "," + title, sheet, shown);
    }
    List<String> texts = new ArrayList<>();
    for (Line line : headsUp.lines()) {
      texts.add(graph.text(line));
    }
    texts.add(canvas.holdClear());
    String held = graph.chain(String.join(",", texts), sheet);
    String written = graph.chain("overlay=format=auto", picture, held);
    if (headsUp.timecode() == null) {
      return written;
    }
    written = graph.chain(Graph.timecode(headsUp.timecode(), firstFrame), written);
    Box track = headsUp.playhead();
    int head = track.height();
    String knob = graph.source("color=c=0xffc24d:s=" + head + "x" + head + ":r=24");
    String at =
        String.format(
            Locale.ROOT,
            "overlay=x='%d+%d*n/%d':y=%d",
            track.x(),
            track.width() - head,
            Math.max(1, canvas.frames() - 1),
            track.y());
    return graph.chain(at, written, knob);
  }
}
