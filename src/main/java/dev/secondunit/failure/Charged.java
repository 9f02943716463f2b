package dev.secondunit.failure;

/** Whether money may have been spent by the time a failure is reported. */
public enum Charged {
  /** Certainly nothing was billed. */
  NO,
  /** The vendor billed, or bills by its own rules, although there is no result. */
  YES,
  /** It cannot be told; the amount stays reserved and counts as spent. */
  UNKNOWN;

  /** The word on the wire, in lower case. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
