package dev.secondunit.simulate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a request to a vendor is for, as far as money and faults are concerned. */
public enum Operation {
  /** May start work that costs money: every generation and every analysis. */
  CREATE,
  /** Asks about one job. */
  POLL,
  LIST,
  CANCEL,
  DELETE,
  /** Brings a file to the vendor. */
  UPLOAD,
  /** Facts of a file at the vendor. */
  FILE,
  /** Fetches bytes of a result. */
  DOWNLOAD,
  /** Models, voices, tokens and the like. */
  READ;

  /** The word in the control plane, such as {@code create}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Operation> of(String word) {
    return Arrays.stream(values()).filter(operation -> operation.word().equals(word)).findFirst();
  }
}
