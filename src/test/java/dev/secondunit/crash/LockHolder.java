package dev.secondunit.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

/** Another program that has the job database open and keeps everybody else from writing. */
final class LockHolder implements AutoCloseable {
  private final Process process;

  private LockHolder(Process process) {
    this.process = process;
  }

  /** Returns once the lock is held. */
  static LockHolder lock(Path database) throws IOException {
    List<String> command =
        new java.util.ArrayList<>(ServerProcess.command(Holding.class.getName()));
    command.add(database.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String said = out.readLine();
    if (!"LOCKED".equals(said)) {
      throw new IOException("the lock was not taken: " + said);
    }
    return new LockHolder(process);
  }

  boolean holds() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The main class of the other program. */
  static final class Holding {
    private Holding() {}

    public static void main(String[] arguments) throws Exception {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 20000");
        statement.execute("BEGIN EXCLUSIVE");
        System.out.println("LOCKED");
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        statement.execute("ROLLBACK");
      }
    }
  }
}
