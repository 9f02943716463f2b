package dev.secondunit.job.sql;

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
import java.util.List;
import java.util.Optional;

/**
 * The sums under the caps, changed inside the transaction of the job that the money belongs to.
 * Each scope has one row that is raised by a guarded update: zero rows mean that the cap would be
 * passed, and no interleaving of callers can pass it.
 */
final class Spending {
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
   * Counts so much in every sum, or throws {@code budget_exceeded}; then the transaction is to
   * leave no trace.
   */
  static void hold(
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
   * Changes every sum that an entry counts in, whatever the caps say.
   *
   * @param reservedAt when the entry was made, as it stays counted on that day
   * @param difference in millionths of a USD, below zero to give back
   */
  static void book(Connection connection, String session, Instant reservedAt, long difference)
      throws SQLException {
    for (String scope : List.of(TOTAL, dayScope(reservedAt), sessionScope(session))) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO spending (scope, amount) VALUES (?, ?) ON CONFLICT (scope)"
                  + " DO UPDATE SET amount = spending.amount + excluded.amount")) {
        JobRows.set(statement, scope, difference);
        statement.executeUpdate();
      }
    }
  }
}
