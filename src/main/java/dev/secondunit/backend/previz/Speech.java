package dev.secondunit.backend.previz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Scratch speech: no words, but the rhythm of a voice that reads the text at about 150 words a
 * minute, one voiced syllable after the other, with pauses where the punctuation has them. About
 * -16 LUFS loud, as a finished film should be.
 */
final class Speech implements ScratchSound {
  private static final double SYLLABLE_SECONDS = 0.205;
  private static final double WORD_GAP_SECONDS = 0.05;
  private static final double COMMA_SECONDS = 0.2;
  private static final double SENTENCE_SECONDS = 0.42;
  private static final double EDGE_SECONDS = 0.15;

  /** What brings it to about -16 LUFS. */
  private static final double LOUDNESS = 0.29;

  /** The first two resonances of a vowel, in hertz. */
  private static final double[][] VOWELS = {
    {730, 1_090}, {530, 1_840}, {290, 2_290}, {570, 840}, {320, 870}
  };

  /** A stretch of voice, or of silence where the vowel is null. */
  private record Part(int samples, double[] vowel, double pitch, boolean consonant) {}

  private final List<Part> parts = new ArrayList<>();
  private final Random noise;
  private final Resonance first = new Resonance();
  private final Resonance second = new Resonance();
  private long samples;
  private int part;
  private int within;
  private double phase;

  Speech(Ticket ticket) {
    this.noise = new Random(ticket.variation());
    double speed = ticket.speed() == null ? 1 : Math.max(0.25, Math.min(4, ticket.speed()));
    String voice = ticket.voice() == null ? "" : ticket.voice();
    double pitch = 105 + Math.floorMod(voice.hashCode(), 110);
    pause(EDGE_SECONDS);
    for (String word : ticket.prompt().strip().split("\\s+")) {
      say(word, pitch, speed);
    }
    pause(EDGE_SECONDS);
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public double next() {
    if (part >= parts.size()) {
      return 0;
    }
    Part now = parts.get(part);
    double level = now.vowel() == null ? 0 : voiced(now);
    if (++within >= now.samples()) {
      part++;
      within = 0;
    }
    return level;
  }

  private double voiced(Part now) {
    double at = (double) within / now.samples();
    if (now.consonant() && at < 0.22) {
      return (noise.nextDouble() - 0.5) * 0.37 * LOUDNESS * Math.sin(Math.PI * at / 0.22);
    }
    phase += now.pitch() * (1.03 - 0.06 * at) / SAMPLE_RATE;
    phase -= Math.floor(phase);
    double breath = Math.max(0, 1 - phase * 3) - 0.16 + (noise.nextDouble() - 0.5) * 0.02;
    double sound =
        first.pass(breath, now.vowel()[0], 80) + 0.6 * second.pass(breath, now.vowel()[1], 110);
    double envelope = Math.sin(Math.PI * Math.min(1, Math.max(0, (at - 0.1) / 0.9)));
    return Math.tanh(sound * 0.9) * Math.sqrt(Math.max(0, envelope)) * LOUDNESS;
  }

  private void say(String word, double pitch, double speed) {
    int syllables = syllables(word);
    for (int i = 0; i < syllables; i++) {
      double melody = 1 + 0.12 * Math.sin((parts.size() + i) * 0.9);
      int vowel = Math.floorMod(word.charAt(Math.min(i * 2, word.length() - 1)) * 7 + i, 5);
      int length = (int) (SYLLABLE_SECONDS / speed * SAMPLE_RATE);
      add(new Part(length, VOWELS[vowel], pitch * melody, i == 0 || i % 2 == 1));
    }
    char last = word.isEmpty() ? ' ' : word.charAt(word.length() - 1);
    if (".!?…。！？".indexOf(last) >= 0) {
      pause(SENTENCE_SECONDS / speed);
    } else if (",;:—–-，、；：)".indexOf(last) >= 0) {
      pause(COMMA_SECONDS / speed);
    } else {
      pause(WORD_GAP_SECONDS / speed);
    }
  }

  /** Groups of vowels in alphabets that have them; one for each sign of a syllabic script. */
  private static int syllables(String word) {
    String bare = word.toLowerCase(Locale.ROOT);
    int groups = 0;
    int signs = 0;
    boolean vowel = false;
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      boolean now = "aeiouyäöüáéíóúàèìòùâêîôûåøæœаеёиоуыэюяαεηιουω".indexOf(c) >= 0;
      groups += now && !vowel ? 1 : 0;
      signs += Character.isIdeographic(c) || c >= 0x3040 && c <= 0x30ff ? 1 : 0;
      signs += c >= 0xac00 && c <= 0xd7a3 || Character.isDigit(c) ? 1 : 0;
      vowel = now;
    }
    boolean silent = bare.replaceAll("\\W", "").endsWith("e") && groups > 1;
    boolean letters = bare.codePoints().anyMatch(Character::isLetterOrDigit);
    return letters ? Math.max(1, groups + signs - (silent ? 1 : 0)) : 0;
  }

  private void pause(double seconds) {
    add(new Part((int) (seconds * SAMPLE_RATE), null, 0, false));
  }

  private void add(Part part) {
    if (part.samples() > 0) {
      parts.add(part);
      samples += part.samples();
    }
  }

  /** A filter that rings at one frequency, as a cavity of the mouth does. */
  private static final class Resonance {
    private double one;
    private double two;

    double pass(double in, double hertz, double width) {
      double radius = Math.exp(-Math.PI * width / SAMPLE_RATE);
      double turn = 2 * radius * Math.cos(2 * Math.PI * hertz / SAMPLE_RATE);
      double out = (1 - radius) * in * 12 + turn * one - radius * radius * two;
      two = one;
      one = out;
      return out;
    }
  }
}
