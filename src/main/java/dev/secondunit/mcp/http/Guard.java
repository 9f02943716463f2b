package dev.secondunit.mcp.http;

import dev.secondunit.mcp.http.Admission.Admitted;
import dev.secondunit.mcp.http.Admission.Refused;
import dev.secondunit.tool.Caller;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Decides who may talk to this server at all: a page in somebody's browser may not, by whatever
 * name it reaches this machine, and beyond this machine only who has a token.
 */
final class Guard {
  private static final Refused FOREIGN_HOST =
      new Refused(403, "Forbidden: this server is not reached by that host name.", null);
  private static final Refused FOREIGN_ORIGIN =
      new Refused(403, "Forbidden: pages of that origin may not use this server.", null);
  private static final String NO_TOKEN = "Unauthorized: a valid bearer token is needed.";

  /** Whoever has the one token, or is on this machine where none is needed, runs this program. */
  private static final Admitted LOCAL = new Admitted(Caller.LOCAL);

  private final Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
  private final byte[] token;
  private final ProtectedResource resource;
  private final AccessTokens accessTokens;

  Guard(HttpOptions options, Clock clock) {
    hosts.add(options.host().toLowerCase(Locale.ROOT));
    options.allowedHosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    token = options.token() == null ? null : options.token().getBytes(StandardCharsets.UTF_8);
    if (options.oauth() == null) {
      resource = null;
      accessTokens = null;
      return;
    }
    hosts.add(bare(options.oauth().resource().getHost()));
    resource = new ProtectedResource(options.oauth());
    accessTokens = new AccessTokens(options.oauth(), resource, clock);
  }

  /** What clients without a token read first, or null when there is nothing to read. */
  ProtectedResource resource() {
    return resource;
  }

  /** Why the request may not even ask, or null. */
  Refused checkWhence(Request request) {
    if (!allowed("http://" + request.getHeaders().get(HttpHeader.HOST))) {
      return FOREIGN_HOST;
    }
    for (String origin : request.getHeaders().getValuesList(HttpHeader.ORIGIN)) {
      if (!allowed(origin)) {
        return FOREIGN_ORIGIN;
      }
    }
    return null;
  }

  /** Who asks. */
  Admission checkWho(Request request) {
    String bearer = bearer(request);
    if (token != null && bearer != null && isToken(bearer)) {
      return LOCAL;
    }
    if (accessTokens != null) {
      return bearer == null
          ? new Refused(401, NO_TOKEN, resource.challenge())
          : accessTokens.check(bearer);
    }
    return token == null ? LOCAL : new Refused(401, NO_TOKEN, "Bearer");
  }

  private boolean allowed(String address) {
    try {
      URI uri = URI.create(address);
      String host = uri.getHost();
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return host != null && web && uri.getUserInfo() == null && hosts.contains(bare(host));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String bare(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static String bearer(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? null
        : header.substring(7).strip();
  }

  private boolean isToken(String bearer) {
    return MessageDigest.isEqual(bearer.getBytes(StandardCharsets.UTF_8), token);
  }
}
