package dev.secondunit.generation;

import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A vendor's answer as a file beside the bytes that came with it, for the time in which the row
 * does not have it yet: a process that dies there leaves a paid result that can be found. The file
 * appears whole, by a rename, and is on disk when {@link #write} returns.
 */
final class AnswerNotes {
  private static final String NAME = "answer.json";
  private static final int LARGEST_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(AnswerNotes.class);

  private final ScratchFolders scratch;

  AnswerNotes(ScratchFolders scratch) {
    this.scratch = scratch;
  }

  /**
   * @throws dev.secondunit.failure.FailureException STORAGE_FAILED when the disk refuses
   */
  void write(String jobId, int attempt, Submission answer) {
    Path folder = scratch.of(jobId, attempt);
    byte[] bytes = json(answer).toString().getBytes(StandardCharsets.UTF_8);
    try {
      Path begun = Files.createTempFile(folder, "answer-", ".tmp");
      try (FileChannel channel = FileChannel.open(begun, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          begun,
          folder.resolve(NAME),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw ScratchFolders.failed(folder, e);
    }
  }

  /** What was noted of an attempt; empty when nothing was, or nothing that can be read. */
  Optional<Submission> read(String jobId, int attempt) {
    Path file = scratch.of(jobId, attempt).resolve(NAME);
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        return Optional.empty();
      }
      return Optional.of(submission(JsonMapper.shared().readTree(Files.readAllBytes(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static ObjectNode json(Submission answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (answer instanceof Submission.Accepted accepted) {
      json.set("reference", OutcomeJson.write(accepted.reference()));
      return json.put("poll_after_milliseconds", accepted.pollAfter().toMillis());
    }
    Submission.Delivered delivered = (Submission.Delivered) answer;
    json.set("reference", OutcomeJson.write(delivered.reference()));
    json.set("outcome", OutcomeJson.write(delivered.outcome()));
    return json;
  }

  private static Submission submission(JsonNode json) {
    VendorReference reference = OutcomeJson.readReference(json.path("reference"));
    return json.has("outcome")
        ? new Submission.Delivered(reference, OutcomeJson.read(json.path("outcome")))
        : new Submission.Accepted(
            reference, Duration.ofMillis(json.path("poll_after_milliseconds").asLong(0)));
  }
}
