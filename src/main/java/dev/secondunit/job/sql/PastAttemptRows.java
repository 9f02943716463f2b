package dev.secondunit.job.sql;

import dev.secondunit.job.JobChange;
import dev.secondunit.job.PastAttempt;
import dev.secondunit.job.PastAttempts;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between the column {@code past_attempts} and {@link PastAttempts}. Written only where a job goes
 * on from an attempt, inside the transaction in which it does.
 */
final class PastAttemptRows {
  private PastAttemptRows() {}

  /**
   * Keeps the attempt that a change leaves, with what its reservation says before it is settled.
   * One that was left before stays as it was kept then.
   */
  static void leave(Connection connection, JobChange change) throws SQLException {
    int number;
    String backend;
    String model;
    PastAttempts before;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT attempt, backend, model, past_attempts FROM job WHERE id = ?")) {
      JobRows.set(statement, change.jobId());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        number = row.getInt("attempt");
        backend = row.getString("backend");
        model = row.getString("model");
        before = read(row.getString("past_attempts"));
      }
    }
    if (number < 1 || before.number(number).isPresent()) {
      return;
    }
    UsdAmount cost = LedgerEntries.costOfNewest(connection, change.jobId());
    write(
        connection,
        change.jobId(),
        before.with(new PastAttempt(number, backend, model, change.leftAs(), cost, null)));
  }

  static void write(Connection connection, String jobId, PastAttempts attempts)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE job SET past_attempts = ? WHERE id = ?")) {
      JobRows.set(statement, attempts.equals(PastAttempts.NONE) ? null : json(attempts), jobId);
      statement.executeUpdate();
    }
  }

  private static ObjectNode json(PastAttempts attempts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (attempts.untold() > 0) {
      json.put("untold", attempts.untold());
    }
    ArrayNode past = json.putArray("past");
    for (PastAttempt each : attempts.kept()) {
      ObjectNode one = past.addObject().put("attempt", each.number());
      one.put("backend", each.backend()).put("model", each.model());
      one.put("fate", each.fate().word());
      if (each.cost() != null) {
        one.put("micros", each.cost().micros());
      }
      if (each.lateJob() != null) {
        one.put("late_job", each.lateJob());
      }
    }
    return json;
  }

  /**
   * @param text null for none
   * @throws IllegalArgumentException when it is no such column
   */
  static PastAttempts read(String text) {
    if (text == null) {
      return PastAttempts.NONE;
    }
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("its past attempts are not JSON", e);
    }
    List<PastAttempt> kept = new ArrayList<>();
    for (JsonNode each : json.path("past")) {
      String word = each.path("fate").asString("");
      kept.add(
          new PastAttempt(
              each.path("attempt").asInt(0),
              each.path("backend").asString(""),
              each.path("model").asString(""),
              PastAttempt.Fate.of(word)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "the fate of a past attempt is \"" + word + "\"")),
              each.has("micros") ? new UsdAmount(each.path("micros").asLong()) : null,
              each.path("late_job").asString(null)));
    }
    return new PastAttempts(json.path("untold").asInt(0), kept);
  }
}
