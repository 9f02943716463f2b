package dev.secondunit.job.sql;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A database on which the contracts of the job store are checked. */
interface StoreDatabase {
  /** Opens it as it is. */
  Database open();

  /** Opens it with nothing in it. */
  Database empty() throws Exception;

  /** It, emptied, as it was at an older version of the schema. */
  DataSource atVersion(int version) throws Exception;

  static void migrate(DataSource source, Dialect dialect, int version) {
    Flyway.configure()
        .dataSource(source)
        .locations(dialect.migrations())
        .target(Integer.toString(version))
        .load()
        .migrate();
  }
}
