package dev.secondunit.mcp.http;

import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;

/**
 * How the HTTP server is reached.
 *
 * @param host the address to bind, such as {@code 127.0.0.1}
 * @param port the port to bind, or 0 for any free one
 * @param token what clients may send as bearer token to act as whoever runs the program, or null
 * @param allowedHosts further host names that clients may reach this server by
 * @param oauth whose access tokens are taken, or null for none's
 * @param requestsPerMinute how many requests one client may send in the long run; 0 for any number
 */
public record HttpOptions(
    String host,
    int port,
    String token,
    Set<String> allowedHosts,
    OAuthOptions oauth,
    int requestsPerMinute) {
  private static final int SHORTEST_TOKEN = 16;

  /** For clients that must show who they are; one that need not is limited only when asked for. */
  private static final int USUAL_REQUESTS_PER_MINUTE = 600;

  public HttpOptions {
    Objects.requireNonNull(host, "host");
    allowedHosts = Set.copyOf(allowedHosts);
    if (port < 0 || port > 65_535) {
      throw Failure.of(ErrorCode.INVALID_ARGUMENT, "port " + port + " is outside 0 to 65535.")
          .withField("port", port)
          .asException();
    }
    if (token != null && token.length() < SHORTEST_TOKEN) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              "The bearer token is shorter than " + SHORTEST_TOKEN + " characters.")
          .withField("token", null)
          .asException();
    }
    if (token == null && oauth == null && !isLoopback(host)) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              host + " is reachable from other machines; that needs a bearer token.")
          .withField("host", host)
          .withHint("Bind 127.0.0.1, or set SECOND_UNIT_HTTP_TOKEN or SECOND_UNIT_OAUTH_ISSUER.")
          .asException();
    }
  }

  /** With one token or none, and the usual limits. */
  public HttpOptions(String host, int port, String token, Set<String> allowedHosts) {
    this(host, port, token, allowedHosts, null, token == null ? 0 : USUAL_REQUESTS_PER_MINUTE);
  }

  /** As the settings say. Reads no keys yet. */
  public static HttpOptions of(String host, int port, Set<String> allowedHosts, Settings settings) {
    String token = settings.text(Setting.SECOND_UNIT_HTTP_TOKEN).orElse(null);
    OAuthOptions oauth = OAuthOptions.of(settings).orElse(null);
    int requests = token == null && oauth == null ? 0 : USUAL_REQUESTS_PER_MINUTE;
    if (settings.isSet(Setting.SECOND_UNIT_HTTP_REQUESTS_PER_MINUTE)) {
      requests =
          (int)
              Math.min(
                  Integer.MAX_VALUE,
                  settings.wholeNumber(Setting.SECOND_UNIT_HTTP_REQUESTS_PER_MINUTE));
    }
    return new HttpOptions(host, port, token, allowedHosts, oauth, requests);
  }

  /** This machine only, without a token. */
  public static HttpOptions loopback(int port) {
    return new HttpOptions("127.0.0.1", port, null, Set.of());
  }

  static boolean isLoopback(String host) {
    if (host == null || host.isBlank()) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
