package dev.secondunit.reading;

import dev.secondunit.reading.Moment.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds cuts, fades, flashes and sudden changes in a film that is fed to it picture by picture.
 *
 * <p>A boundary between two pictures is a candidate when their difference stands out from the
 * differences around it; a pan or a shaky hand differs all the time and does not stand out. A
 * candidate is a cut when no picture of the moment before it looks like any picture of the moment
 * after it; otherwise the shot went on and it was the edge of a flash. A fade has no boundary that
 * stands out; it is told by the black in its middle.
 *
 * <p>Keeps about a second of thumbnails, however long the film is. For one thread.
 */
final class ChangeDetector {
  /** Smaller differences of the whole picture are compression and noise. */
  private static final double LEAST_CUT = 0.03;

  /** Smaller differences of a part of the picture are no event. */
  private static final double LEAST_CHANGE = 0.12;

  /** How far a difference must stand out from those around it. */
  private static final double STANDS_OUT = 2.2;

  /** Two pictures of one shot are closer to each other than this share of the candidate's step. */
  private static final double SAME_SHOT = 0.45;

  /** How many boundaries on each side are "around". */
  private static final int AROUND = 10;

  /**
   * So many of them may be larger without hiding a candidate: the edges of a flash, another cut.
   */
  private static final int EXCEPTIONS = 2;

  private static final double LONGEST_FLASH_SECONDS = 0.2;
  private static final double FROZEN_DIFFERENCE = 0.0008;
  private static final double LEAST_FROZEN_SECONDS = 2;
  private static final double LEAST_BLACK_SECONDS = 0.1;
  private static final int MOST_LISTED = 2_000;

  /** Pictures from one to before another. */
  private record Run(long from, long to) {}

  private final double framesPerSecond;
  private final int flashFrames;
  private final int ahead;
  private final int kept;
  private final Thumbnail[] pictures;
  private final double[] steps;
  private final double[] largestSteps;

  private final List<Moment> moments = new ArrayList<>();
  private final List<Run> blackRuns = new ArrayList<>();
  private final List<Stretch> frozen = new ArrayList<>();
  private boolean truncated;

  private long count;
  private long blackSince = -1;
  private long frozenSince = -1;
  private Thumbnail frozenPicture;
  private long lastCut = Long.MIN_VALUE / 2;
  private long lastEvent = Long.MIN_VALUE / 2;

  ChangeDetector(double framesPerSecond) {
    this.framesPerSecond = framesPerSecond;
    this.flashFrames = Math.max(1, (int) Math.floor(LONGEST_FLASH_SECONDS * framesPerSecond));
    this.ahead = Math.max(AROUND, flashFrames + 1);
    this.kept = 2 * ahead + 2;
    this.pictures = new Thumbnail[kept];
    this.steps = new double[kept];
    this.largestSteps = new double[kept];
  }

  void add(Thumbnail picture) {
    int slot = slot(count);
    pictures[slot] = picture;
    Thumbnail before = count == 0 ? picture : pictures[slot(count - 1)];
    steps[slot] = picture.difference(before);
    largestSteps[slot] = steps[slot] < LEAST_CUT / 20 ? 0 : picture.largestDifference(before);
    count++;
    if (count > ahead + 1) {
      judge(count - 1 - ahead, count - 1);
    }
    followBlack(picture);
    followFreeze(picture);
  }

  /** To be called once, after the last picture. */
  void end() {
    for (long boundary = Math.max(1, count - ahead); boundary < count; boundary++) {
      judge(boundary, count - 1);
    }
    endBlack(count);
    endFreeze();
    findFades();
    moments.sort(Comparator.comparingDouble(Moment::seconds));
  }

  long pictures() {
    return count;
  }

  List<Moment> moments() {
    return moments;
  }

  List<Stretch> black() {
    return blackRuns.stream()
        .filter(
            run ->
                seconds(run.to - run.from) >= LEAST_BLACK_SECONDS
                    || run.from == 0
                    || run.to == count)
        .map(run -> new Stretch(seconds(run.from), seconds(run.to)))
        .toList();
  }

  List<Stretch> frozen() {
    return frozen;
  }

  boolean truncated() {
    return truncated;
  }

