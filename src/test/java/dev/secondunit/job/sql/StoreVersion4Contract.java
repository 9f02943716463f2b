package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.job.Ledger.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What every job store promises of a database in which an unknown price had no entry. */
abstract class StoreVersion4Contract extends StoreContract {
  StoreVersion4Contract(StoreDatabase tested) {
    super(tested);
  }

  @Test
  void databaseOfVersion4_itsJobsOfUnknownPriceGetAnEntry() throws Exception {
    closeStore();
    DataSource older = tested.atVersion(4);
    String unknown = FailureJson.write(charged(Charged.UNKNOWN)).toString();
    String unbilled = FailureJson.write(failure()).toString();
    try (Connection connection = older.getConnection()) {
      insert(connection, "job_queued", "generation", "queued", "{}", null);
      insert(connection, "job_made", "generation", "succeeded", "{}", null);
      insert(connection, "job_said", "analysis", "succeeded", "{}", null);
      insert(connection, "job_lost", "generation", "failed", "{}", unknown);
      insert(connection, "job_refused", "generation", "failed", "{}", unbilled);
      insert(connection, "job_never_sent", "generation", "cancelled", "{}", null);
      insert(connection, "job_free", "generation", "succeeded", "{\"estimate_micros\":0}", null);
      insert(connection, "job_local", "assembly", "succeeded", "{}", null);
      insert(connection, "job_has_one", "generation", "succeeded", "{}", null);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " settled, reserved_at) VALUES ('job_has_one', 1, 's', 'b', 'm', 'spent', 0,"
                + " 70000, 1)");
      }
    }
    open(tested.open());

    Map<String, String> states =
        ledger.entries(null, null).stream()
            .collect(Collectors.toMap(Entry::jobId, Entry::state, (a, b) -> "two", TreeMap::new));
    assertEquals(
        Map.of(
            "job_queued", "reserved",
            "job_made", "unknown",
            "job_said", "unknown",
            "job_lost", "unknown",
            "job_refused", "released",
            "job_never_sent", "released",
            "job_has_one", "spent"),
        states);
    assertTrue(pruned("job_made").paid());
    assertFalse(pruned("job_free").paid());
  }

  private static void insert(
      Connection connection, String id, String kind, String state, String plan, String failure)
      throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO job (id, kind, state, owner, session, backend, model, request, plan,"
                + " fingerprint, failure, created_at, updated_at, finished_at)"
                + " VALUES (?, ?, ?, 'local', 's', 'b', 'm', '{}', ?, ?, ?, 1, 1, 2)")) {
      JobRows.set(statement, id, kind, state, plan, id, failure);
      statement.executeUpdate();
    }
  }
}
