package dev.secondunit.job;

import java.util.List;
import java.util.Optional;

/** Reads and writes {@link Document}s. Every call does I/O; safe for many threads. */
public interface Documents {
  /** Writes one, replacing what had the same kind and id. */
  void put(Document document);

  Optional<Document> find(String kind, String id);

  /** The documents of one job, oldest first. */
  List<Document> ofJob(String kind, String jobId);

  /** Newest first, starting after the given id, or at the newest for null. */
  List<Document> list(String kind, String afterId, int limit);
}
