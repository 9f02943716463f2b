package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps artifacts in a bucket that all nodes share. A {@link Staged#folder()} is relative here: it
 * is the beginning of the key, behind the store's own prefix.
 *
 * <p>A commit leaves the following after each step; {@code PART} is a file of this machine, the
 * rest are objects.
 *
 * <pre>
 *   after          there is              dies here: the next commit …
 *   download       PART                  starts here
 *   put FILE       PART FILE             finds by FILE's metadata that it is its own, goes on
 *   put FILE.json  PART FILE FILE.json   finds the pair, deletes PART
 *   delete PART    FILE FILE.json        finds the pair
 * </pre>
 *
 * <p>The key holds the whole job id, so that two jobs never want the same. An object is put only
 * where there is none, and the far side compares its SHA-256. On another machine PART is fetched
 * anew; FILE is known again by job, index and digest in its metadata. A {@code FILE} without its
 * sidecar is no artifact yet.
 */
public final class BucketArtifactStore implements ArtifactStore {
  private static final String JOB = "second-unit-job";
  private static final String INDEX = "second-unit-index";
  private static final String DIGEST = "second-unit-sha256";
  private static final Pattern PART = Pattern.compile("([A-Za-z0-9_-]{1,80})-(\\d{1,3})\\.part");

  /** More files of one second and one job-id ending than this are a defect. */
  private static final int MOST_NAMES = 1_000;

  private final Bucket bucket;
  private final Duration linksHold;
  private final MediaMeasurer measurer;
  private final String program;
  private final Path staging;
  private final Path fetched;
  private final Clock clock;
  private final Lock[] locks =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  /**
   * @param linksHold how long links can be read
   * @param program name and version of this program, for the sidecars
   * @param scratch a folder of this machine for what is on its way; made when first needed
   */
  public BucketArtifactStore(
      Bucket bucket,
      Duration linksHold,
      MediaMeasurer measurer,
      String program,
      Path scratch,
      Clock clock) {
    this.bucket = Objects.requireNonNull(bucket, "bucket");
    this.linksHold = Objects.requireNonNull(linksHold, "linksHold");
    this.measurer = Objects.requireNonNull(measurer, "measurer");
    this.program = Objects.requireNonNull(program, "program");
    this.staging = scratch.resolve("staged");
    this.fetched = scratch.resolve("fetched");
    this.clock = clock;
  }

  @Override
  public Optional<Failure> refusal(Path folder) {
    return Room.refusal(new DurableFiles(), staging);
  }

  @Override
  public Path stage(Path folder, String jobId, int index) {
    Staged.checkId(jobId, index);
    prefix(folder);
    try {
      Files.createDirectories(staging);
    } catch (IOException e) {
      throw storageFailed("cannot make the folder " + staging, e);
    }
    return part(jobId, index);
  }

  private Path part(String jobId, int index) {
    return staging.resolve(jobId + "-" + index + ".part");
  }

  /** The beginning of the keys of a folder, empty or with a slash at its end. */
  private static String prefix(Path folder) {
    Path plain = folder.normalize();
    if (plain.isAbsolute() || plain.startsWith("..")) {
      throw new IllegalArgumentException("not a folder in the bucket: " + folder);
    }
    String prefix = plain.toString().replace('\\', '/');
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  @Override
  public Artifact commit(Staged staged, Provenance provenance) throws InterruptedException {
    Lock lock = locks[Math.floorMod(staged.jobId().hashCode(), locks.length)];
    lock.lockInterruptibly();
    try {
      Path part = part(staged.jobId(), staged.index());
      Optional<Artifact> finished = search(staged);
      Artifact artifact = finished.isPresent() ? finished.get() : publish(staged, provenance, part);
      Files.deleteIfExists(part);
      return artifact;
    } catch (NoSuchFileException e) {
      throw StagedBytes.missing(staged, e);
    } catch (IOException e) {
      throw storageFailed("cannot store the file of " + staged.jobId(), e);
    } finally {
      lock.unlock();
    }
  }

  private Artifact publish(Staged staged, Provenance provenance, Path part)
      throws IOException, InterruptedException {
    if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(part.toString());
    }
    MediaFacts facts = StagedBytes.verified(measurer, staged, part);
    String sha256 = facts.sha256() == null ? Sha256.of(part) : facts.sha256();
    Map<String, String> metadata =
        Map.of(JOB, staged.jobId(), INDEX, Integer.toString(staged.index()), DIGEST, sha256);
    String stem = stem(staged);
    String extension = FileNames.extension(facts.mediaType());
    for (int number = 1; number <= MOST_NAMES; number++) {
      String key = stem + (number == 1 ? "" : "-" + number) + "." + extension;
      if (bucket.metadata(key + ".json").isPresent() || !own(key, part, facts, metadata)) {
        continue;
      }
      Sidecar sidecar =
          new Sidecar(
              staged.jobId(),
              staged.index(),
              key.substring(key.lastIndexOf('/') + 1),
              staged.createdAt(),
              facts,
              provenance,
              program);
      if (putSidecar(key + ".json", sidecar)) {
        return artifact(key, sidecar);
      }
      Optional<Artifact> others = search(staged);
      if (others.isPresent()) {
        return others.get();
      }
    }
    throw new IOException(MOST_NAMES + " objects are called " + stem);
  }

  /** Puts the file under a key, or finds that an earlier commit of the same file did. */
  private boolean own(String key, Path part, MediaFacts facts, Map<String, String> metadata)
      throws IOException {
    Optional<Map<String, String>> there = bucket.metadata(key);
    if (there.isEmpty()
        && bucket.putNew(key, part, metadata.get(DIGEST), facts.mediaType(), metadata)) {
      return true;
    }
    return there.isPresent()
        ? isSame(there.get(), metadata)
        : bucket.metadata(key).map(found -> isSame(found, metadata)).orElse(false);
  }

  /** A far side may add names of its own. */
  private static boolean isSame(Map<String, String> there, Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .allMatch(each -> each.getValue().equals(there.get(each.getKey())));
  }

  private boolean putSidecar(String key, Sidecar sidecar) throws IOException, InterruptedException {
    Path file = Files.createTempFile(staging, "sidecar-", ".json");
    try {
      Files.write(file, sidecar.bytes());
      return bucket.putNew(key, file, Sha256.of(file), "application/json", Map.of());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String stem(Staged staged) {
    return prefix(staged.folder())
        + FileNames.wholeStem(staged.createdAt(), staged.title(), staged.jobId(), staged.index());
  }

  private Artifact artifact(String key, Sidecar sidecar) {
    return new Artifact(null, bucket.location(key), sidecar);
  }

  @Override
  public Optional<Artifact> find(Staged staged) {
    try {
      return search(staged);
    } catch (IOException e) {
      throw storageFailed("cannot read the bucket", e);
    }
  }

  private Optional<Artifact> search(Staged staged) throws IOException {
    for (String key : bucket.list(stem(staged), MOST_NAMES)) {
      if (!key.endsWith(".json")) {
        continue;
      }
      Optional<Sidecar> sidecar = bucket.read(key, Sidecar.LARGEST_BYTES).flatMap(Sidecar::read);
      boolean theirs =
          sidecar.isPresent()
              && sidecar.get().jobId().equals(staged.jobId())
              && sidecar.get().index() == staged.index();
      String media = key.substring(0, key.length() - ".json".length());
      if (theirs && media.endsWith(sidecar.get().file()) && bucket.metadata(media).isPresent()) {
        return Optional.of(artifact(media, sidecar.get()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void discard(Path folder, String jobId, int index) {
    Staged.checkId(jobId, index);
    try {
      Files.deleteIfExists(part(jobId, index));
    } catch (IOException e) {
      throw storageFailed("cannot delete the staged bytes of " + jobId, e);
    }
  }

  @Override
  public List<Leftover> leftovers(Path folder) {
    if (!Files.isDirectory(staging)) {
      return List.of();
    }
    List<Leftover> leftovers = new ArrayList<>();
    try (Stream<Path> files = Files.list(staging)) {
      for (Path path : files.toList()) {
        Matcher matcher = PART.matcher(path.getFileName().toString());
        if (matcher.matches()) {
          leftovers.add(new Leftover(path, matcher.group(1), Integer.parseInt(matcher.group(2))));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw storageFailed("cannot read the folder " + staging, e);
    }
    return List.copyOf(leftovers);
  }

  @Override
  public Path local(String location, MediaFacts facts) throws InterruptedException {
    String key = key(location);
    try {
      Path target =
          Files.createDirectories(fetched)
              .resolve(facts.sha256() + "." + FileNames.extension(facts.mediaType()));
      if (Files.isRegularFile(target) && Files.size(target) == facts.bytes()) {
        return target;
      }
      Path unfinished = Files.createTempFile(fetched, ".fetching-", ".part");
      try {
        if (!bucket.fetch(key, unfinished)) {
          throw Failure.of(
                  ErrorCode.FILE_NOT_FOUND, "There is no file at " + location + " any more.")
              .asException();
        }
        if (!Sha256.of(unfinished).equals(facts.sha256())) {
          throw Failure.of(
                  ErrorCode.MEDIA_CORRUPT,
                  "The file at " + location + " is not the one that was stored there.")
              .asException();
        }
        Files.move(
            unfinished,
            target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      return target;
    } catch (IOException e) {
      throw storageFailed("cannot fetch " + location, e);
    }
  }

  private String key(String location) {
    return bucket
        .key(location)
        .orElseThrow(
            () ->
                Failure.of(ErrorCode.FILE_NOT_FOUND, location + " is not in the bucket in use now.")
                    .withHint("SECOND_UNIT_ARTIFACT_URL names the bucket.")
                    .asException());
  }

  @Override
  public Optional<Link> link(String location) {
    Optional<String> key = bucket.key(location);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = bucket.link(key.get(), linksHold);
      return Optional.of(new Link(url, clock.instant().plus(linksHold)));
    } catch (IOException e) {
      throw storageFailed("cannot make a link", e);
    }
  }

  @Override
  public boolean delete(String location) {
    String key = key(location);
    try {
      boolean there = bucket.metadata(key).isPresent();
      bucket.delete(key);
      bucket.delete(key + ".json");
      return there;
    } catch (IOException e) {
      throw storageFailed("cannot delete " + location, e);
    }
  }

  private static FailureException storageFailed(String what, Exception cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new FailureException(
        Failure.of(ErrorCode.STORAGE_FAILED, what + ": " + reason + ".")
            .withHint("Check SECOND_UNIT_ARTIFACT_URL, its credentials and the network."),
        cause);
  }
}
