package dev.secondunit.backend.previz;

import dev.secondunit.media.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** Makes the file of one ticket. */
interface Render {
  /**
   * Where a render works.
   *
   * @param folder the ticket's folder, with its inputs
   * @param work an empty folder of this render's own, removed afterwards
   * @param threads how many threads FFmpeg may use
   * @param progress gets the share that is done, 0 to 1
   */
  record Room(Ffmpeg ffmpeg, Path folder, Path work, int threads, DoubleConsumer progress) {}

  /** Renders to a file in the work folder and returns it. */
  Path render(Ticket ticket, Room room) throws IOException, InterruptedException;

  static Render of(Ticket ticket) {
    return switch (ticket.mode()) {
      case VIDEO -> new FilmRender();
      case IMAGE -> new StillRender();
      case AUDIO -> new SoundRender();
    };
  }
}
