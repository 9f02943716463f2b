package dev.secondunit.job.sql;

import dev.secondunit.job.NewJob;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Shortfall;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /**
   * Begins the account of a new job, or throws {@code budget_exceeded} and leaves no trace. Every
   * job that may be billed has an entry, also one that holds nothing because its price is unknown.
   */
  static void reserve(Connection connection, NewJob job, SpendingCaps caps, Instant now)
      throws SQLException {
    if (job.free()) {
      return;
    }
    hold(connection, job.session(), job.held(), caps, now);
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
    List<Open> newestFirst = entries(connection, jobId);
    if (newestFirst.isEmpty()) {
      return;
    }
    Open last = newestFirst.get(0);
    UsdAmount amount = new UsdAmount(Math.max(last.reserved(), last.settled()));
    hold(connection, last.session(), amount, caps, now);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " reserved_at) SELECT job_id, sequence + 1, session, backend, model, ?, ?, ?"
                + " FROM ledger_entry WHERE job_id = ? AND sequence = ?")) {
      JobRows.set(statement, RESERVED, amount, now, jobId, last.sequence());
      statement.executeUpdate();
    }
  }

  private static void hold(
      Connection connection, String session, UsdAmount amount, SpendingCaps caps, Instant now)
      throws SQLException {
    if (amount.micros() == 0) {
      return;
    }
    Optional<Shortfall> alone = perCall(amount, caps);
    if (alone.isPresent()) {
      throw alone.get().refusing(amount).asException();
    }
    for (Scope scope : scopes(session, caps, now)) {
      raise(connection, scope, amount);
    }
  }

  /** A sum that a cap is for. */
  private record Scope(String name, UsdAmount cap, String setting) {
    Shortfall leaving(UsdAmount spent) {
      return new Shortfall(setting, cap, new UsdAmount(Math.max(0, cap.micros() - spent.micros())));
    }
  }

  private static List<Scope> scopes(String session, SpendingCaps caps, Instant now) {
    return List.of(
        new Scope(TOTAL, caps.total(), "SECOND_UNIT_MAX_USD_TOTAL"),
        new Scope(dayScope(now), caps.perDay(), "SECOND_UNIT_MAX_USD_PER_DAY"),
        new Scope(sessionScope(session), caps.perSession(), "SECOND_UNIT_MAX_USD_PER_SESSION"));
  }

  private static Optional<Shortfall> perCall(UsdAmount amount, SpendingCaps caps) {
    return caps.perCall() != null && amount.compareTo(caps.perCall()) > 0
        ? Optional.of(new Shortfall("SECOND_UNIT_MAX_USD_PER_CALL", caps.perCall(), caps.perCall()))
        : Optional.empty();
  }

  /** The first cap that would refuse so much at once. Reads only. */
  static Optional<Shortfall> shortfall(
      Connection connection, UsdAmount amount, String session, SpendingCaps caps, Instant now)
      throws SQLException {
    Optional<Shortfall> alone = perCall(amount, caps);
    if (amount.micros() == 0 || alone.isPresent()) {
      return alone;
    }
    for (Scope scope : scopes(session, caps, now)) {
      if (scope.cap() == null) {
        continue;
      }
      Shortfall rest = scope.leaving(amount(connection, scope.name()));
      if (amount.compareTo(rest.left()) > 0) {
        return Optional.of(rest);
      }
    }
    return Optional.empty();
  }

  private static void raise(Connection connection, Scope scope, UsdAmount amount)
      throws SQLException {
    UsdAmount cap = scope.cap() == null ? new UsdAmount(Long.MAX_VALUE) : scope.cap();
    if (raised(connection, scope, amount, cap)) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO spending (scope, amount) VALUES (?, 0) ON CONFLICT (scope) DO NOTHING")) {
      JobRows.set(statement, scope.name());
      statement.executeUpdate();
    }
    if (!raised(connection, scope, amount, cap)) {
      throw new Scope(scope.name(), cap, scope.setting())
          .leaving(amount(connection, scope.name()))
          .refusing(amount)
          .asException();
    }
  }

  /** False when the cap would be passed, and when nothing was ever counted in the scope. */
  private static boolean raised(Connection connection, Scope scope, UsdAmount amount, UsdAmount cap)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE spending SET amount = amount + ? WHERE scope = ? AND amount + ? <= ?")) {
      JobRows.set(statement, amount, scope.name(), amount, cap);
      return statement.executeUpdate() > 0;
    }
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
      Open open = over ? open(connection, jobId) : null;
      if (open != null) {
        close(connection, jobId, open, UNKNOWN, null, now);
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
    hold(connection, session, anew.amount(), anew.caps(), now);
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
    List<Open> newestFirst = entries(connection, jobId);
    if (newestFirst.isEmpty()) {
      return;
    }
    Open newest = newestFirst.get(0);
    Optional<Open> newestUnknown =
        newestFirst.stream().filter(each -> each.state().equals(UNKNOWN)).findFirst();
    if (!boughtAnew) {
      // A newer one may have been given back before.
      Open own = unknown ? newestUnknown.orElse(newest) : newest;
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

  private static void reopen(Connection connection, String jobId, Open entry) throws SQLException {
    if (entry.state().equals(RELEASED)) {
      book(connection, entry, entry.reserved());
    }
    if (entry.state().equals(RELEASED) || entry.state().equals(UNKNOWN)) {
      close(connection, jobId, entry, RESERVED, null, null);
    }
  }

  /** Moves what an unknown attempt of one job reserved to the job its late answer became. */
  static void moveUnknown(Connection connection, String from, String to, Instant now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE ledger_entry SET job_id = ?, sequence = 1, state = ?, settled_at = NULL"
                + " WHERE job_id = ? AND sequence = (SELECT MIN(sequence) FROM ledger_entry"
                + " WHERE job_id = ? AND state = ?)")) {
      JobRows.set(statement, to, RESERVED, from, from, UNKNOWN);
      if (statement.executeUpdate() > 0) {
        return;
      }
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
    Open added = entries(connection, to).get(0);
    book(connection, added, added.reserved());
  }

  /** Changes every sum that an entry counts in. */
  private static void book(Connection connection, Open entry, long difference) throws SQLException {
    for (String scope :
        new String[] {TOTAL, dayScope(entry.reservedAt()), sessionScope(entry.session())}) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO spending (scope, amount) VALUES (?, ?) ON CONFLICT (scope)"
                  + " DO UPDATE SET amount = spending.amount + excluded.amount")) {
        JobRows.set(statement, scope, difference);
        statement.executeUpdate();
      }
    }
  }

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
  private record Open(
      int sequence,
      String state,
      long reserved,
      long settled,
      String session,
      Instant reservedAt) {}

  private static List<Open> entries(Connection connection, String jobId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT sequence, state, reserved, COALESCE(settled, 0), session, reserved_at"
                + " FROM ledger_entry WHERE job_id = ? ORDER BY sequence DESC")) {
      JobRows.set(statement, jobId);
      try (ResultSet rows = statement.executeQuery()) {
        List<Open> entries = new ArrayList<>();
        while (rows.next()) {
          entries.add(
              new Open(
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
  private static Open open(Connection connection, String jobId) throws SQLException {
    List<Open> newestFirst = entries(connection, jobId);
    for (Open entry : newestFirst) {
      if (entry.state().equals(RESERVED)) {
        return entry;
      }
    }
    return !newestFirst.isEmpty() && newestFirst.get(0).state().equals(UNKNOWN)
        ? newestFirst.get(0)
        : null;
  }

  private static void close(
      Connection connection, String jobId, Open open, String state, UsdAmount settled, Instant now)
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
