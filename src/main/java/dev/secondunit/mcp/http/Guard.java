package dev.secondunit.mcp.http;

import dev.secondunit.mcp.http.Admission.Admitted;
import dev.secondunit.mcp.http.Admission.Refused;
import dev.secondunit.tool.Caller;
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
  private static final Refused FOREIGN_HOST =
      new Refused(403, "Forbidden: this server is not reached by that host name.", null);
  private static final Refused FOREIGN_ORIGIN =
      new Refused(403, "Forbidden: pages of that origin may not use this server.", null);
  private static final Refused NO_TOKEN =
      new Refused(401, "Unauthorized: a valid bearer token is needed.", "Bearer");

  /** Whoever has the token, or is on this machine where none is needed, runs this program. */
  private static final Admitted LOCAL = new Admitted(Caller.LOCAL);

  private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
  private final byte[] token;

  Guard(HttpOptions options) {
    hosts.add(options.host().toLowerCase(Locale.ROOT));
    options.allowedHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    token = options.token() == null ? null : options.token().getBytes(StandardCharsets.UTF_8);
  }

  Admission check(Request request) {
    if (!allowed("http://" + request.getHeaders().get(HttpHeader.HOST))) {
      return FOREIGN_HOST;
    }
    for (String origin : request.getHeaders().getValuesList(HttpHeader.ORIGIN)) {
      if (!allowed(origin)) {
        return FOREIGN_ORIGIN;
      }
    }
    return token == null || carriesToken(request) ? LOCAL : NO_TOKEN;
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