  /** Judges the step from the picture before {@code boundary} to the one at it. */
  private void judge(long boundary, long last) {
    double step = steps[slot(boundary)];
    double largest = largestSteps[slot(boundary)];
    if (step >= LEAST_CUT && standsOut(steps, boundary, last)) {
      if (separates(boundary, last, step)) {
        cut(boundary, step);
      } else {
        flash(boundary, step);
      }
    } else if (largest >= LEAST_CHANGE
        && boundary - lastEvent > framesPerSecond / 2
        && standsOut(largestSteps, boundary, last)) {
      lastEvent = boundary;
      add(new Moment(seconds(boundary), Kind.CHANGE, step));
    }
  }

  private boolean standsOut(double[] differences, long boundary, long last) {
    double limit = differences[slot(boundary)] / STANDS_OUT;
    return larger(differences, Math.max(1, boundary - AROUND), boundary - 1, limit) <= EXCEPTIONS
        && larger(differences, boundary + 1, Math.min(last, boundary + AROUND), limit)
            <= EXCEPTIONS;
  }

  private int larger(double[] differences, long from, long to, double limit) {
    int larger = 0;
    for (long i = from; i <= to; i++) {
      if (differences[slot(i)] > limit) {
        larger++;
      }
    }
    return larger;
  }

  private boolean separates(long boundary, long last, double step) {
    long from = Math.max(0, boundary - 1 - flashFrames);
    long to = Math.min(last, boundary + flashFrames);
    for (long before = from; before < boundary; before++) {
      for (long after = boundary; after <= to; after++) {
        double difference = pictures[slot(before)].difference(pictures[slot(after)]);
        if (difference < SAME_SHOT * step) {
          return false;
        }
      }
    }
    return true;
  }

  private void cut(long boundary, double step) {
    // A flash that hides a cut has two edges; both separate the shots, one cut is meant.
    if (boundary - lastCut <= flashFrames) {
      return;
    }
    lastCut = boundary;
    lastEvent = boundary;
    add(new Moment(seconds(boundary), Kind.CUT, step));
  }

  private void flash(long boundary, double step) {
    // Its second edge comes within its longest length.
    if (boundary - lastEvent > flashFrames + 1) {
      add(new Moment(seconds(boundary), Kind.FLASH, step));
    }
    lastEvent = boundary;
  }

  private void followBlack(Thumbnail picture) {
    if (!picture.black()) {
      endBlack(count - 1);
    } else if (blackSince < 0) {
      blackSince = count - 1;
    }
  }

  private void endBlack(long end) {
    if (blackSince >= 0) {
      list(blackRuns, new Run(blackSince, end));
      blackSince = -1;
    }
  }

  /** Black in the middle of a film into and out of which nothing jumps. */
  private void findFades() {
    List<Moment> jumps = List.copyOf(moments);
    for (Run run : blackRuns) {
      boolean inside = run.from > 0 && run.to < count;
      if (inside && !jumpsAt(jumps, run.from) && !jumpsAt(jumps, run.to)) {
        add(new Moment(seconds((run.from + run.to) / 2), Kind.FADE, 0));
      }
    }
  }

  private boolean jumpsAt(List<Moment> jumps, long boundary) {
    double reach = 1.5 / framesPerSecond;
    return jumps.stream().anyMatch(m -> Math.abs(m.seconds() - seconds(boundary)) < reach);
  }

  private void followFreeze(Thumbnail picture) {
    boolean still = frozenPicture != null && picture.difference(frozenPicture) < FROZEN_DIFFERENCE;
    if (still && !picture.black()) {
      return;
    }
    endFreeze();
    frozenSince = picture.black() ? -1 : count - 1;
    frozenPicture = picture.black() ? null : picture;
  }

  private void endFreeze() {
    if (frozenSince < 0) {
      return;
    }
    boolean moving =
        frozenPicture != null
            && pictures[slot(count - 1)].difference(frozenPicture) >= FROZEN_DIFFERENCE;
    long end = moving ? count - 1 : count;
    if (seconds(end - frozenSince) >= LEAST_FROZEN_SECONDS) {
      list(frozen, new Stretch(seconds(frozenSince), seconds(end)));
    }
    frozenSince = -1;
    frozenPicture = null;
  }

  private void add(Moment moment) {
    list(moments, moment);
  }

  private <T> void list(List<T> list, T item) {
    if (list.size() < MOST_LISTED) {
      list.add(item);
    } else {
      truncated = true;
    }
  }

  private int slot(long index) {
    return (int) (index % kept);
  }

  private double seconds(long frames) {
    return frames / framesPerSecond;
  }
}
