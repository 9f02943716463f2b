package dev.secondunit.mcp.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Decides who may talk to this server at all: a page in somebody's browser may not, by whatever
 * name it reaches this machine.
 */
final class Guard {
  /** Why a request is turned away. */
  enum Refusal {
    FOREIGN_HOST(403, "Forbidden: this server is not reached by that host name."),
    FOREIGN_ORIGIN(403, "Forbidden: pages of that origin may not use this server."),
    NO_TOKEN(401, "Unauthorized: a valid bearer token is needed.");

    final int status;
    final String words;

    Refusal(int status, String words) {
      this.status = status;
      this.words = words;
    }
  }

  private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
  private final byte[] token;

  Guard(HttpOptions options) {
    hosts.add(options.host().toLowerCase(Locale.ROOT));
    options.allowedHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    token = options.token() == null ? null : options.token().getBytes(StandardCharsets.UTF_8);
  }

  /** Why not, or null when the request may pass. */
  Refusal check(Request request) {
    if (!allowed("http://" + request.getHeaders().get(HttpHeader.HOST))) {
      return Refusal.FOREIGN_HOST;
    }
    for (String origin : request.getHeaders().getValuesList(HttpHeader.ORIGIN)) {
      if (!allowed(origin)) {
        return Refusal.FOREIGN_ORIGIN;
      }
    }
    return token == null || carriesToken(request) ? null : Refusal.NO_TOKEN;
  }

  private boolean allowed(String address) {
    try {
      URI uri = URI.create(address);
      String host = uri.getHost();
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (host == null || !web || uri.getUserInfo() != null) {
        return false;
      }
      String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
      return hosts.contains(bare.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean carriesToken(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    byte[] sent = header.substring(7).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(sent, token);
  }
}
