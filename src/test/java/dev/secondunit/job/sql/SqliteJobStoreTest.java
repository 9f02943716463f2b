package dev.secondunit.job.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteJobStoreTest implements StoreDatabase {
  @TempDir Path folder;

  @Nested
  class Accepting extends StoreAcceptContract {
    Accepting() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Changing extends StoreChangeContract {
    Changing() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Owners extends StoreOwnersContract {
    Owners() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Reading extends StoreReadContract {
    Reading() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Override
  public Database empty() {
    return open();
  }

  @Override
  public Database open() {
    return Database.sqlite(folder.resolve("jobs.db"));
  }

  @Override
  public DataSource atVersion(int version) throws Exception {
    for (String ending : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("jobs.db" + ending));
    }
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("jobs.db"));
    StoreDatabase.migrate(source, new SqliteDialect(folder.resolve("jobs.db")), version);
    return source;
  }
}
