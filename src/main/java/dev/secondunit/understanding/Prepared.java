package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.Question.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The media of a question and of the conversation before it, as a model is shown them.
 *
 * @param media of the question itself
 * @param earlier the turns before it, oldest first, with their media
 */
record Prepared(List<Medium> media, List<Turn> earlier) {
  Prepared {
    media = List.copyOf(media);
    earlier = List.copyOf(earlier);
  }

  /** Makes what a model is shown out of files. */
  @FunctionalInterface
  interface Maker {
    List<Medium> make(List<Medium> files) throws InterruptedException;
  }

  static Prepared of(AnalysisOrder order, List<Turn> before, Maker maker)
      throws InterruptedException {
    List<Turn> earlier = new ArrayList<>();
    for (Turn turn : before) {
      earlier.add(new Turn(maker.make(turn.media()), turn.prompt(), turn.answer()));
    }
    return new Prepared(maker.make(order.media()), earlier);
  }

  /** All media, those of the oldest turn first. */
  List<Medium> all() {
    List<Medium> all = new ArrayList<>();
    earlier.forEach(turn -> all.addAll(turn.media()));
    all.addAll(media);
    return all;
  }

  /** The same with these media in the places of {@link #all}, such as with their uploads. */
  Prepared with(List<Medium> brought) {
    int at = 0;
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : earlier) {
      int end = at + turn.media().size();
      turns.add(new Turn(brought.subList(at, end), turn.prompt(), turn.answer()));
      at = end;
    }
    return new Prepared(brought.subList(at, brought.size()), turns);
  }
}
