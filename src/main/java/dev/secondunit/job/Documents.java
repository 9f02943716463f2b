package dev.secondunit.job;

import java.util.List;
import java.util.Optional;

/**
 * Reads and writes {@link Document}s. Every call does I/O; safe for many threads.
 *
 * <p>A document that came from a job belongs to the owner of the job. Any other belongs to the
 * owner through whose {@link #ownedBy view} it was written, and to whoever runs the program when
 * there was no such view.
 */
public interface Documents {
  /** Writes one, replacing what had the same kind and id. */
  void put(Document document);

  Optional<Document> find(String kind, String id);

  /** The documents of one job, oldest first. */
  List<Document> ofJob(String kind, String jobId);

  /** Newest first, starting after the given id, or at the newest for null. */
  List<Document> list(String kind, String afterId, int limit);

  /**
   * The documents as one owner sees them: those of others are neither found nor listed nor
   * replaced.
   */
  Documents ownedBy(String owner);
}
