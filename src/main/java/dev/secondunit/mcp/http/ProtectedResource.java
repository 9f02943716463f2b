package dev.secondunit.mcp.http;

import dev.secondunit.mcp.Json;
import java.net.URI;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients without a token where to get one: the metadata of RFC 9728 and the challenges that
 * point to it.
 */
final class ProtectedResource {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final OAuthOptions options;
  private final String path;

  ProtectedResource(OAuthOptions options) {
    this.options = options;
    String own = options.resource().getRawPath();
    this.path = own.equals("/") ? "" : own;
  }

  /** At the root and, as the RFC says, with the path of the resource behind it. */
  boolean isAt(String requested) {
    return requested.equals(WELL_KNOWN) || requested.equals(WELL_KNOWN + path);
  }

  ObjectNode metadata() {
    ObjectNode json = Json.object();
    json.put("resource", options.resource().toString());
    json.putArray("authorization_servers").add(options.issuer().toString());
    if (!options.scopes().isEmpty()) {
      options.scopes().forEach(json.putArray("scopes_supported")::add);
    }
    json.putArray("bearer_methods_supported").add("header");
    json.put("resource_name", "Second Unit");
    return json;
  }

  /** For a request without a token. */
  String challenge() {
    return "Bearer " + whereAndWhat();
  }

  /**
   * For a request whose token does not do.
   *
   * @param error as RFC 6750 names it
   * @param description of our own words, without quotation marks
   */
  String challenge(String error, String description) {
    return "Bearer error=\""
        + error
        + "\", error_description=\""
        + description
        + "\", "
        + whereAndWhat();
  }

  private String whereAndWhat() {
    URI resource = options.resource();
    String where =
        "resource_metadata=\""
            + resource.getScheme()
            + "://"
            + resource.getRawAuthority()
            + WELL_KNOWN
            + path
            + "\"";
    return options.scopes().isEmpty()
        ? where
        : where + ", scope=\"" + String.join(" ", options.scopes()) + "\"";
  }
}
