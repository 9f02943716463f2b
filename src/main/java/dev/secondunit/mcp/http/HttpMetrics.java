package dev.secondunit.mcp.http;

import java.time.Duration;

/** Counts requests, and gives the page at {@code /metrics}. Safe for many threads. */
public interface HttpMetrics {
  /** Counts nothing and has no page. */
  HttpMetrics NONE =
      new HttpMetrics() {
        @Override
        public void answered(String method, int status, Duration took) {}

        @Override
        public String page() {
          return null;
        }
      };

  /**
   * Is told of every answer, on the thread that finished it; must return at once and throw nothing.
   *
   * @param method the method of the protocol, such as {@code tools/call}, or {@code other}; one of
   *     a few dozen, whatever clients send
   */
  void answered(String method, int status, Duration took);

  /** The page in Prometheus' text format, or null when there is none. May do I/O. */
  String page();
}
