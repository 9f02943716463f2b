package dev.secondunit.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source file as the rules see it.
 *
 * @param packageName without {@code dev.secondunit}: {@code job.sql}, or empty for the top
 * @param type the name of the file without its ending
 * @param code without comments and without what stands in quotes, so that only real uses remain
 */
record SourceFile(String packageName, String type, String code) {
  private static final Path ROOT = Path.of("src/main/java/dev/secondunit");

  /** In order of precedence: whatever starts first in the text hides the others. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])++'"
              + "|/\\*.*?\\*/|//[^\\n]*",
          Pattern.DOTALL);

  static SourceFile of(String packageName, String type, String text) {
    return new SourceFile(packageName, type, NOT_CODE.matcher(text).replaceAll(" "));
  }

  /** Every source file of the program, without descriptions of packages. */
  static List<SourceFile> all() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .map(SourceFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceFile read(Path file) {
    try {
      String folder = ROOT.relativize(file.getParent()).toString().replace('\\', '/');
      String type = file.getFileName().toString().replace(".java", "");
      return of(folder.replace('/', '.'), type, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it lies in this package or below it. */
  boolean in(String name) {
    return packageName.equals(name) || packageName.startsWith(name + ".");
  }

  /** Whether it is this one of the files that stand outside all packages but ours. */
  boolean isTop(String name) {
    return packageName.isEmpty() && type.equals(name);
  }

  /** Whether it uses something of this package, a package below it, or this type. */
  boolean uses(String name) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "(?!\\w)").matcher(code).find();
  }

  boolean usesOurs(String name) {
    return uses("dev.secondunit." + name);
  }

  @Override
  public String toString() {
    return packageName.isEmpty() ? type : packageName + "." + type;
  }
}
