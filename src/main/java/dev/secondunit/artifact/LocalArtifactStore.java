package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps artifacts as plain files in the folder the caller asked for.
 *
 * <p>A commit leaves the following on disk after each step. {@code PART} is {@code
 * .second-unit-<job>-<index>.part}, {@code NOTE} is {@code .second-unit-<job>-<index>.json}, {@code
 * FILE} and {@code FILE.json} are the finished pair.
 *
 * <pre>
 *   after            on disk              dies here: the next commit …
 *   download         PART                 starts here
 *   force            PART                 starts here
 *   write NOTE       PART NOTE            starts here; NOTE is rewritten
 *   link FILE        PART NOTE FILE       sees that FILE is PART, goes on
 *   force folder     PART NOTE FILE       the same
 *   delete PART      NOTE FILE            believes NOTE when FILE has its hash, goes on
 *   link FILE.json   NOTE FILE FILE.json  finds the pair, deletes NOTE
 *   delete NOTE      FILE FILE.json       finds the pair
 *   force folder     FILE FILE.json       finds the pair
 * </pre>
 *
 * A note that was cut short while it was written lies beside it as {@code NOTE.<number>.tmp}; it
 * goes when the pair is finished, or found.
 *
 * <p>{@code NOTE} is the sidecar under its first name; it is complete and forced before {@code
 * FILE} appears. A name that is taken is left alone and the next one, with {@code -2} behind it, is
 * tried. On a file system without links a placeholder reserves the name and the file is moved over
 * it; {@code PART} is gone then from the moment {@code FILE} is whole.
 */
public final class LocalArtifactStore implements ArtifactStore {
  private static final Pattern LEFTOVER =
      Pattern.compile(
          "\\.second-unit-([A-Za-z0-9_-]{1,80})-(\\d{1,3})\\.(?:part|json(?:\\.[0-9]+\\.tmp)?)");

  /** More files of one second and one job-id ending than this are a defect. */
  private static final int MOST_NAMES = 1_000;

  /** How often a commit starts over because another process moved the same files along. */
  private static final int MOST_TURNS = 5;

  private final MediaMeasurer measurer;
  private final String program;
  private final DurableFiles disk;
  private final Lock[] locks =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  /**
   * @param program name and version of this program, for the sidecars
   */
  public LocalArtifactStore(MediaMeasurer measurer, String program) {
    this(measurer, program, new DurableFiles());
  }

  LocalArtifactStore(MediaMeasurer measurer, String program, DurableFiles disk) {
    this.measurer = Objects.requireNonNull(measurer, "measurer");
    this.program = Objects.requireNonNull(program, "program");
    this.disk = disk;
  }

  @Override
  public Optional<Failure> refusal(Path folder) {
    return Room.refusal(disk, folder);
  }

