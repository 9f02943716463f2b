package dev.secondunit.job;

import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something durable that belongs to other packages, kept beside the jobs so that it can become
 * durable in the same transaction: an asset, a continuation, a conversation, a cached answer.
 *
 * @param kind what it is, such as {@code asset}; ids are unique within a kind
 * @param jobId the job it came from, or null
 * @param expiresAt when it may be forgotten, or null for never
 */
public record Document(
    String kind,
    String id,
    String jobId,
    ObjectNode content,
    Instant createdAt,
    Instant expiresAt) {
  public Document {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(createdAt, "createdAt");
  }
}
