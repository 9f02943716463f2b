package dev.secondunit.artifact;

import java.io.IOException;
import java.nio.file.Path;

/** Does so many operations and then dies before the next one. */
final class DyingDisk extends DurableFiles {
  /** The process is gone: nothing may catch this on its way. */
  static final class PowerCut extends Error {
    private static final long serialVersionUID = 1;
  }

  private final DurableFiles disk;
  private int left;

  DyingDisk(DurableFiles disk, int operations) {
    this.disk = disk;
    this.left = operations;
  }

  private void step() {
    if (left-- == 0) {
      throw new PowerCut();
    }
  }

  @Override
  void force(Path file) throws IOException {
    step();
    disk.force(file);
  }

  @Override
  void forceFolder(Path folder) throws IOException {
    step();
    disk.forceFolder(folder);
  }

  @Override
  void write(Path file, byte[] bytes) throws IOException {
    step();
    disk.write(file, bytes);
  }

  @Override
  void link(Path file, Path name) throws IOException {
    step();
    disk.link(file, name);
  }

  @Override
  void reserve(Path name, String marker) throws IOException {
    step();
    disk.reserve(name, marker);
  }

  @Override
  void move(Path file, Path name) throws IOException {
    step();
    disk.move(file, name);
  }

  @Override
  void delete(Path file) throws IOException {
    step();
    disk.delete(file);
  }
}
