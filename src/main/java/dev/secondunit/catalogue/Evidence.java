package dev.secondunit.catalogue;

import java.util.Locale;

/** How well a catalogue entry is founded. */
public enum Evidence {
  /** The vendor's own pages, SDK or API description. */
  DOCUMENTED,
  /** Third parties, or vendor sources that contradict each other. */
  REPORTED,
  /** Earlier documents of this project; kept for servers that still speak it. */
  SEED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
