package dev.secondunit.assembly;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A .cube lookup table, checked and copied to a path that a filter graph can hold. */
final class Cube implements AutoCloseable {
  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_POINTS = 128;
  private static final Pattern SIZE = Pattern.compile("(?m)^\\s*LUT_3D_SIZE\\s+(\\d{1,3})\\s*$");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^[ \\t]*[-+0-9.][-+0-9.eE]*[ \\t]+[-+0-9.eE]+[ \\t]+[-+0-9.eE]+[ \\t]*\\r?$");

  private final Path copy;

  private Cube(Path copy) {
    this.copy = copy;
  }

  static Cube open(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw invalid(file, "is not there");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw invalid(file, "is larger than " + MOST_BYTES + " bytes");
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      check(file, text);
      Path copy = Files.createTempFile("second-unit-", ".cube");
      Files.writeString(copy, text, StandardCharsets.ISO_8859_1);
      return new Cube(copy);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "lut: cannot read or copy " + file + ".")
              .withField("lut", file),
          e);
    }
  }

  private static void check(Path file, String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.find()) {
      throw invalid(file, "has no LUT_3D_SIZE line; 3D tables in the .cube format are read");
    }
    int points = Integer.parseInt(size.group(1));
    if (points < 2 || points > MOST_POINTS) {
      throw invalid(file, "has LUT_3D_SIZE " + points + "; allowed is 2 to " + MOST_POINTS);
    }
    long rows = ROW.matcher(text).results().count();
    if (rows != (long) points * points * points) {
      throw invalid(
          file, "has " + rows + " rows where " + (long) points * points * points + " belong");
    }
  }

  String filter() {
    String path = copy.toString().replace('\\', '/').replace("'", "'\\\\\\''").replace(":", "\\:");
    return "lut3d=file='" + path + "':interp=tetrahedral";
  }

  @Override
  public void close() {
    copy.toFile().delete();
  }

  private static FailureException invalid(Path file, String rule) {
    return Failure.of(ErrorCode.INVALID_ARGUMENT, "lut: " + file + " " + rule + ".")
        .withField("lut", file)
        .asException();
  }
}
