package dev.secondunit.mcp.http;

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
 * @param token what clients must send as bearer token, or null for none; needed beyond this machine
 * @param allowedHosts further host names that clients may reach this server by
 */
public record HttpOptions(String host, int port, String token, Set<String> allowedHosts) {
  private static final int SHORTEST_TOKEN = 16;

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
    if (token == null && !isLoopback(host)) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              host + " is reachable from other machines; that needs a bearer token.")
          .withField("host", host)
          .withHint("Bind 127.0.0.1, or set SECOND_UNIT_HTTP_TOKEN.")
          .asException();
    }
  }

  /** This machine only, without a token. */
  public static HttpOptions loopback(int port) {
    return new HttpOptions("127.0.0.1", port, null, Set.of());
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
