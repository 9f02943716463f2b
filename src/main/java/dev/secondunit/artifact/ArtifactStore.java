package dev.secondunit.artifact;

import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where finished media lives. A reader sees a whole file or none; nothing that exists is ever
 * overwritten; storing the same file of the same job twice gives the same artifact. Safe for many
 * threads and for several processes that share a folder or a bucket.
 */
public interface ArtifactStore {
  /**
   * Whether a file could be put into a folder now, asked before one is bought for it. Makes
   * nothing.
   *
   * @return why not, STORAGE_FAILED, where the disk is full or takes no files; empty when it could
   */
  Optional<Failure> refusal(Path folder);

  /**
   * Where the bytes of a file of a job are collected until {@link #commit}: always on this machine.
   * The path depends on the arguments alone, so an interrupted download can be resumed by another
   * process on the same folders. Creates the folder when it is missing; the file itself may or may
   * not exist.
   *
   * @param index the file's number within its job, from 0
   * @throws dev.secondunit.failure.FailureException STORAGE_FAILED when the folder cannot be made
   */
  Path stage(Path folder, String jobId, int index);

  /**
   * Checks the staged bytes, moves them to their final name and writes the sidecar. When it
   * returns, both survive a power cut. Calling it again, also after it was cut short anywhere,
   * finishes what was begun and returns the same artifact; staged bytes that came after a finished
   * commit are dropped.
   *
   * @throws dev.secondunit.failure.FailureException MEDIA_CORRUPT or MEDIA_TYPE_MISMATCH when the
   *     bytes are not what they must be, DOWNLOAD_FAILED when they are missing or not as many as
   *     announced, STORAGE_FAILED when the disk or the bucket refuses. The staged bytes stay where
   *     they are.
   */
  Artifact commit(Staged staged, Provenance provenance) throws InterruptedException;

  /**
   * The artifact of an earlier {@link #commit}, if its file came to its place and is still there. A
   * commit that was cut short after that is finished first, so that nothing has to be fetched again
   * and nothing unfinished stays beside it.
   *
   * @throws dev.secondunit.failure.FailureException STORAGE_FAILED when the folder cannot be read
   */
  Optional<Artifact> find(Staged staged) throws InterruptedException;

  /** Drops the staged bytes; a finished artifact stays. Harmless when there are none. */
  void discard(Path folder, String jobId, int index);

  /** Everything that was staged for this folder here and never finished. */
  List<Leftover> leftovers(Path folder);

  /** A trace of an unfinished commit. */
  record Leftover(Path path, String jobId, int index) {}

  /**
   * A finished file as a file of this machine, fetched when it lies elsewhere. What was fetched may
   * be removed between two calls, never changed.
   *
   * @param location {@link Artifact#location()}
   * @param facts what was measured when it was stored; what is fetched is compared with it
   * @return the path, whether or not a local file is still there
   * @throws dev.secondunit.failure.FailureException FILE_NOT_FOUND when it is no longer in the
   *     bucket, STORAGE_FAILED when it cannot be fetched
   */
  Path local(String location, MediaFacts facts) throws InterruptedException;

  /** A link for whoever cannot reach the place itself; empty for files of this machine. */
  Optional<Link> link(String location);

  /**
   * @param url readable by anybody who has it
   * @param expiresAt until when
   */
  record Link(URI url, Instant expiresAt) {}

  /**
   * Removes a finished file and its sidecar. Harmless when they are gone.
   *
   * @return whether the file was there
   */
  boolean delete(String location);
}
