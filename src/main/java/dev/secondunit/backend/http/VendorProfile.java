package dev.secondunit.backend.http;

import java.net.URI;
import java.util.Objects;

/**
 * What the HTTP layer knows about one vendor.
 *
 * @param name the backend's name
 * @param baseUrl where it is reached, without a trailing slash; may hold a path
 * @param credential sent to addresses below the base URL and nowhere else
 * @param keyHint the setting to look at when the vendor refuses the credential
 */
public record VendorProfile(
    String name, URI baseUrl, Credential credential, ErrorDialect dialect, String keyHint) {
  public VendorProfile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(baseUrl, "baseUrl");
    Objects.requireNonNull(credential, "credential");
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(keyHint, "keyHint");
  }

  /** The address of a path below the base URL, or of a whole URL as it is. */
  URI address(String target) {
    boolean whole = target.startsWith("https://") || target.startsWith("http://");
    return URI.create(whole ? target : baseUrl + target);
  }

  /**
   * Whether the credential may travel there: same scheme, host and port as configured, and below
   * the configured path, since one origin may also serve results to everybody.
   */
  boolean takesCredential(URI uri) {
    return uri.getUserInfo() == null
        && baseUrl.getScheme().equalsIgnoreCase(uri.getScheme())
        && ownHost(uri)
        && port(baseUrl) == port(uri)
        && belowBase(uri.normalize());
  }

  private boolean belowBase(URI uri) {
    String base = baseUrl.getPath() == null ? "" : baseUrl.getPath();
    String path = uri.getPath() == null ? "" : uri.getPath();
    return path.equals(base) || path.startsWith(base + "/");
  }

  /** Whether it is the host that the operator configured, whose address is trusted. */
  boolean ownHost(URI uri) {
    return baseUrl.getHost().equalsIgnoreCase(uri.getHost());
  }

  private static int port(URI uri) {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
