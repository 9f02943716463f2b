package dev.secondunit.simulate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whom the simulators play. Counters, bills and faults are per vendor. */
public enum Vendor {
  XAI,
  GOOGLE,
  VERTEX,
  OPENAI,
  ELEVENLABS,
  TWELVELABS;

  /** The word in the control plane, such as {@code xai}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Vendor> of(String word) {
    return Arrays.stream(values()).filter(vendor -> vendor.word().equals(word)).findFirst();
  }
}
