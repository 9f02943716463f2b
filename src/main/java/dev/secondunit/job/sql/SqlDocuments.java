package dev.secondunit.job.sql;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Document;
import dev.secondunit.job.Documents;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Documents in SQL. */
public final class SqlDocuments implements Documents {
  /** Who owns what came neither from a job nor through the view of an owner. */
  private static final String LOCAL = "local";

  private final Transactions transactions;
  private final String owner;

  public SqlDocuments(Database database) {
    this(database.transactions(), null);
  }

  private SqlDocuments(Transactions transactions, String owner) {
    this.transactions = transactions;
    this.owner = owner;
  }

  @Override
  public Documents ownedBy(String owner) {
    return new SqlDocuments(transactions, Objects.requireNonNull(owner, "owner"));
  }

  static void put(Connection connection, Document document) throws SQLException {
    put(connection, document, LOCAL);
  }

  private static void put(Connection connection, Document document, String owner)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO document (kind, id, job_id, content, created_at, expires_at, owner)"
                + " VALUES (?, ?, ?, ?, ?, ?,"
                + " COALESCE((SELECT owner FROM job WHERE job.id = ?), ?))"
                + " ON CONFLICT (kind, id) DO UPDATE SET"
                + " job_id = excluded.job_id, content = excluded.content,"
                + " created_at = excluded.created_at, expires_at = excluded.expires_at"
                + " WHERE document.owner = excluded.owner")) {
      JobRows.set(
          statement,
          document.kind(),
          document.id(),
          document.jobId(),
          document.content(),
          document.createdAt());
      JobRows.setNumber(
          statement, 6, document.expiresAt() == null ? null : document.expiresAt().toEpochMilli());
      statement.setString(7, document.jobId());
      statement.setString(8, owner);
      statement.executeUpdate();
    }
  }

  @Override
  public void put(Document document) {
    transactions.write(
        connection -> {
          put(connection, document, owner == null ? LOCAL : owner);
          return null;
        });
  }

  @Override
  public Optional<Document> find(String kind, String id) {
    return query("kind = ? AND id = ?", "", kind, id).stream().findFirst();
  }

  @Override
  public List<Document> ofJob(String kind, String jobId) {
    return query("job_id = ? AND kind = ?", " ORDER BY created_at, id", jobId, kind);
  }

  @Override
  public List<Document> list(String kind, String afterId, int limit) {
    String newest = " ORDER BY id DESC LIMIT " + limit;
    return afterId == null
        ? query("kind = ?", newest, kind)
        : query("kind = ? AND id < ?", newest, kind, afterId);
  }

  private List<Document> query(String condition, String order, String... wanted) {
    List<String> values = new ArrayList<>(List.of(wanted));
    String sql = "SELECT * FROM document WHERE " + condition;
    if (owner != null) {
      sql += " AND owner = ?";
      values.add(owner);
    }
    return query(sql + order, values);
  }

  private List<Document> query(String sql, List<String> values) {
    return transactions.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            JobRows.set(statement, values.toArray());
            try (ResultSet result = statement.executeQuery()) {
              List<Document> documents = new ArrayList<>();
              while (result.next()) {
                documents.add(read(result));
              }
              return documents;
            }
          }
        });
  }

  private static Document read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    try {
      return new Document(
          row.getString("kind"),
          id,
          row.getString("job_id"),
          (ObjectNode) JsonMapper.shared().readTree(row.getString("content")),
          JobRows.instant(row, "created_at"),
          JobRows.instant(row, "expires_at"));
    } catch (JacksonException | ClassCastException e) {
      throw new FailureException(
          Failure.of(
              ErrorCode.DATABASE_UNAVAILABLE, "The record " + id + " in the database is damaged."),
          e);
    }
  }
}
