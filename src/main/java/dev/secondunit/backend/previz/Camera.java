package dev.secondunit.backend.previz;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the camera does in a shot: one move, or two, such as a handheld track.
 *
 * @param moves in the order in which they are named; one or two, on different axes
 * @param inTurn whether the second begins when the first has ended, instead of both at once
 */
record Camera(List<CameraMove> moves, boolean inTurn) {
  static final Camera STILL = new Camera(List.of(CameraMove.STATIC), false);
  private static final int MOST_MOVES = 2;
  private static final Pattern AFTERWARDS =
      Pattern.compile("\\b(then|before|afterwards?|followed by|ending|ends|finish\\w*)\\b");

  /** A move found in a text, from one character to another. */
  private record Found(CameraMove move, int start, int end) {}

  Camera {
    moves = List.copyOf(moves);
    if (moves.isEmpty() || moves.size() > MOST_MOVES) {
      throw new IllegalArgumentException("A camera makes one move or two, not " + moves);
    }
  }

  /**
   * The moves the prompt asks for; without one, the camera holds. A camera that was told to stay
   * stays, whatever else moves.
   */
  static Camera of(String prompt) {
    String text = prompt.toLowerCase(Locale.ROOT);
    if (CameraMove.STATIC.terms(text).find()) {
      return STILL;
    }
    List<Found> found = named(text);
    if (found.isEmpty()) {
      return new Camera(List.of(hinted(text)), false);
    }
    found.sort(Comparator.comparingInt(Found::start));
    List<Found> used = found.subList(0, Math.min(MOST_MOVES, found.size()));
    boolean inTurn =
        used.size() == MOST_MOVES
            && AFTERWARDS.matcher(text).region(used.get(0).end(), used.get(1).start()).find();
    return new Camera(used.stream().map(Found::move).toList(), inTurn);
  }

  /** The moves in one line, as a director would call them. */
  String label() {
    return String.join(inTurn ? " → " : " + ", labels());
  }

  List<String> labels() {
    return moves.stream().map(CameraMove::label).toList();
  }

  private static List<Found> named(String text) {
    List<Found> found = new ArrayList<>();
    EnumSet<CameraMove.Axis> taken = EnumSet.of(CameraMove.Axis.NONE);
    for (CameraMove move : CameraMove.values()) {
      Matcher matcher = move.terms(text);
      while (!taken.contains(move.axis()) && matcher.find()) {
        Found now = new Found(move, matcher.start(), matcher.end());
        if (found.stream().noneMatch(f -> f.start() < now.end() && now.start() < f.end())) {
          found.add(now);
          taken.add(move.axis());
        }
      }
    }
    return found;
  }

  private static CameraMove hinted(String text) {
    for (CameraMove move : CameraMove.values()) {
      if (move.hints(text).find()) {
        return move;
      }
    }
    return CameraMove.HOLD;
  }
}
