package dev.secondunit.job.sql;

import dev.secondunit.job.NewJob;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was reserved and settled for every attempt of a job, written in the transaction of that job.
 */
final class LedgerEntries {
  static final String RESERVED = "reserved";
  static final String SPENT = "spent";
  static final String RELEASED = "released";
  static final String UNKNOWN = "unknown";

  private LedgerEntries() {}

  /**
   * Begins the account of a new job, or throws {@code budget_exceeded} and leaves no trace. Every
   * job that may be billed has an entry, also one that holds nothing because its price is unknown.
   */
  static void reserve(Connection connection, NewJob job, SpendingCaps caps, Instant now)
      throws SQLException {
    if (job.free()) {
      return;
    }
    Spending.hold(connection, job.session(), job.held(), caps, now);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " reserved_at) VALUES (?, 1, ?, ?, ?, ?, ?, ?)")) {
      JobRows.set(
          statement,
          job.id(),
          job.session(),
          job.backend(),
          job.model(),
          RESERVED,
          job.held(),
          now);
      statement.executeUpdate();
    }
  }

  /**
   * Holds for another attempt what the last one held, or cost where that was more; or throws {@code
   * budget_exceeded} and leaves no trace. A job without entries is free.
   */
  static void reserveAgain(Connection connection, String jobId, SpendingCaps caps, Instant now)
      throws SQLException {
    List<Entry> newestFirst = entries(connection, jobId);
    if (newestFirst.isEmpty()) {
      return;
    }
    Entry last = newestFirst.get(0);
    UsdAmount amount = new UsdAmount(Math.max(last.reserved(), last.settled()));
    Spending.hold(connection, last.session(), amount, caps, now);
    insert(connection, jobId, amount, now);
  }

  /**
   * What the newest attempt has cost of a job that goes on from it; null when that is not known. An
   * open reservation goes on with the job, so nothing was billed.
   */
  static UsdAmount costOfNewest(Connection connection, String jobId) throws SQLException {
    List<Entry> newestFirst = entries(connection, jobId);
    if (newestFirst.isEmpty()) {
      return UsdAmount.ZERO;
    }
    Entry newest = newestFirst.get(0);
    return switch (newest.state()) {
      case SPENT, RELEASED -> new UsdAmount(newest.settled());
      case RESERVED -> UsdAmount.ZERO;
      default -> null;
    };
  }

  /**
   * Settles the open reservation of a job.
   *
   * @param over whether the job is over with this change: an open reservation then becomes unknown
   */
  static void settle(
      Connection connection, String jobId, Settlement settlement, boolean over, Instant now)
      throws SQLException {
    if (settlement instanceof Settlement.Keep) {
      Entry open = over ? open(connection, jobId) : null;
      if (open != null) {
        close(connection, jobId, open, UNKNOWN, null, now);
      }
      return;
    }
    UsdAmount amount =
        settlement instanceof Settlement.Spent spent ? spent.amount() : UsdAmount.ZERO;
    Entry open = open(connection, jobId);
    if (open == null) {
      if (amount.micros() == 0) {
        return;
      }
      // Billed although nothing was reserved: the price was not known beforehand.
      insert(connection, jobId, UsdAmount.ZERO, now);
      open = open(connection, jobId);
    }
    book(connection, open, amount.micros() - open.reserved());
    close(
        connection,
        jobId,
        open,
        settlement instanceof Settlement.Spent ? SPENT : RELEASED,
        amount,
        now);
  }

  /**
   * Gives back what a job holds and holds another amount for the backend and model that its row
   * names now; or throws {@code budget_exceeded} and leaves no trace.
   */
  static void rebook(Connection connection, String jobId, Settlement.Rebook anew, Instant now)
      throws SQLException {
    settle(connection, jobId, Settlement.RELEASE, false, now);
    String session;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT session FROM job WHERE id = ?")) {
      JobRows.set(statement, jobId);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        session = row.getString(1);
      }
    }
    Spending.hold(connection, session, anew.amount(), anew.caps(), now);
    insert(connection, jobId, anew.amount(), now);
  }

  /**
   * The present attempt may have been given up, and is not unknown any more: what it reserved is
   * open again.
   *
   * @param boughtAnew whether another reservation was made since, to be given back
   * @param unknown whether the job was given up as unknown until now
   */
  static void reclaim(
      Connection connection, String jobId, boolean boughtAnew, boolean unknown, Instant now)
      throws SQLException {
    List<Entry> newestFirst = entries(connection, jobId);
    if (newestFirst.isEmpty()) {
      return;
    }
    Entry newest = newestFirst.get(0);
    Optional<Entry> newestUnknown =
        newestFirst.stream().filter(each -> each.state().equals(UNKNOWN)).findFirst();
    if (!boughtAnew) {
      // A newer one may have been given back before.
      Entry own = unknown ? newestUnknown.orElse(newest) : newest;
      boolean open = newestFirst.stream().anyMatch(each -> each.state().equals(RESERVED));
      if (!open) {
        reopen(connection, jobId, own);
      }
      return;
    }
    if (newestUnknown.isEmpty()) {
      return;
    }
    if (newest.state().equals(RESERVED)) {
      book(connection, newest, -newest.reserved());
      close(connection, jobId, newest, RELEASED, UsdAmount.ZERO, now);
    }
    reopen(connection, jobId, newestUnknown.get());
  }

  private static void reopen(Connection connection, String jobId, Entry entry) throws SQLException {
    if (entry.state().equals(RELEASED)) {
      book(connection, entry, entry.reserved());
    }
    if (entry.state().equals(RELEASED) || entry.state().equals(UNKNOWN)) {
      close(connection, jobId, entry, RESERVED, null, null);
    }
  }

  /**
   * Begins the account of a job that the late answer to an attempt of another one became.
   *
   * @param kept whether what is kept as unknown with that one is this attempt's; then it moves
   */
  static void takeIn(Connection connection, String from, String to, boolean kept, Instant now)
      throws SQLException {
    if (kept && moveUnknown(connection, from, to)) {
      return;
    }
    if (entries(connection, from).isEmpty()) {
      return;
    }
    // Nothing was kept for this attempt, and yet it was bought: count it, whatever the caps say.
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " reserved_at) SELECT job.id, 1, entry.session, job.backend, job.model, ?,"
                + " entry.reserved, ? FROM ledger_entry AS entry, job WHERE entry.job_id = ?"
                + " AND job.id = ? ORDER BY CASE WHEN entry.backend = job.backend"
                + " AND entry.model = job.model THEN 0 ELSE 1 END, entry.sequence DESC LIMIT 1")) {
      JobRows.set(statement, RESERVED, now, from, to);
      statement.executeUpdate();
    }
    Entry added = entries(connection, to).get(0);
    book(connection, added, added.reserved());
  }

  private static boolean moveUnknown(Connection connection, String from, String to)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE ledger_entry SET job_id = ?, sequence = 1, state = ?, settled_at = NULL"
                + " WHERE job_id = ? AND sequence = (SELECT MIN(sequence) FROM ledger_entry"
                + " WHERE job_id = ? AND state = ?)")) {
      JobRows.set(statement, to, RESERVED, from, from, UNKNOWN);
      return statement.executeUpdate() > 0;
    }
  }

  private static void book(Connection connection, Entry entry, long difference)
      throws SQLException {
    Spending.book(connection, entry.session(), entry.reservedAt(), difference);
  }

  /** Another entry of a job, of the backend and model that its row names now. */
  private static void insert(Connection connection, String jobId, UsdAmount reserved, Instant now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " reserved_at) SELECT job.id, COALESCE(MAX(ledger_entry.sequence), 0) + 1,"
                + " job.session, job.backend, job.model, ?, ?, ? FROM job LEFT JOIN ledger_entry"
                + " ON ledger_entry.job_id = job.id WHERE job.id = ?"
                + " GROUP BY job.id, job.session, job.backend, job.model")) {
      JobRows.set(statement, RESERVED, reserved, now, jobId);
      statement.executeUpdate();
    }
  }

  /**
   * @param settled zero while nothing is known to have been billed
   */
  private record Entry(
      int sequence,
      String state,
      long reserved,
      long settled,
      String session,
      Instant reservedAt) {}

  private static List<Entry> entries(Connection connection, String jobId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT sequence, state, reserved, COALESCE(settled, 0), session, reserved_at"
                + " FROM ledger_entry WHERE job_id = ? ORDER BY sequence DESC")) {
      JobRows.set(statement, jobId);
      try (ResultSet rows = statement.executeQuery()) {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
          entries.add(
              new Entry(
                  rows.getInt(1),
                  rows.getString(2),
                  rows.getLong(3),
                  rows.getLong(4),
                  rows.getString(5),
                  Instant.ofEpochMilli(rows.getLong(6))));
        }
        return entries;
      }
    }
  }

  /**
   * The reservation that is open, or the last one when it was declared unknown; null without one.
   * An unknown one that was bought anew after stays unknown.
   */
  private static Entry open(Connection connection, String jobId) throws SQLException {
    List<Entry> newestFirst = entries(connection, jobId);
    for (Entry entry : newestFirst) {
      if (entry.state().equals(RESERVED)) {
        return entry;
      }
    }
    return !newestFirst.isEmpty() && newestFirst.get(0).state().equals(UNKNOWN)
        ? newestFirst.get(0)
        : null;
  }

  private static void close(
      Connection connection, String jobId, Entry open, String state, UsdAmount settled, Instant now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE ledger_entry SET state = ?, settled = ?, settled_at = ? WHERE job_id = ?"
                + " AND sequence = ?")) {
      statement.setString(1, state);
      JobRows.setNumber(statement, 2, settled == null ? null : settled.micros());
      JobRows.setNumber(statement, 3, now == null ? null : now.toEpochMilli());
      statement.setString(4, jobId);
      statement.setInt(5, open.sequence());
      statement.executeUpdate();
    }
  }
}
