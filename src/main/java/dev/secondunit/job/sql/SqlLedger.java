package dev.secondunit.job.sql;

import dev.secondunit.job.Ledger;
import dev.secondunit.media.UsdAmount;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The ledger in SQL. */
public final class SqlLedger implements Ledger {
  private final Transactions transactions;

  public SqlLedger(Database database) {
    this.transactions = database.transactions();
  }

  @Override
  public List<Entry> entries(LocalDate from, LocalDate to) {
    long start = from == null ? 0 : startOf(from);
    long end = to == null ? Long.MAX_VALUE : startOf(to.plusDays(1));
    return transactions.read(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT * FROM ledger_entry WHERE reserved_at >= ? AND reserved_at < ?"
                      + " ORDER BY reserved_at, job_id, sequence")) {
            JobRows.set(statement, start, end);
            try (ResultSet result = statement.executeQuery()) {
              List<Entry> entries = new ArrayList<>();
              while (result.next()) {
                entries.add(read(result));
              }
              return entries;
            }
          }
        });
  }

  private static long startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static Entry read(ResultSet row) throws SQLException {
    Long settled = JobRows.number(row, "settled");
    return new Entry(
        row.getString("job_id"),
        row.getInt("sequence"),
        row.getString("session"),
        row.getString("backend"),
        row.getString("model"),
        row.getString("state"),
        new UsdAmount(row.getLong("reserved")),
        settled == null ? null : new UsdAmount(settled),
        JobRows.instant(row, "reserved_at"),
        JobRows.instant(row, "settled_at"));
  }

  @Override
  public Totals totals(String session, LocalDate day) {
    return transactions.read(
        connection ->
            new Totals(
                session == null
                    ? UsdAmount.ZERO
                    : Spending.amount(connection, Spending.sessionScope(session)),
                Spending.amount(connection, Spending.dayScope(day)),
                Spending.amount(connection, Spending.totalScope())));
  }
}
