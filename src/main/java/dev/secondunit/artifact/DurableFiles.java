package dev.secondunit.artifact;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The disk operations that a commit is made of, one by one, so that a test can stop between any
 * two.
 */
class DurableFiles {
  private static final int MOST_UNFINISHED = 100;
  private static final boolean FOLDERS_CAN_BE_FORCED =
      !System.getProperty("os.name", "").startsWith("Windows");

  /** Whether the system would let this program make a file in the folder. */
  boolean takesFiles(Path folder) {
    return Files.isDirectory(folder) && Files.isWritable(folder);
  }

  /**
   * How many bytes this program may still write to the disk of the folder; as many as can be
   * counted where its system names no size, as a memory disk without a limit does.
   */
  long usableBytes(Path folder) {
    File there = folder.toFile();
    return there.getTotalSpace() == 0 ? Long.MAX_VALUE : there.getUsableSpace();
  }

  /** Waits until the file's bytes are on the disk. */
  void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits until the folder's names are on the disk. Windows does that by itself. */
  void forceFolder(Path folder) throws IOException {
    if (!FOLDERS_CAN_BE_FORCED) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Writes and forces the whole file; an older one is replaced by it, never changed. */
  void write(Path file, byte[] bytes) throws IOException {
    for (int number = 1; ; number++) {
      Path unfinished = unfinished(file, number);
      try (FileChannel channel =
          FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      } catch (FileAlreadyExistsException e) {
        // Of another process, or of one that died here.
        if (number == MOST_UNFINISHED) {
          throw e;
        }
        continue;
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
  }

  /** What writes of this file left that were cut short, the last one first. */
  final List<Path> unfinished(Path file) {
    List<Path> found = new ArrayList<>();
    for (int number = 1; Files.exists(unfinished(file, number)); number++) {
      found.add(0, unfinished(file, number));
    }
    return found;
  }

  private static Path unfinished(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number + ".tmp");
  }

  /**
   * Gives the file a second name, or moves it where the file system has no links. Either way
   * nothing that exists under the new name is touched.
   *
   * @param marker the content of the placeholder that reserves the name when there are no links; a
   *     placeholder with the same marker is taken over
   * @return false when the name belongs to another file
   */
  final boolean publish(Path file, Path name, String marker) throws IOException {
    try {
      link(file, name);
      return true;
    } catch (FileAlreadyExistsException e) {
      return Files.isSameFile(file, name) || takeOver(file, name, marker);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // FAT, some network shares and some containers refuse links.
      return reserveAndMove(file, name, marker);
    }
  }

  void link(Path file, Path name) throws IOException {
    Files.createLink(name, file);
  }

  private boolean reserveAndMove(Path file, Path name, String marker) throws IOException {
    try {
      reserve(name, marker);
    } catch (FileAlreadyExistsException e) {
      return takeOver(file, name, marker);
    }
    move(file, name);
    return true;
  }

  void reserve(Path name, String marker) throws IOException {
    Files.write(
        name,
        marker.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
  }

  void move(Path file, Path name) throws IOException {
    Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean takeOver(Path file, Path name, String marker) throws IOException {
    byte[] expected = marker.getBytes(StandardCharsets.UTF_8);
    boolean ours =
        Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS)
            && Files.size(name) == expected.length
            && marker.equals(new String(Files.readAllBytes(name), StandardCharsets.UTF_8));
    if (ours) {
      move(file, name);
    }
    return ours;
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
