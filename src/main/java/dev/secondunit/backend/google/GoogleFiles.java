package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.UnpackedFile;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Fetches results from where Google puts them: the Files API, a bucket of the caller's, or inside
 * the answer to a poll, which is then asked for once more.
 */
final class GoogleFiles {
  private static final String INSIDE = "inside";
  private static final String OPERATION = "operation";
  private static final List<String> URI_FIELDS = List.of("uri", "gcsUri");
  private static final List<String> MEDIA_FIELDS =
      List.of("data", "bytesBase64Encoded", "encodedVideo");

  private final Homes homes;

  GoogleFiles(Homes homes) {
    this.homes = homes;
  }

  /**
   * Describes a result.
   *
   * @param media an object with an address or with the bytes inside
   * @param path where the answer came from, for asking again
   * @param operation what to post there, or null for a plain read
   */
  static RemoteFile remote(Home home, JsonNode media, String path, String operation) {
    String type = media.path("mime_type").asString(media.path("mimeType").asString("video/mp4"));
    Map<String, String> attributes = new HashMap<>();
    attributes.put(GoogleBackend.HOME, home.name());
    for (String field : URI_FIELDS) {
      String uri = media.path(field).asString("");
      if (!uri.isBlank()) {
        return new RemoteFile(uri, type, null, attributes);
      }
    }
    Long bytes = null;
    for (String field : MEDIA_FIELDS) {
      bytes = Answer.unpacked(media.path(field)).map(UnpackedFile::bytes).orElse(bytes);
    }
    attributes.put(INSIDE, "true");
    if (operation != null) {
      attributes.put(OPERATION, operation);
    }
    return new RemoteFile(home.http().vendor().baseUrl() + path, type, bytes, attributes);
  }

  long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    String location = file.location();
    boolean hereAlready = !location.contains("://") && !location.startsWith("files/");
    if (hereAlready) {
      return homes.any().http().download(file, target);
    }
    Home home = homes.named(file.attributes().getOrDefault(GoogleBackend.HOME, Home.GEMINI), "");
    if (file.attributes().containsKey(INSIDE)) {
      return askAgain(home, file, target);
    }
    if (location.startsWith("gs://")) {
      return homes.storage().download(at(file, bucketAddress(location)), target);
    }
    return home.http().download(at(file, mediaAddress(home, location)), target);
  }

  private static RemoteFile at(RemoteFile file, String address) {
    return new RemoteFile(address, file.mediaType(), file.bytes(), Map.of());
  }

  /** The Files API hands out the bytes under {@code :download} with {@code alt=media}. */
  static String mediaAddress(Home home, String location) {
    URI base = home.http().vendor().baseUrl();
    String whole = location.startsWith("files/") ? base + "/v1beta/" + location : location;
    URI uri = URI.create(whole);
    boolean ours = base.getHost().equalsIgnoreCase(uri.getHost());
    if (!ours || whole.contains("alt=media")) {
      return whole;
    }
    String bare = uri.getRawQuery() == null ? whole : whole.substring(0, whole.indexOf('?'));
    boolean metadata = uri.getPath().matches(".*/files/[^/:]+");
    String query = uri.getRawQuery() == null ? "" : "&" + uri.getRawQuery();
    return bare + (metadata ? ":download" : "") + "?alt=media" + query;
  }

  private static String bucketAddress(String location) {
    String[] parts = location.substring("gs://".length()).split("/", 2);
    String object = parts.length > 1 ? parts[1] : "";
    return "https://storage.googleapis.com/storage/v1/b/"
        + URLEncoder.encode(parts[0], StandardCharsets.UTF_8)
        + "/o/"
        + URLEncoder.encode(object, StandardCharsets.UTF_8).replace("+", "%20")
        + "?alt=media";
  }

  private static long askAgain(Home home, RemoteFile file, Path target)
      throws BackendException, InterruptedException {
    try (DiscardedFiles discarded = DiscardedFiles.open(home.temporary())) {
      Call call = Call.poll(file.location());
      String operation = file.attributes().get(OPERATION);
      if (operation != null) {
        call =
            call.posting(
                new Body.Json(
                    JsonNodeFactory.instance.objectNode().put("operationName", operation), null));
      }
      Answer answer = home.http().send(discarded.unpacking(call, home.http().limits()));
      UnpackedFile found = find(answer.json());
      if (found == null) {
        throw gone(null);
      }
      Files.move(found.path(), target, StandardCopyOption.REPLACE_EXISTING);
      return found.bytes();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private static UnpackedFile find(JsonNode json) {
    UnpackedFile unpacked = Answer.unpacked(json).orElse(null);
    for (JsonNode child : json) {
      UnpackedFile inside = unpacked == null ? find(child) : unpacked;
      unpacked = unpacked == null ? inside : unpacked;
    }
    return unpacked;
  }

  private static BackendException gone(IOException cause) {
    return new BackendException(
        Fate.NOT_ACCEPTED,
        Failure.of(ErrorCode.DOWNLOAD_FAILED, "The result could not be read out of the answer.")
            .withCharged(Charged.YES, Retry.USE_JOB),
        cause);
  }
}
