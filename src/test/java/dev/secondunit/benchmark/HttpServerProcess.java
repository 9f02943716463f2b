package dev.secondunit.benchmark;

import static dev.secondunit.Patience.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A server process that answers on a port. */
record HttpServerProcess(Process process, int port) implements AutoCloseable {
  /** Starts it and waits until it shakes hands. */
  static HttpServerProcess start(
      Programs programs, List<String> command, Map<String, String> environment, int port)
      throws IOException {
    Process process = programs.startQuietly(command, environment);
    HttpServerProcess server = new HttpServerProcess(process, port);
    try {
      await(command + " serves HTTP")
          .failFast(command + " has ended", () -> !process.isAlive())
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                HttpPeer.connect(port).close();
                return true;
              });
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      server.close();
      throw new IOException("does not serve HTTP: " + command, e);
    }
    return server;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(3, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
