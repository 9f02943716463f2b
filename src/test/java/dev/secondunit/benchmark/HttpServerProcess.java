package dev.secondunit.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server process that answers on a port. */
record HttpServerProcess(Process process, int port) implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  /** Starts it and waits until it shakes hands. */
  static HttpServerProcess start(
      Programs programs, List<String> command, Map<String, String> environment, int port)
      throws IOException {
    Process process = programs.startQuietly(command, environment);
    HttpServerProcess server = new HttpServerProcess(process, port);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        HttpPeer.connect(port).close();
        return server;
      } catch (IOException e) {
        if (System.nanoTime() > end || !process.isAlive()) {
          server.close();
          throw new IOException("does not serve HTTP: " + command, e);
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        server.close();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
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
