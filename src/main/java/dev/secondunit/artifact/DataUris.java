package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;

/** Puts the bytes of {@code data:} URIs into files named after their content. */
final class DataUris {
  /** Larger media belongs into a file. */
  static final int LARGEST_BYTES = 10 << 20;

  private final Path folder;

  DataUris(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /** The URI without its content. */
  static String shown(String uri) {
    int comma = uri.indexOf(',');
    String head = comma < 0 ? uri : uri.substring(0, comma + 1);
    return head.length() > 60 ? "data:…" : head + (comma < 0 ? "" : "…");
  }

  Path store(String uri, String field) {
    int comma = uri.indexOf(',');
    if (comma < 0 || !uri.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw invalid(uri, field, "needs base64 content: data:image/png;base64,…");
    }
    long bytes = (uri.length() - comma - 1) * 3L / 4;
    if (bytes > LARGEST_BYTES + 3L) {
      throw tooLarge(uri, field);
    }
    byte[] content;
    try {
      content = Base64.getDecoder().decode(uri.substring(comma + 1).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw invalid(uri, field, "is not valid base64");
    }
    if (content.length == 0) {
      throw invalid(uri, field, "is empty");
    }
    if (content.length > LARGEST_BYTES) {
      throw tooLarge(uri, field);
    }
    try {
      return write(content);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
                  ErrorCode.STORAGE_FAILED,
                  field + ": cannot keep the data in " + folder + ": " + e.getMessage() + ".")
              .withField(field, shown(uri)),
          e);
    }
  }

  private Path write(byte[] content) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.toRealPath().resolve(Sha256.of(content));
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == content.length) {
      return file;
    }
    Path unfinished = Files.createTempFile(folder, ".inline-", ".part");
    try {
      Files.write(unfinished, content);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return file;
  }

  private static FailureException invalid(String uri, String field, String rule) {
    return Failure.of(ErrorCode.INVALID_ARGUMENT, field + ": the data URI " + rule + ".")
        .withField(field, shown(uri))
        .asException();
  }

  private static FailureException tooLarge(String uri, String field) {
    return Failure.of(
            ErrorCode.FILE_TOO_LARGE,
            field + ": a data URI holds at most " + LARGEST_BYTES + " bytes.")
        .withField(field, shown(uri))
        .withHint("Save it as a file and give the path.")
        .asException();
  }
}
