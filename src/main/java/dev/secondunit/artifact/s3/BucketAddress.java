package dev.secondunit.artifact.s3;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a bucket is: {@code
 * s3://bucket/prefix?region=eu-central-1&endpoint=https://minio.example:9000&link_seconds=86400}.
 * Everything behind the bucket's name may be left out.
 *
 * @param prefix the beginning of every key, empty or with a slash at its end
 * @param region as the service names it, or null for the one of the environment
 * @param endpoint of a service other than Amazon's, or null
 * @param linksHold how long links can be read
 */
public record BucketAddress(
    String bucket, String prefix, String region, URI endpoint, Duration linksHold) {
  /** The longest that a signature of version 4 may hold. */
  private static final Duration LONGEST_LINK = Duration.ofDays(7);

  private static final Duration USUAL_LINK = Duration.ofHours(24);
  private static final List<String> KNOWN = List.of("region", "endpoint", "link_seconds");
  private static final String EXAMPLE = "s3://bucket/prefix?region=eu-central-1";

  /**
   * Reads the value of a setting.
   *
   * @throws dev.secondunit.failure.FailureException {@code invalid_argument} that names the setting
   */
  public static BucketAddress read(String setting, String value) {
    URI uri;
    try {
      uri = URI.create(value);
    } catch (IllegalArgumentException e) {
      throw invalid(setting, "is not an address such as " + EXAMPLE);
    }
    if (!"s3".equals(uri.getScheme()) || uri.getRawAuthority() == null) {
      throw invalid(setting, "is not an address such as " + EXAMPLE);
    }
    if (uri.getRawUserInfo() != null || uri.getRawAuthority().contains("@")) {
      throw invalid(setting, "holds a credential; those come from AWS_ACCESS_KEY_ID or a profile");
    }
    String bucket = uri.getRawAuthority();
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw invalid(setting, "has a bucket name that no service allows: " + bucket);
    }
    Map<String, String> options = options(setting, uri.getRawQuery());
    String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/+|/+$", "");
    return new BucketAddress(
        bucket,
        path.isEmpty() ? "" : path + "/",
        options.get("region"),
        endpoint(setting, options.get("endpoint")),
        linksHold(setting, options.get("link_seconds")));
  }

  private static Map<String, String> options(String setting, String query) {
    Map<String, String> options = new HashMap<>();
    if (query == null) {
      return options;
    }
    for (String part : query.split("&")) {
      String name = part.replaceFirst("=.*", "");
      if (!KNOWN.contains(name) || !part.contains("=")) {
        throw invalid(setting, "knows " + String.join(", ", KNOWN) + " and not " + name);
      }
      String value = part.substring(part.indexOf('=') + 1);
      options.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return options;
  }

  private static URI endpoint(String setting, String value) {
    if (value == null) {
      return null;
    }
    try {
      URI uri = URI.create(value);
      if (uri.getHost() != null && ("http".equals(uri.getScheme()) || isHttps(uri))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message for both.
    }
    throw invalid(setting, "has an endpoint that is not an http or https address: " + value);
  }

  private static boolean isHttps(URI uri) {
    return "https".equals(uri.getScheme());
  }

  private static Duration linksHold(String setting, String value) {
    if (value == null) {
      return USUAL_LINK;
    }
    if (value.matches("\\d{1,9}")) {
      Duration asked = Duration.ofSeconds(Long.parseLong(value));
      if (!asked.isZero() && asked.compareTo(LONGEST_LINK) <= 0) {
        return asked;
      }
    }
    throw invalid(setting, "has link_seconds that is not 1 to " + LONGEST_LINK.toSeconds());
  }

  private static RuntimeException invalid(String setting, String what) {
    return Failure.of(ErrorCode.INVALID_ARGUMENT, setting + " " + what + ".")
        .withField(setting, null)
        .withHint(EXAMPLE)
        .asException();
  }
}
