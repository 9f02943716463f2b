package dev.secondunit.job.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class PostgresqlJobStoreTest implements StoreDatabase {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void startServer() throws Exception {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @Nested
  class Accepting extends StoreAcceptContract {
    Accepting() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class Changing extends StoreChangeContract {
    Changing() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class Money extends StoreMoneyContract {
    Money() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class Owners extends StoreOwnersContract {
    Owners() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class Rerouting extends StoreRerouteContract {
    Rerouting() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class Unpriced extends StoreUnpricedContract {
    Unpriced() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class OfVersion4 extends StoreVersion4Contract {
    OfVersion4() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class Past extends StorePastAttemptsContract {
    Past() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Nested
  class Reading extends StoreReadContract {
    Reading() {
      super(PostgresqlJobStoreTest.this);
    }
  }

  @Override
  public Database empty() throws Exception {
    clear();
    return open();
  }

  @Override
  public Database open() {
    return Database.postgresql(server.getJdbcUrl("postgres", "postgres"));
  }

  @Override
  public DataSource atVersion(int version) throws Exception {
    clear();
    StoreDatabase.migrate(server.getPostgresDatabase(), new PostgresqlDialect(), version);
    return server.getPostgresDatabase();
  }

  private static void clear() throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    }
  }
}