  @Override
  public Path stage(Path folder, String jobId, int index) {
    Staged.checkId(jobId, index);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw storageFailed("cannot make the folder " + folder, e);
    }
    return part(folder, jobId, index);
  }

  @Override
  public Artifact commit(Staged staged, Provenance provenance) throws InterruptedException {
    return locked(staged, () -> commitLocked(staged, provenance));
  }

  /** Something done with the files of a job. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T locked(Staged staged, Work<T> work) throws InterruptedException {
    Lock lock = locks[Math.floorMod(staged.jobId().hashCode(), locks.length)];
    lock.lockInterruptibly();
    try {
      return work.run();
    } catch (NoSuchFileException e) {
      throw StagedBytes.missing(staged, e);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("interrupted while storing");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      throw storageFailed("cannot store the file of " + staged.jobId(), e);
    } finally {
      lock.unlock();
    }
  }

  private Artifact commitLocked(Staged staged, Provenance provenance)
      throws IOException, InterruptedException {
    for (int turn = 1; ; turn++) {
      try {
        return commitOnce(staged, provenance);
      } catch (NoSuchFileException e) {
        // Another process may be committing the same file; look again what is left to do.
        if (turn == MOST_TURNS) {
          throw e;
        }
      }
    }
  }

  private Artifact commitOnce(Staged staged, Provenance provenance)
      throws IOException, InterruptedException {
    Path part = part(staged.folder(), staged.jobId(), staged.index());
    Path note = note(staged.folder(), staged.jobId(), staged.index());
    Optional<Artifact> finished = finished(staged);
    if (finished.isPresent()) {
      return finished.get();
    }
    if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(part.toString());
    }
    return finish(staged, publish(staged, provenance, part, note));
  }

  /** The pair, if its file is in its place already; what is left to do for it is done. */
  private Optional<Artifact> finished(Staged staged) throws IOException, InterruptedException {
    Optional<Artifact> pair = search(staged);
    if (pair.isPresent()) {
      if (tidy(staged)) {
        disk.forceFolder(staged.folder());
      }
      return pair;
    }
    Path note = note(staged.folder(), staged.jobId(), staged.index());
    Optional<Sidecar> noted = published(staged.folder(), Sidecar.read(note));
    return noted.isPresent() ? Optional.of(finish(staged, noted.get())) : Optional.empty();
  }

  /** Deletes what commits of this file left, also those that were cut short while they wrote. */
  private boolean tidy(Staged staged) throws IOException {
    Path note = note(staged.folder(), staged.jobId(), staged.index());
    List<Path> leftovers = new ArrayList<>(disk.unfinished(note));
    leftovers.add(note);
    leftovers.add(part(staged.folder(), staged.jobId(), staged.index()));
    leftovers.removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    for (Path leftover : leftovers) {
      disk.delete(leftover);
    }
    return !leftovers.isEmpty();
  }

  /** The note's sidecar, if the file it speaks of is in its place and has the noted bytes. */
  private Optional<Sidecar> published(Path folder, Optional<Sidecar> note)
      throws IOException, InterruptedException {
    if (note.isEmpty()) {
      return note;
    }
    Path file = folder.resolve(note.get().file());
    MediaFacts facts = note.get().facts();
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != facts.bytes()
        || !Objects.equals(measurer.measure(file).sha256(), facts.sha256())) {
      return Optional.empty();
    }
    return note;
  }

  private Sidecar publish(Staged staged, Provenance provenance, Path part, Path note)
      throws IOException, InterruptedException {
    MediaFacts facts = StagedBytes.verified(measurer, staged, part);
    disk.force(part);
    String stem =
        FileNames.stem(staged.createdAt(), staged.title(), staged.jobId(), staged.index());
    String extension = FileNames.extension(facts.mediaType());
    for (int number = 1; number <= MOST_NAMES; number++) {
      String name = stem + (number == 1 ? "" : "-" + number) + "." + extension;
      Path file = staged.folder().resolve(name);
      if (Files.exists(Sidecar.pathFor(file), LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      Sidecar sidecar =
          new Sidecar(
              staged.jobId(), staged.index(), name, staged.createdAt(), facts, provenance, program);
      disk.write(note, sidecar.bytes());
      if (disk.publish(part, file, marker(staged))) {
        return sidecar;
      }
    }
    throw new IOException(MOST_NAMES + " files are called " + stem);
  }

  private Artifact finish(Staged staged, Sidecar sidecar) throws IOException {
    Path folder = staged.folder();
    Path note = note(folder, staged.jobId(), staged.index());
    Path file = folder.resolve(sidecar.file());
    disk.forceFolder(folder);
    disk.delete(part(folder, staged.jobId(), staged.index()));
    if (!disk.publish(note, Sidecar.pathFor(file), marker(staged))
        && !isFor(staged, Sidecar.read(Sidecar.pathFor(file)))) {
      throw new IOException(Sidecar.pathFor(file) + " was put there by somebody else");
    }
    tidy(staged);
    disk.forceFolder(folder);
    return new Artifact(file.toAbsolutePath(), sidecar);
  }

  @Override
  public Optional<Artifact> find(Staged staged) throws InterruptedException {
    return locked(
        staged,
        () -> {
          try {
            return finished(staged);
          } catch (NoSuchFileException e) {
            // Another process finishes it at this moment.
            return search(staged);
          }
        });
  }

  private static Optional<Artifact> search(Staged staged) throws IOException {
    String idEnd = "_" + FileNames.idEnd(staged.jobId());
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            staged.folder(),
            path -> {
              String name = path.getFileName().toString();
              return !name.startsWith(".") && name.endsWith(".json") && name.contains(idEnd);
            })) {
      for (Path path : files) {
        Optional<Sidecar> sidecar = Sidecar.read(path);
        if (!isFor(staged, sidecar)) {
          continue;
        }
        Path file = staged.folder().resolve(sidecar.get().file());
        if (path.equals(Sidecar.pathFor(file))
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.of(new Artifact(file.toAbsolutePath(), sidecar.get()));
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isFor(Staged staged, Optional<Sidecar> sidecar) {
    return sidecar.isPresent()
        && sidecar.get().jobId().equals(staged.jobId())
        && sidecar.get().index() == staged.index();
  }

  @Override
  public void discard(Path folder, String jobId, int index) {
    Staged.checkId(jobId, index);
    try {
      disk.delete(part(folder, jobId, index));
    } catch (IOException e) {
      throw storageFailed("cannot delete the staged bytes of " + jobId, e);
    }
  }

  @Override
  public List<Leftover> leftovers(Path folder) {
    List<Leftover> leftovers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".second-unit-*")) {
      for (Path path : files) {
        Matcher matcher = LEFTOVER.matcher(path.getFileName().toString());
        if (matcher.matches()) {
          leftovers.add(new Leftover(path, matcher.group(1), Integer.parseInt(matcher.group(2))));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw storageFailed("cannot read the folder " + folder, e);
    }
    return List.copyOf(leftovers);
  }

  @Override
  public Path local(String location, MediaFacts facts) {
    return Path.of(location);
  }

  @Override
  public Optional<Link> link(String location) {
    return Optional.empty();
  }

  @Override
  public boolean delete(String location) {
    Path file = Path.of(location);
    try {
      boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      disk.delete(file);
      disk.delete(Sidecar.pathFor(file));
      return there;
    } catch (IOException e) {
      throw storageFailed("cannot delete " + file, e);
    }
  }

  private static Path part(Path folder, String jobId, int index) {
    return folder.resolve(".second-unit-" + jobId + "-" + index + ".part");
  }

  private static Path note(Path folder, String jobId, int index) {
    return folder.resolve(".second-unit-" + jobId + "-" + index + ".json");
  }

  private static String marker(Staged staged) {
    return "second-unit reserves this name for " + staged.jobId() + " " + staged.index() + "\n";
  }

  private static FailureException storageFailed(String what, Exception cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new FailureException(
        Failure.of(ErrorCode.STORAGE_FAILED, what + ": " + reason + ".")
            .withHint("Free some space or choose another output_dir."),
        cause);
  }
}
