package dev.secondunit.mcp.http;

import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose access tokens are taken, when this server is the protected resource of an OAuth
 * authorization server. It checks tokens and never issues any.
 *
 * @param issuer who signs the tokens, exactly as in their {@code iss}
 * @param resource the URL by which clients reach the endpoint, which tokens must be meant for: one
 *     of their {@code aud}
 * @param keys where the issuer's public keys lie as a JSON Web Key Set: an https URL, or a file
 * @param scopes what a token must allow, all of it; may be empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">RFC 9728</a>
 */
public record OAuthOptions(URI issuer, URI resource, URI keys, List<String> scopes) {
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}");
  private static final int MOST_SCOPES = 20;

  public OAuthOptions {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(keys, "keys");
    scopes = List.copyOf(scopes);
  }

  /** Empty when no issuer is set. */
  static Optional<OAuthOptions> of(Settings settings) {
    if (!settings.isSet(Setting.SECOND_UNIT_OAUTH_ISSUER)) {
      return Optional.empty();
    }
    return Optional.of(
        new OAuthOptions(
            url(settings, Setting.SECOND_UNIT_OAUTH_ISSUER),
            url(settings, Setting.SECOND_UNIT_OAUTH_AUDIENCE),
            keys(settings),
            scopes(settings)));
  }

  /** Plain http is for this machine only: what it carries could be exchanged on the way. */
  private static URI url(Settings settings, Setting setting) {
    String value = settings.text(setting).orElse("");
    try {
      URI uri = new URI(value);
      boolean safe =
          "https".equals(uri.getScheme())
              || "http".equals(uri.getScheme()) && HttpOptions.isLoopback(uri.getHost());
      if (safe && uri.getHost() != null && uri.getFragment() == null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      // Falls through to the one message for all.
    }
    throw invalid(setting, value, "an https URL");
  }

  private static URI keys(Settings settings) {
    Setting setting = Setting.SECOND_UNIT_OAUTH_JWKS;
    String value = settings.text(setting).orElse("");
    if (value.startsWith("https:") || value.startsWith("http:")) {
      return url(settings, setting);
    }
    Path file = settings.path(setting).orElse(null);
    if (file == null || !Files.isRegularFile(file)) {
      throw invalid(setting, value, "an https URL or a file");
    }
    return file.toUri();
  }

  private static List<String> scopes(Settings settings) {
    Setting setting = Setting.SECOND_UNIT_OAUTH_SCOPES;
    String value = settings.text(setting).orElse("").strip();
    List<String> scopes = value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
    boolean fine =
        scopes.size() <= MOST_SCOPES && scopes.stream().allMatch(SCOPE.asMatchPredicate());
    if (!fine) {
      throw invalid(setting, value, "a list of scopes separated by spaces");
    }
    return scopes;
  }

  private static RuntimeException invalid(Setting setting, String value, String wanted) {
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            value.isEmpty()
                ? setting.name() + " is needed beside SECOND_UNIT_OAUTH_ISSUER: " + wanted + "."
                : setting.name() + ": \"" + value + "\" is not " + wanted + ".")
        .withField(setting.name(), value.isEmpty() ? null : value)
        .asException();
  }
}
