package dev.secondunit.job.sql;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Reserves and settles money inside the transaction of the job it belongs to. Each scope has one
 * row that is raised by a guarded update: zero rows mean that the cap would be passed, and no
 * interleaving of callers can pass it.
 */
final class Spending {
  static final String RESERVED = "reserved";
  static final String SPENT = "spent";
  static final String RELEASED = "released";
  static final String UNKNOWN = "unknown";

  private static final String TOTAL = "total";

  private Spending() {}

  static String dayScope(Instant at) {
    return dayScope(LocalDate.ofInstant(at, ZoneOffset.UTC));
  }

  static String dayScope(LocalDate day) {
    return "day:" + day;
  }

  static String sessionScope(String session) {
    return "session:" + session;
  }

  static String totalScope() {
    return TOTAL;
  }

  /** Holds an amount for a job, or throws {@code budget_exceeded} and leaves no trace. */
  static void reserve(
      Connection connection,
      String jobId,
      String session,
      String backend,
      String model,
      UsdAmount amount,
      SpendingCaps caps,
      Instant now)
      throws SQLException {
    if (amount.micros() == 0) {
      return;
    }
    if (caps.perCall() != null && amount.compareTo(caps.perCall()) > 0) {
      throw exceeded("SECOND_UNIT_MAX_USD_PER_CALL", caps.perCall(), UsdAmount.ZERO, amount);
    }
    raise(connection, TOTAL, amount, caps.total(), "SECOND_UNIT_MAX_USD_TOTAL");
    raise(connection, dayScope(now), amount, caps.perDay(), "SECOND_UNIT_MAX_USD_PER_DAY");
    raise(
        connection,
        sessionScope(session),
        amount,
        caps.perSession(),
        "SECOND_UNIT_MAX_USD_PER_SESSION");
    insert(connection, jobId, session, backend, model, amount, now);
  }

  private static void insert(
      Connection connection,
      String jobId,
      String session,
      String backend,
      String model,
      UsdAmount amount,
      Instant now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " reserved_at) SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?, ?, ?, ?, ?, ?"
                + " FROM ledger_entry WHERE job_id = ?")) {
      JobRows.set(statement, jobId, session, backend, model, RESERVED, amount, now, jobId);
      statement.executeUpdate();
    }
  }

  private static void raise(
      Connection connection, String scope, UsdAmount amount, UsdAmount cap, String setting)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO spending (scope, amount) VALUES (?, 0) ON CONFLICT (scope) DO NOTHING")) {
      JobRows.set(statement, scope);
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE spending SET amount = amount + ? WHERE scope = ? AND amount + ? <= ?")) {
      JobRows.set(
          statement, amount, scope, amount, cap == null ? (Long) Long.MAX_VALUE : cap.micros());
      if (statement.executeUpdate() == 0) {
        throw exceeded(setting, cap, amount(connection, scope), amount);
      }
    }
  }

  private static RuntimeException exceeded(
      String setting, UsdAmount cap, UsdAmount spent, UsdAmount wanted) {
    long left = Math.max(0, (cap == null ? Long.MAX_VALUE : cap.micros()) - spent.micros());
    return Failure.of(
            ErrorCode.BUDGET_EXCEEDED,
            "This would cost "
                + wanted
                + " and "
                + setting
                + " ("
                + cap
                + ") leaves "
                + new UsdAmount(left)
                + ". Nothing was sent.")
        .withField("max_cost_usd", wanted.usd().toPlainString())
        .withHint(
            "Ask for something cheaper (dry_run shows the price), use backend_type previz, or let"
                + " the user raise "
                + setting
                + ".")
        .asException();
  }

  static UsdAmount amount(Connection connection, String scope) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT amount FROM spending WHERE scope = ?")) {
      JobRows.set(statement, scope);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new UsdAmount(rows.getLong(1)) : UsdAmount.ZERO;
      }
    }
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
      if (over) {
        setOpen(connection, jobId, UNKNOWN, null, now);
      }
      return;
    }
    UsdAmount amount =
        settlement instanceof Settlement.Spent spent ? spent.amount() : UsdAmount.ZERO;
    Open open = open(connection, jobId);
    if (open == null) {
      if (amount.micros() == 0) {
        return;
      }
      // Billed although nothing was reserved: the price was not known beforehand.
      insertUnreserved(connection, jobId, now);
      open = open(connection, jobId);
    }
    long difference = amount.micros() - open.reserved();
    for (String scope :
        new String[] {TOTAL, dayScope(open.reservedAt()), sessionScope(open.session())}) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO spending (scope, amount) VALUES (?, ?) ON CONFLICT (scope)"
                  + " DO UPDATE SET amount = spending.amount + excluded.amount")) {
        JobRows.set(statement, scope, difference);
        statement.executeUpdate();
      }
    }
    setOpen(
        connection, jobId, settlement instanceof Settlement.Spent ? SPENT : RELEASED, amount, now);
  }

  private static void insertUnreserved(Connection connection, String jobId, Instant now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " reserved_at) SELECT job.id, COALESCE(MAX(ledger_entry.sequence), 0) + 1,"
                + " job.session, job.backend, job.model, ?, 0, ? FROM job LEFT JOIN ledger_entry"
                + " ON ledger_entry.job_id = job.id WHERE job.id = ?"
                + " GROUP BY job.id, job.session, job.backend, job.model")) {
      JobRows.set(statement, RESERVED, now, jobId);
      statement.executeUpdate();
    }
  }

  private record Open(long reserved, String session, Instant reservedAt) {}

  /** The reservation that is still open or was declared unknown, or null. */
  private static Open open(Connection connection, String jobId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT reserved, session, reserved_at FROM ledger_entry WHERE job_id = ?"
                + " AND state IN ('reserved', 'unknown') ORDER BY sequence DESC LIMIT 1")) {
      JobRows.set(statement, jobId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? new Open(rows.getLong(1), rows.getString(2), Instant.ofEpochMilli(rows.getLong(3)))
            : null;
      }
    }
  }

  private static void setOpen(
      Connection connection, String jobId, String state, UsdAmount settled, Instant now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE ledger_entry SET state = ?, settled = ?, settled_at = ? WHERE job_id = ?"
                + " AND state IN ('reserved', 'unknown') AND sequence ="
                + " (SELECT MAX(sequence) FROM ledger_entry WHERE job_id = ?)")) {
      statement.setString(1, state);
      JobRows.setNumber(statement, 2, settled == null ? null : settled.micros());
      JobRows.setNumber(statement, 3, now.toEpochMilli());
      statement.setString(4, jobId);
      statement.setString(5, jobId);
      statement.executeUpdate();
    }
  }
}
