package dev.secondunit.backend.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place that makes text from outside fit to be shown or logged. Masks too much rather than
 * too little: query strings, user information, anything shaped like a credential, long encoded
 * runs. Headers and bodies are never logged at all.
 */
public final class Redaction {
  static final String MASK = "[redacted]";
  private static final int LONGEST = 1_000;
  private static final int SHORTEST_SECRET = 4;

  private static final Pattern URL_TAIL =
      Pattern.compile("(https?://)([^\\s\"'<>/@]+@)?([^\\s\"'<>?#]*)[?#][^\\s\"'<>]*");
  private static final Pattern URL_USER = Pattern.compile("(https?://)[^\\s\"'<>/@]+@");
  private static final Pattern SIGNED_QUERY =
      Pattern.compile(
          "(?i)(https?://[^\\s\"'<>?#]*)\\?[^\\s\"'<>]*?"
              + "(?:sig|signature|token|key|secret|password|credential|auth|policy)[^\\s\"'<>=&]*="
              + "[^\\s\"'<>]*");
  private static final Pattern SCHEME_AND_TOKEN =
      Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{6,}");
  private static final Pattern NAMED_SECRET =
      Pattern.compile(
          "(?i)\\b((?:api|access|secret|x-goog-api|xi-api|x-api)?[-_]?(?:key|token|secret|password|signature))"
              + "(\"?\\s*[:=]\\s*\"?)[^\\s\"',;&}]{4,}");
  private static final Pattern KNOWN_SHAPES =
      Pattern.compile(
          "\\b(?:sk|xai|sk_proj|gh[pousr]|tlk)[-_][A-Za-z0-9_-]{8,}"
              + "|\\bAIza[A-Za-z0-9_-]{20,}|\\bya29\\.[A-Za-z0-9._-]+"
              + "|\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]+){1,2}");
  private static final Pattern DATA_URI = Pattern.compile("data:[a-z]+/[a-z0-9.+-]+;base64,\\S*");
  private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+/=_]{64,}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private Redaction() {}

  /** Scheme, host, port and path; a query or fragment is only hinted at. */
  public static String url(URI uri) {
    StringBuilder shown = new StringBuilder();
    if (uri.getScheme() != null) {
      shown.append(uri.getScheme()).append("://");
    }
    if (uri.getHost() != null) {
      shown.append(uri.getHost());
    }
    if (uri.getPort() != -1) {
      shown.append(':').append(uri.getPort());
    }
    if (uri.getRawPath() != null) {
      shown.append(LONG_RUN.matcher(uri.getRawPath()).replaceAll(MASK));
    }
    if (uri.getRawQuery() != null) {
      shown.append("?").append(MASK);
    }
    return shown.toString();
  }

  /**
   * A text of the caller's without the credentials that addresses in it carry: user information,
   * and queries with a signature, token or key. Everything else stays as it is.
   */
  public static String withoutCredentials(String text) {
    String shown = URL_USER.matcher(text).replaceAll("$1");
    shown =
        SIGNED_QUERY
            .matcher(shown)
            .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + "?" + MASK));
    return KNOWN_SHAPES.matcher(shown).replaceAll(MASK);
  }

  /**
   * Words from outside, at most 1,000 characters.
   *
   * @param secrets texts that must not come back, such as keys and prompts
   */
  public static String words(String text, Collection<String> secrets) {
    if (text == null) {
      return null;
    }
    String shown = text.length() > 8 * LONGEST ? text.substring(0, 8 * LONGEST) : text;
    for (String secret : secrets) {
      if (secret != null && secret.length() >= SHORTEST_SECRET) {
        shown = shown.replace(secret, MASK);
        shown = shown.replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), MASK);
      }
    }
    shown = DATA_URI.matcher(shown).replaceAll("[data]");
    shown = URL_TAIL.matcher(shown).replaceAll("$1$3?" + MASK);
    shown = URL_USER.matcher(shown).replaceAll("$1");
    shown = SCHEME_AND_TOKEN.matcher(shown).replaceAll("$1 " + MASK);
    shown = NAMED_SECRET.matcher(shown).replaceAll("$1$2" + MASK);
    shown = KNOWN_SHAPES.matcher(shown).replaceAll(MASK);
    shown = LONG_RUN.matcher(shown).replaceAll("[data]");
    shown = CONTROL.matcher(shown).replaceAll(" ");
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
  }
}
