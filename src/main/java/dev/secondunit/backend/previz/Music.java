package dev.secondunit.backend.previz;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scratch music: a bed of four chords in the tempo and mode of the prompt's mood. */
final class Music implements ScratchSound {
  private static final double DEFAULT_SECONDS = 15;
  private static final Pattern TEMPO = Pattern.compile("\\b(\\d{2,3})\\s*bpm\\b");
  private static final Pattern SLOW =
      Pattern.compile(
          "\\b(calm|ambient|sad|slow|lullaby|peaceful|gentle|melanchol\\w*|dream\\w*)\\b");
  private static final Pattern FAST =
      Pattern.compile(
          "\\b(fast|energetic|dance|techno|house|upbeat|driving|action|chase|rock|punk)\\b");
  private static final Pattern MINOR =
      Pattern.compile(
          "\\b(sad|dark|tense|tension|minor|horror|suspense\\w*|melanchol\\w*|epic|noir|ominous)\\b");

  /** Semitones above the root, one chord a bar. */
  private static final int[][] MAJOR_CHORDS = {{0, 4, 7}, {7, 11, 14}, {9, 12, 16}, {5, 9, 12}};

  private static final int[][] MINOR_CHORDS = {{0, 3, 7}, {8, 12, 15}, {3, 7, 10}, {10, 14, 17}};

  private final long samples;
  private final double beat;
  private final double root;
  private final int[][] chords;
  private final boolean drums;
  private long at;

  Music(Ticket ticket) {
    String mood = ticket.prompt().toLowerCase(Locale.ROOT);
    double seconds = ticket.duration() == null ? DEFAULT_SECONDS : ticket.duration();
    this.samples = Math.round(seconds * SAMPLE_RATE);
    double tempo = tempo(mood);
    this.beat = 60 / tempo;
    this.drums = tempo >= 100;
    this.root = 110 * Math.pow(2, Math.floorMod(ticket.variation(), 9L) / 12.0);
    this.chords = MINOR.matcher(mood).find() ? MINOR_CHORDS : MAJOR_CHORDS;
  }

  /** Beats a minute. */
  static double tempo(String mood) {
    Matcher named = TEMPO.matcher(mood);
    if (named.find()) {
      return Math.max(40, Math.min(220, Integer.parseInt(named.group(1))));
    }
    if (SLOW.matcher(mood).find()) {
      return 72;
    }
    return FAST.matcher(mood).find() ? 126 : 96;
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public double next() {
    double t = (double) at / SAMPLE_RATE;
    double bar = t / (beat * 4);
    int[] chord = chords[(int) (bar % 4)];
    double inBar = bar - Math.floor(bar);
    double swell = Math.min(1, inBar * 8) * Math.min(1, (1 - inBar) * 12);
    double pad = 0;
    for (int tone : chord) {
      double hertz = root * Math.pow(2, tone / 12.0);
      pad += wave(hertz, t) + 0.35 * wave(hertz * 2.003, t) + 0.15 * wave(hertz * 2.997, t);
    }
    double bass = wave(root / 2 * Math.pow(2, chord[0] / 12.0), t) * swell;
    double eighth = t / (beat / 2);
    double inEighth = eighth - Math.floor(eighth);
    int tone = chord[(int) (eighth % 3)] + 12;
    double pluck = wave(root * Math.pow(2, tone / 12.0), t) * Math.exp(-inEighth * 5);
    double level = 0.06 * pad * swell + 0.16 * bass + 0.1 * pluck * Math.min(1, inEighth * 60);
    if (drums) {
      double inBeat = t / beat - Math.floor(t / beat);
      double seconds = inBeat * beat;
      level +=
          0.28
              * Math.sin(2 * Math.PI * (48 * seconds + 9 * (1 - Math.exp(-30 * seconds))))
              * Math.exp(-9 * seconds);
    }
    return level
        * ScratchSound.fade(at++, samples, 0.05, Math.min(1.5, samples / 4.0 / SAMPLE_RATE));
  }

  private static double wave(double hertz, double t) {
    return Math.sin(2 * Math.PI * hertz * t);
  }
}
