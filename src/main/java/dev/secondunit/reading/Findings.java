package dev.secondunit.reading;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found in a film or a sound. A list is empty where nothing was found and where there was
 * nothing to look at; the facts of the file tell which.
 *
 * @param moments cuts, fades, flashes and sudden changes, in order
 * @param black stretches without any light
 * @param frozen stretches of one unmoving picture that is not black
 * @param silent stretches below -50 dB
 * @param loudness null without sound
 * @param truncated whether there was more than is listed
 */
public record Findings(
    List<Moment> moments,
    List<Stretch> black,
    List<Stretch> frozen,
    List<Stretch> silent,
    Loudness loudness,
    boolean truncated) {
  public Findings {
    moments = List.copyOf(moments);
    black = List.copyOf(black);
    frozen = List.copyOf(frozen);
    silent = List.copyOf(silent);
  }

  /** The shots between the cuts and fades; one for a film without any. */
  public List<Stretch> shots(double startSeconds, double endSeconds) {
    List<Stretch> shots = new ArrayList<>();
    double start = startSeconds;
    for (Moment moment : moments) {
      if (moment.startsShot() && moment.seconds() > start && moment.seconds() < endSeconds) {
        shots.add(new Stretch(start, moment.seconds()));
        start = moment.seconds();
      }
    }
    shots.add(new Stretch(start, Math.max(start, endSeconds)));
    return shots;
  }
}
