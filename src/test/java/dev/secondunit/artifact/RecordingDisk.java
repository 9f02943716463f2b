package dev.secondunit.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Notes what is done with which kind of file. */
final class RecordingDisk extends DurableFiles {
  private final DurableFiles disk;
  final List<String> operations = new ArrayList<>();

  RecordingDisk(DurableFiles disk) {
    this.disk = disk;
  }

  private void note(String operation, Path file) {
    String name = file.getFileName().toString();
    operations.add(operation + " " + name.substring(name.lastIndexOf('.')));
  }

  @Override
  void force(Path file) throws IOException {
    note("force", file);
    disk.force(file);
  }

  @Override
  void forceFolder(Path folder) throws IOException {
    operations.add("folder");
    disk.forceFolder(folder);
  }

  @Override
  void write(Path file, byte[] bytes) throws IOException {
    note("write", file);
    disk.write(file, bytes);
  }

  @Override
  void link(Path file, Path name) throws IOException {
    disk.link(file, name);
    note("name", name);
  }

  @Override
  void reserve(Path name, String marker) throws IOException {
    disk.reserve(name, marker);
  }

  @Override
  void move(Path file, Path name) throws IOException {
    note("name", name);
    disk.move(file, name);
  }

  @Override
  void delete(Path file) throws IOException {
    note("delete", file);
    disk.delete(file);
  }
}
