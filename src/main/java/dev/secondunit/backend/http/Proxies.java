package dev.secondunit.backend.http;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that requests to other machines go through, as the standard variables name them.
 * Loopback addresses are never proxied.
 *
 * @param forHttp what {@code http} addresses go through, or null
 * @param forHttps what {@code https} addresses go through, by {@code CONNECT}, or null
 * @param except hosts that are reached directly: a name and everything below it, an address, either
 *     with a port, or {@code *} for all
 */
public record Proxies(URI forHttp, URI forHttps, List<String> except) {
  public static final Proxies NONE = new Proxies(null, null, List.of());

  public Proxies {
    except = List.copyOf(except);
  }

  /**
   * Reads the variables' values; null where one is not set.
   *
   * @throws dev.secondunit.failure.FailureException INVALID_ARGUMENT with the variable when a value
   *     is no proxy that can be used
   */
  public static Proxies of(String httpProxy, String httpsProxy, String noProxy) {
    List<String> except =
        noProxy == null
            ? List.of()
            : Stream.of(noProxy.split("[,\\s]+"))
                .filter(each -> !each.isBlank())
                .map(each -> each.toLowerCase(Locale.ROOT))
                .toList();
    return new Proxies(proxy(httpProxy, "HTTP_PROXY"), proxy(httpsProxy, "HTTPS_PROXY"), except);
  }

  private static URI proxy(String value, String variable) {
    if (value == null) {
      return null;
    }
    try {
      URI uri = URI.create(value.contains("://") ? value : "http://" + value);
      if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message, which must not show a password.
    }
    throw Failure.of(
            ErrorCode.INVALID_ARGUMENT, variable + " names no proxy that can be used here.")
        .withField(variable, null)
        .withAllowed(List.of("http://host:port"))
        .withHint("For example: " + variable + "=http://proxy.example:3128")
        .asException();
  }

  boolean any() {
    return forHttp != null || forHttps != null;
  }

  /** What an address goes through, or empty when it is reached directly. */
  Optional<URI> of(String scheme, String host, int port) {
    URI proxy = "https".equalsIgnoreCase(scheme) ? forHttps : forHttp;
    String name = host.toLowerCase(Locale.ROOT);
    return proxy == null || isLoopback(name) || isExcepted(name, port)
        ? Optional.empty()
        : Optional.of(proxy);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.matches("127\\.[0-9.]+")
        || host.equals("[::1]")
        || host.equals("::1");
  }

  private boolean isExcepted(String host, int port) {
    for (String each : except) {
      String name = each;
      int colon = each.lastIndexOf(':');
      if (colon > 0 && each.substring(colon + 1).matches("\\d{1,5}")) {
        if (!each.substring(colon + 1).equals(Integer.toString(port))) {
          continue;
        }
        name = each.substring(0, colon);
      }
      name = name.startsWith("*.") ? name.substring(2) : name;
      name = name.startsWith(".") ? name.substring(1) : name;
      if (name.equals("*") || host.equals(name) || host.endsWith("." + name)) {
        return true;
      }
    }
    return false;
  }

  static int port(URI proxy) {
    return proxy.getPort() == -1 ? 80 : proxy.getPort();
  }

  /** What a proxy wants to be told before it forwards anything, when its address has a password. */
  static Optional<String> authorization(URI proxy) {
    String user = proxy.getUserInfo();
    return user == null
        ? Optional.empty()
        : Optional.of(
            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
  }
}
