package dev.secondunit.job.sql;

import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** What differs between databases. */
interface Dialect {
  /** The folder of migrations on the class path. */
  String migrations();

  /** How db-scheduler talks to this database. */
  JdbcCustomization schedulerCustomization();

  /** How due steps are found among processes that share this database. */
  void polling(SchedulerBuilder builder);

  /**
   * Makes concurrent transactions with the same key run one after the other until the transaction
   * ends.
   */
  void lock(Connection connection, String key) throws SQLException;

  /** How many connections may write at once. */
  int writers();

  /**
   * A query for one column of the row with a key, which stays locked until the transaction ends.
   */
  String selectForUpdate(String column, String table, String key);

  /**
   * Tells the other processes on this database that a job ended, once the transaction is on disk,
   * where the database can. Only ends are told: a waiter needs no more, and each costs a turn.
   */
  void announceEnded(Connection connection, String jobId) throws SQLException;

  /** Returns once every commit of this process that ended before survives a power cut. */
  void awaitDisk() throws IOException;
}
