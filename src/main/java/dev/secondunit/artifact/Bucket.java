package dev.secondunit.artifact;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects that all nodes reach by their keys. An object is there whole or not at all, and is never
 * changed. Every method but {@link #location} and {@link #key} does I/O, streams, and is safe for
 * many threads; every I/O error is an {@link IOException} whose message may be shown to people.
 */
public interface Bucket extends AutoCloseable {
  /** The address of a key, as it stands in results: {@code s3://bucket/key}. */
  String location(String key);

  /** The key of an address of this bucket, or empty for any other. */
  Optional<String> key(String location);

  /**
   * Puts an object where there is none.
   *
   * @param sha256 the digest of the file in hexadecimal, which the far side compares
   * @param metadata kept with it: short names and values in plain letters
   * @return false when the key is taken; what is there stays as it is
   */
  boolean putNew(
      String key, Path file, String sha256, String mediaType, Map<String, String> metadata)
      throws IOException;

  /** The metadata of an object, or empty when there is none. */
  Optional<Map<String, String>> metadata(String key) throws IOException;

  /** Keys with this beginning, in order, at most so many. */
  List<String> list(String prefix, int most) throws IOException;

  /**
   * The content of a small object.
   *
   * @return empty when there is none or it is larger
   */
  Optional<byte[]> read(String key, int most) throws IOException;

  /**
   * Fetches an object to a file, replacing what was there.
   *
   * @return false when there is no such object
   */
  boolean fetch(String key, Path target) throws IOException;

  /** Removes an object; harmless when there is none. */
  void delete(String key) throws IOException;

  /** An address from which anybody who has it can read the object for so long. */
  URI link(String key, Duration validity) throws IOException;

  @Override
  void close();
}
