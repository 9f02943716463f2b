package dev.secondunit.job.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteJobStoreTest extends JobStoreContract {
  @TempDir Path folder;

  @Override
  Database open() {
    return openAgain();
  }

  @Override
  Database openAgain() {
    return Database.sqlite(folder.resolve("jobs.db"));
  }

  @Override
  DataSource atVersion(int version) throws Exception {
    for (String ending : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("jobs.db" + ending));
    }
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("jobs.db"));
    migrate(source, new SqliteDialect(folder.resolve("jobs.db")), version);
    return source;
  }
}
