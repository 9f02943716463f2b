package dev.secondunit.mcp.http;

/** What {@link Guard} says about a request. */
sealed interface Admission {
  /**
   * It may pass.
   *
   * @param owner as in {@link dev.secondunit.tool.Caller#owner}
   */
  record Admitted(String owner) implements Admission {}

  /**
   * It is turned away.
   *
   * @param challenge the {@code WWW-Authenticate} header, or null when no token would help
   */
  record Refused(int status, String words, String challenge) implements Admission {}
}
