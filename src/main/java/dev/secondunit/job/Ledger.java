package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What was reserved and spent. Every call does I/O; safe for many threads. */
public interface Ledger {
  /**
   * The money of one create.
   *
   * @param sequence 1 for the first reservation of a job, higher for a bought retry
   * @param state {@code reserved} while open, {@code spent}, {@code released}, or {@code unknown}
   *     when it cannot be told and counts as spent
   * @param reserved what is held; zero where no price was known
   * @param settled what was billed, or null while that is open or unknown
   */
  record Entry(
      String jobId,
      int sequence,
      String session,
      String backend,
      String model,
      String state,
      UsdAmount reserved,
      UsdAmount settled,
      Instant reservedAt,
      Instant settledAt) {
    /** Whether it counts nothing only because nobody knows the price. */
    public boolean priceUnknown() {
      return settled == null && reserved.micros() == 0;
    }
  }

  /** Entries reserved in the given days, both included, oldest first; null means no limit. */
  List<Entry> entries(LocalDate from, LocalDate to);

  /**
   * What counts as spent: settled amounts, and reservations that are open or unknown. Entries
   * without any amount are not in it.
   */
  Totals totals(String session, LocalDate day);

  /** Spent by scope. */
  record Totals(UsdAmount session, UsdAmount day, UsdAmount total) {}
}
