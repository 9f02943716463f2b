package dev.secondunit.job;

import java.util.Locale;
import java.util.Optional;

/** Where a job stands. {@link JobTransitions} says which changes are legal. */
public enum JobState {
  /** Accepted here and on disk; nothing was sent. */
  QUEUED(false),
  /** The intent to send is on disk; a create may be on its way to the vendor. */
  SUBMITTING(false),
  /** The vendor accepted it and its id is on disk. */
  RUNNING(false),
  /** The vendor is done and the files are being fetched, checked and stored. */
  DOWNLOADING(false),
  /** The files are stored. */
  SUCCEEDED(true),
  /** Over without files; the failure says why and whether it cost money. */
  FAILED(true),
  /** Stopped on request. */
  CANCELLED(true),
  /**
   * The vendor dropped the job or its result before it could be fetched, as far as it says. A retry
   * asks once more.
   */
  EXPIRED(true),
  /**
   * A create was sent and its fate is not known. Stays until the vendor's records, a person or a
   * retry with an explicit word decides; its money counts as spent.
   */
  SUBMIT_UNKNOWN(true);

  private final boolean terminal;

  JobState(boolean terminal) {
    this.terminal = terminal;
  }

  /** Whether nothing more happens by itself. */
  public boolean terminal() {
    return terminal;
  }

  /** The word on the wire and in the database, in lower case: {@code submit_unknown}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<JobState> of(String word) {
    for (JobState state : values()) {
      if (state.word().equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
