package dev.secondunit.backend.previz;

/**
 * Sound made sample by sample, so that memory does not grow with its length. The same ticket gives
 * the same samples. Read once, by one thread.
 */
interface ScratchSound {
  int SAMPLE_RATE = 48_000;

  /** How many samples there are. */
  long samples();

  /** The next sample, -1 to 1. */
  double next();

  static ScratchSound of(Ticket ticket) {
    String kind = ticket.audioType() == null ? "speech" : ticket.audioType();
    return switch (kind) {
      case "music" -> new Music(ticket);
      case "sound_effect" -> new SoundEffect(ticket);
      default -> new Speech(ticket);
    };
  }

  /** Rises at the beginning and falls at the end, both in seconds, so that nothing clicks. */
  static double fade(long sample, long samples, double in, double out) {
    double start = sample / (in * SAMPLE_RATE);
    double end = (samples - sample) / (out * SAMPLE_RATE);
    return Math.max(0, Math.min(1, Math.min(start, end)));
  }
}
