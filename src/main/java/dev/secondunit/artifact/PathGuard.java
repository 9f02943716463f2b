package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Decides which paths may be touched. Both the path and the roots are compared by their real paths,
 * so a workspace behind a symbolic link works and a link out of it does not.
 *
 * <p>What it returns is a real path, free of links at that moment: exchanging a link of the path
 * that was given changes nothing afterwards. Whoever reads for long asks {@link #stillReadable}
 * when done. It defends against what callers write, not against a hostile process that may itself
 * write into the roots.
 *
 * <p>Making one does no I/O; every check looks at the disk anew. Safe for many threads.
 */
public final class PathGuard {
  private static final int LONGEST = 4_096;
  private static final List<Path> NEVER = List.of(Path.of("/proc"), Path.of("/sys"));

  private final List<Path> readable;
  private final List<Path> writable;
  private final Path currentFolder;
  private final List<Path> closed;
  private final Path open;

  /**
   * @param readableRoots folders whose files may be inputs; ones that do not exist are no harm
   * @param writableRoots folders in which files may be made
   * @param currentFolder what relative paths are resolved against
   */
  public PathGuard(List<Path> readableRoots, List<Path> writableRoots, Path currentFolder) {
    this(readableRoots, writableRoots, currentFolder, List.of(), null);
  }

  private PathGuard(
      List<Path> readableRoots,
      List<Path> writableRoots,
      Path currentFolder,
      List<Path> closed,
      Path open) {
    this.currentFolder = Objects.requireNonNull(currentFolder, "currentFolder").toAbsolutePath();
    this.readable = readableRoots.stream().map(this.currentFolder::resolve).toList();
    this.writable = writableRoots.stream().map(this.currentFolder::resolve).toList();
    this.closed = closed;
    this.open = open;
  }

  /**
   * A guard over the same current folder for somebody who has one folder of their own.
   *
   * @param own may be read and written, wherever it lies
   * @param readableRoots further folders that may be read
   * @param writableRoots further folders that may be written
   * @param others folders that stay shut, except for {@code own}, even inside of those roots
   */
  public PathGuard confinedTo(
      Path own, List<Path> readableRoots, List<Path> writableRoots, List<Path> others) {
    return new PathGuard(
        with(own, readableRoots), with(own, writableRoots), currentFolder, others, own);
  }

  private static List<Path> with(Path first, List<Path> more) {
    return Stream.concat(Stream.of(first), more.stream()).toList();
  }

  /**
   * The real path of an existing plain file in a readable root.
   *
   * @param field the argument, for the failure
   * @throws FailureException PATH_DENIED or FILE_NOT_FOUND
   */
  public Path readableFile(String given, String field) {
    Path path = parse(given, field, readable);
    Path real = realPath(path);
    boolean exists = real != null;
    if (!exists) {
      real = realPathOfParents(path);
    }
    if (real == null || isOutside(real, readable)) {
      throw denied(given, field, "is outside the folders that may be read", readable);
    }
    if (!exists) {
      throw Failure.of(ErrorCode.FILE_NOT_FOUND, field + ": there is no file " + given + ".")
          .withField(field, given)
          .withAllowed(words(readable))
          .withHint("Relative paths start at " + currentFolder + ".")
          .asException();
    }
    if (Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
      throw denied(given, field, "is a folder, not a file", readable);
    }
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw denied(given, field, "is not a plain file", readable);
    }
    return real;
  }

  /**
   * Checks a path that {@link #readableFile} returned once more, after it was read.
   *
   * @throws FailureException PATH_DENIED when it has become something else meanwhile
   */
  public void stillReadable(Path real, String field) {
    if (!real.equals(readableFile(real.toString(), field))) {
      throw denied(real.toString(), field, "changed while it was read", readable);
    }
  }

  /**
   * The real path of a folder in a writable root; made with its parents when it is missing.
   *
   * @throws FailureException PATH_DENIED, or STORAGE_FAILED when it cannot be made
   */
  public Path writableFolder(String given, String field) {
    Path path = parse(given, field, writable);
    Path real = realPathOfParents(path);
    if (real == null || isOutside(real, writable)) {
      throw denied(given, field, "is outside the folders that may be written", writable);
    }
    if (Files.exists(real) && !Files.isDirectory(real)) {
      throw denied(given, field, "is a file, not a folder", writable);
    }
    try {
      Files.createDirectories(real);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
                  ErrorCode.STORAGE_FAILED,
                  field + ": cannot make the folder " + given + ": " + e.getMessage() + ".")
              .withField(field, given),
          e);
    }
    Path made = realPath(real);
    if (made == null || isOutside(made, writable)) {
      throw denied(given, field, "is outside the folders that may be written", writable);
    }
    return made;
  }

  private Path parse(String given, String field, List<Path> roots) {
    if (given == null || given.isBlank()) {
      throw Failure.of(ErrorCode.MISSING_ARGUMENT, field + ": an empty path.")
          .withField(field, given)
          .asException();
    }
    if (given.length() > LONGEST) {
      throw denied(
          given.substring(0, 80) + "…", field, "is longer than " + LONGEST + " characters", roots);
    }
    if (given.chars().anyMatch(character -> character < ' ' || character == 127)) {
      throw denied(
          given.replaceAll("\\p{Cntrl}", "?"), field, "has control characters in it", roots);
    }
    if (given.startsWith("\\\\") || given.startsWith("//")) {
      throw denied(given, field, "is a network path", roots);
    }
    Path path;
    try {
      path = currentFolder.resolve(given);
    } catch (InvalidPathException e) {
      throw denied(given, field, "is not a path on this system", roots);
    }
    Path plain = path.normalize();
    if (NEVER.stream().anyMatch(plain::startsWith)) {
      throw denied(given, field, "is not a place for media", roots);
    }
    return path;
  }

  private boolean isOutside(Path real, List<Path> roots) {
    if (NEVER.stream().anyMatch(real::startsWith)) {
      return true;
    }
    if (isBelow(real, closed) && !isBelow(real, List.of(open))) {
      return true;
    }
    return !isBelow(real, roots);
  }

  private static boolean isBelow(Path real, List<Path> folders) {
    for (Path folder : folders) {
      Path realFolder = realPathOfParents(folder);
      if (realFolder != null && real.startsWith(realFolder)) {
        return true;
      }
    }
    return false;
  }

  /** The real path, or null when it does not exist or leads nowhere. */
  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The real path of the part that exists with the rest behind it; null when that cannot be told,
   * for example behind a link that leads nowhere.
   */
  private static Path realPathOfParents(Path path) {
    Path rest = path.normalize();
    for (Path parent = rest; parent != null; parent = parent.getParent()) {
      try {
        return parent.toRealPath().resolve(parent.relativize(rest)).normalize();
      } catch (IOException e) {
        // Missing, or below something that is no folder: look one higher.
        if (e instanceof AccessDeniedException || Files.isSymbolicLink(parent)) {
          return null;
        }
      }
    }
    return null;
  }

  private static FailureException denied(
      String given, String field, String reason, List<Path> roots) {
    return Failure.of(ErrorCode.PATH_DENIED, field + ": " + given + " " + reason + ".")
        .withField(field, given)
        .withAllowed(words(roots))
        .withHint(
            "Use a file below one of the allowed folders, or let the user extend"
                + " SECOND_UNIT_READ_ROOTS or SECOND_UNIT_WRITE_ROOTS.")
        .asException();
  }

  private static List<String> words(List<Path> roots) {
    return roots.stream().map(Path::toString).distinct().toList();
  }
}
