package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Turns what a caller wrote as an input into a measured local file. Understood are a path, a {@code
 * file:} URI, an id of ours, a {@code media://} URI with such an id, an http(s) URL and a small
 * {@code data:} URI. Safe for many threads; making one does no I/O.
 */
public final class InputResolver {
  /** Finds a file of ours by an id: an asset's, or a job's whose first file is meant. */
  @FunctionalInterface
  public interface AssetLookup {
    /**
     * @return the file's absolute path, or empty when no such id is known
     */
    Optional<Path> find(String id) throws InterruptedException;
  }

  /** Fetches a URL to a local file. Address ranges, redirects and size are its business. */
  @FunctionalInterface
  public interface UrlFetcher {
    /**
     * @param field the argument, for the failure
     * @return the local copy
     * @throws FailureException URL_DENIED, FILE_TOO_LARGE or DOWNLOAD_FAILED
     */
    Path fetch(URI url, String field) throws InterruptedException;
  }

  private static final Pattern ID =
      Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*_[0-9a-hjkmnp-tv-z]{26}");
  private static final Pattern SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);
  private static final List<String> FETCHABLE =
      List.of("http and https URLs of hosts on the public internet", "path", "asset id");
  private static final String LOCAL_INSTEAD =
      "Give the path of a local file instead; what a server of your own has, download first.";
  private static final Set<Mode> ANY = Set.of(Mode.values());

  private final PathGuard guard;
  private final MediaMeasurer measurer;
  private final AssetLookup assets;
  private final UrlFetcher urls;
  private final DataUris dataUris;
  private final CallTime time;

  /**
   * @param inlineFolder where the bytes of {@code data:} URIs are put; made when first needed
   */
  public InputResolver(
      PathGuard guard,
      MediaMeasurer measurer,
      AssetLookup assets,
      UrlFetcher urls,
      Path inlineFolder) {
    this(guard, measurer, assets, urls, new DataUris(inlineFolder), CallTime.UNLIMITED);
  }

  private InputResolver(
      PathGuard guard,
      MediaMeasurer measurer,
      AssetLookup assets,
      UrlFetcher urls,
      DataUris dataUris,
      CallTime time) {
    this.guard = Objects.requireNonNull(guard, "guard");
    this.measurer = Objects.requireNonNull(measurer, "measurer");
    this.assets = Objects.requireNonNull(assets, "assets");
    this.urls = Objects.requireNonNull(urls, "urls");
    this.dataUris = dataUris;
    this.time = Objects.requireNonNull(time, "time");
  }

  /** The same resolver for a caller who may touch other paths and knows other ids. */
  public InputResolver seenBy(PathGuard theirGuard, AssetLookup theirAssets) {
    return new InputResolver(theirGuard, measurer, theirAssets, urls, dataUris, time);
  }

  /** The same resolver for one call: the URLs it names share the time it has. */
  public InputResolver within(CallTime callTime) {
    return new InputResolver(guard, measurer, assets, urls, dataUris, callTime);
  }

  /** Resolves an input of any kind. */
  public MediaInput resolve(String given, String field) throws InterruptedException {
    return resolve(given, field, ANY);
  }

  /**
   * Resolves an input that must be of a certain kind.
   *
   * @param field the argument as the caller wrote it, such as {@code input_images[1]}
   * @param expected the kinds that fit
   * @throws FailureException that names the field, the value and what is allowed
   */
  public MediaInput resolve(String given, String field, Set<Mode> expected)
      throws InterruptedException {
    if (given == null || given.isBlank()) {
      throw Failure.of(ErrorCode.MISSING_ARGUMENT, field + " is empty.")
          .withField(field, given)
          .withHint("Give a path, an asset id or an https URL.")
          .asException();
    }
    String source = given.strip();
    String shown = shown(source);
    Path path = locate(source, field);
    MediaFacts facts;
    try {
      facts = measurer.measure(path);
    } catch (FailureException e) {
      Failure failure = e.failure();
      throw new FailureException(
          failure.field() == null ? failure.withField(field, shown) : failure, e);
    }
    if (isPath(source)) {
      guard.stillReadable(path, field);
    }
    if (!expected.contains(facts.mode())) {
      throw mismatch(shown, field, facts, expected);
    }
    return new MediaInput(shown, path, facts);
  }

  /** Without content and without what may be a credential; this stands in rows and results. */
  private static String shown(String source) {
    String lower = source.substring(0, Math.min(8, source.length())).toLowerCase(Locale.ROOT);
    if (lower.startsWith("data:")) {
      return DataUris.shown(source);
    }
    if (lower.startsWith("http:") || lower.startsWith("https:")) {
      return source.replaceFirst("//[^/@?#]*@", "//…@").replaceFirst("[?#].*", "?…");
    }
    return source;
  }

  private Path locate(String source, String field) throws InterruptedException {
    String lower = source.substring(0, Math.min(16, source.length())).toLowerCase(Locale.ROOT);
    if (lower.startsWith("data:")) {
      return dataUris.store(source, field);
    }
    if (lower.startsWith("https://") || lower.startsWith("http://")) {
      URI url = uri(source, field);
      return fetched(url, source, field);
    }
    if (lower.startsWith("file:")) {
      return guard.readableFile(pathOf(uri(source, field), source, field), field);
    }
    if (lower.startsWith("media://")) {
      return asset(idOf(source, field), source, field);
    }
    if (ID.matcher(source).matches()) {
      return asset(source, source, field);
    }
    if (!isPath(source)) {
      throw Failure.of(
              ErrorCode.URL_DENIED,
              field + ": " + source.substring(0, source.indexOf(':')) + " URLs are not read.")
          .withField(field, source)
          .withAllowed(List.of("path", "asset id", "https", "http", "file", "media", "data"))
          .asException();
    }
    return guard.readableFile(source, field);
  }

  private Path fetched(URI url, String source, String field) throws InterruptedException {
    try {
      return time.fetch(field, shown(source), () -> urls.fetch(url, field));
    } catch (FailureException e) {
      Failure failure = e.failure();
      if (failure.field() == null) {
        failure = failure.withField(field, shown(source));
      }
      if (failure.code() == ErrorCode.URL_DENIED) {
        failure = failure.withAllowed(FETCHABLE);
      }
      throw new FailureException(
          failure.hint() == null ? failure.withHint(LOCAL_INSTEAD) : failure, e);
    }
  }

  /** A drive letter is not a scheme; neither is a colon behind a slash. */
  private static boolean isPath(String source) {
    return source.toLowerCase(Locale.ROOT).startsWith("file:")
        || !(SCHEME.matcher(source).matches() || ID.matcher(source).matches());
  }

  private Path asset(String id, String source, String field) throws InterruptedException {
    Path path =
        assets
            .find(id)
            .orElseThrow(
                () ->
                    Failure.of(ErrorCode.UNKNOWN_ID, field + ": nothing has the id " + id + ".")
                        .withField(field, source)
                        .withHint("get_jobs lists the jobs and their files.")
                        .asException());
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw Failure.of(
              ErrorCode.FILE_NOT_FOUND,
              field + ": the file of " + id + " is no longer at " + path + ".")
          .withField(field, source)
          .asException();
    }
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.FILE_NOT_FOUND, field + ": cannot reach " + path + ".")
              .withField(field, source),
          e);
    }
  }

  private static String idOf(String source, String field) {
    String id = source.substring("media://".length());
    id = id.substring(id.lastIndexOf('/') + 1);
    if (!ID.matcher(id).matches()) {
      throw Failure.of(ErrorCode.UNKNOWN_ID, field + ": there is no id in " + source + ".")
          .withField(field, source)
          .withHint("media://asset_… as returned with a result.")
          .asException();
    }
    return id;
  }

  private static URI uri(String source, String field) {
    try {
      return URI.create(source);
    } catch (IllegalArgumentException e) {
      throw new FailureException(
          Failure.of(ErrorCode.INVALID_ARGUMENT, field + ": not a URL: " + source + ".")
              .withField(field, source)
              .withHint("Spaces and other special characters in a URL are percent-encoded."),
          e);
    }
  }

  private static String pathOf(URI uri, String source, String field) {
    boolean here =
        uri.getHost() == null || uri.getHost().isEmpty() || uri.getHost().equals("localhost");
    boolean plain = uri.getPath() != null && uri.getQuery() == null && uri.getFragment() == null;
    if (!here || uri.getUserInfo() != null || !plain) {
      throw Failure.of(
              ErrorCode.PATH_DENIED, field + ": " + source + " is not a file of this machine.")
          .withField(field, source)
          .withHint("file:///absolute/path")
          .asException();
    }
    String path = uri.getPath();
    // file:///C:/clip.mp4
    return path.matches("/[A-Za-z]:/.*") ? path.substring(1) : path;
  }

  private static FailureException mismatch(
      String shown, String field, MediaFacts facts, Set<Mode> expected) {
    List<String> allowed = EnumSet.copyOf(expected).stream().map(Mode::word).toList();
    Failure failure =
        Failure.of(
                ErrorCode.MEDIA_TYPE_MISMATCH,
                field
                    + ": "
                    + shown
                    + " is "
                    + facts.mediaType()
                    + "; needed is "
                    + String.join(" or ", allowed)
                    + ".")
            .withField(field, shown)
            .withAllowed(allowed);
    Predicate<Mode> only = mode -> expected.equals(Set.of(mode));
    if (facts.mode() == Mode.VIDEO && only.test(Mode.IMAGE)) {
      failure =
          failure.withHint(
              "assemble_media with operation last_frame saves a video's last frame as a picture;"
                  + " continue_from with operation last_frame starts a clip on it.");
    }
    return failure.asException();
  }
}
