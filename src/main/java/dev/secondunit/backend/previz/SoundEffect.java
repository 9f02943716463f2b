package dev.secondunit.backend.previz;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/** A scratch effect: noise and tones with the shape in time that the words suggest. */
final class SoundEffect implements ScratchSound {
  private static final double DEFAULT_SECONDS = 3;

  /** What a sound does over time. */
  private enum Kind {
    STEPS("footstep\\w*|walk\\w*|knock\\w*|clap\\w*|gallop\\w*|typing|keyboard"),
    BELL("bell\\w*|chime\\w*|gong|ding|glass|coin"),
    BEEP("beep\\w*|alarm|notification|ui|click\\w*|laser\\w*|phone|robot\\w*"),
    ENGINE("engine|motor\\w*|car|truck|drone|hum\\w*|machine\\w*|helicopter|generator"),
    AMBIENCE(
        "rain\\w*|wind\\w*|ocean|sea|wave\\w*|fire\\w*|forest|crowd|city|traffic|river|ambien\\w*|storm"),
    WHOOSH("whoosh\\w*|swoosh\\w*|swish|swipe|transition|fly\\w*|pass(es|ing)? by|arrow"),
    IMPACT("");

    private final Pattern words;

    Kind(String words) {
      this.words = Pattern.compile("\\b(" + words + ")\\b");
    }

    static Kind of(String text) {
      for (Kind kind : values()) {
        if (kind != IMPACT && kind.words.matcher(text).find()) {
          return kind;
        }
      }
      return IMPACT;
    }
  }

  private final Kind kind;
  private final long samples;
  private final Random noise;
  private final double pitch;
  private double smooth;
  private double phase;
  private long at;

  SoundEffect(Ticket ticket) {
    this.kind = Kind.of(ticket.prompt().toLowerCase(Locale.ROOT));
    double seconds = ticket.duration() == null ? DEFAULT_SECONDS : ticket.duration();
    this.samples = Math.round(seconds * SAMPLE_RATE);
    this.noise = new Random(ticket.variation());
    this.pitch = 1 + Math.floorMod(ticket.variation(), 7L) * 0.06;
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public double next() {
    double t = (double) at / SAMPLE_RATE;
    double share = (double) at / samples;
    double level =
        switch (kind) {
          case STEPS -> dull(0.12) * Math.exp(-(t % 0.55) * 26) * 2.2;
          case BELL -> bell(t % 1.6);
          case BEEP -> tone(880 * pitch) * (t % 0.4 < 0.12 ? 0.4 : 0);
          case ENGINE -> 0.3 * Math.tanh(3 * tone(62 * pitch + 6 * Math.sin(t))) + dull(0.05) * 0.5;
          case AMBIENCE -> dull(0.08) * (0.7 + 0.3 * Math.sin(t * 1.3)) * 0.65;
          case WHOOSH -> dull(0.02 + 0.3 * share) * Math.pow(Math.sin(Math.PI * share), 3) * 1.8;
          case IMPACT -> dull(0.1) * Math.exp(-t * 5) * 1.6 + tone(46) * Math.exp(-t * 3.5) * 0.6;
        };
    double out = Math.min(0.3, samples / 4.0 / SAMPLE_RATE);
    return Math.tanh(level) * 0.8 * ScratchSound.fade(at++, samples, 0.004, out);
  }

  private double bell(double t) {
    double sum = 0;
    double[] partials = {1, 2.01, 2.76, 4.07, 5.4};
    for (int i = 0; i < partials.length; i++) {
      sum +=
          Math.sin(2 * Math.PI * 520 * pitch * partials[i] * t) * Math.exp(-t * (2 + i)) / (i + 1);
    }
    return sum * 0.4;
  }

  private double tone(double hertz) {
    phase += hertz / SAMPLE_RATE;
    phase -= Math.floor(phase);
    return Math.sin(2 * Math.PI * phase);
  }

  /** Noise without its treble; 1 keeps all of it. */
  private double dull(double brightness) {
    smooth += brightness * ((noise.nextDouble() * 2 - 1) - smooth);
    return smooth * Math.min(6, 1 / Math.sqrt(brightness));
  }
}
