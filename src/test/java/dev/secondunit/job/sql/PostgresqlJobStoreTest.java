package dev.secondunit.job.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresqlJobStoreTest extends JobStoreContract {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void startServer() throws Exception {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @Override
  Database open() throws Exception {
    empty();
    return openAgain();
  }

  @Override
  Database openAgain() {
    return Database.postgresql(server.getJdbcUrl("postgres", "postgres"));
  }

  @Override
  DataSource atVersion(int version) throws Exception {
    empty();
    migrate(server.getPostgresDatabase(), new PostgresqlDialect(), version);
    return server.getPostgresDatabase();
  }

  private static void empty() throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    }
  }
}
