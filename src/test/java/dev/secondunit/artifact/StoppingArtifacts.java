package dev.secondunit.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The real store of local files on a disk that can stop before, after and amid each operation. */
public final class StoppingArtifacts {
  private StoppingArtifacts() {}

  /** Where to stop. */
  public interface Points {
    /** Counts one arrival at a point; true when this is the one to stop at. */
    boolean due(String point);

    /** Stops this thread for good. */
    void stop(String point);

    default void reach(String point) {
      if (due(point)) {
        stop(point);
      }
    }
  }

  /** A thing done with the disk. */
  @FunctionalInterface
  private interface Operation {
    void run() throws IOException;
  }

  public static ArtifactStore store(MediaMeasurer measurer, String program, Points points) {
    return new LocalArtifactStore(measurer, program, new Disk(points));
  }

  private static final class Disk extends DurableFiles {
    private final Points points;

    Disk(Points points) {
      this.points = points;
    }

    private void around(String operation, Operation done) throws IOException {
      points.reach("before " + operation);
      done.run();
      points.reach("after " + operation);
    }

    @Override
    void force(Path file) throws IOException {
      around("force", () -> super.force(file));
    }

    @Override
    void forceFolder(Path folder) throws IOException {
      around("folder", () -> super.forceFolder(folder));
    }

    @Override
    void write(Path file, byte[] bytes) throws IOException {
      if (points.due("amid note")) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".1.tmp");
        Files.write(unfinished, Arrays.copyOf(bytes, bytes.length / 2));
        points.stop("amid note");
      }
      around("note", () -> super.write(file, bytes));
    }

    @Override
    void link(Path file, Path name) throws IOException {
      String what = name.toString().endsWith(".json") ? "sidecar" : "file";
      around(what, () -> super.link(file, name));
    }

    @Override
    void delete(Path file) throws IOException {
      around("tidy", () -> super.delete(file));
    }
  }
}
