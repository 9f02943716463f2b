package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says whether staged bytes are what they must be. */
final class StagedBytes {
  private StagedBytes() {}

  /**
   * @throws NoSuchFileException when there are none
   * @throws FailureException as {@link ArtifactStore#commit} says
   */
  static MediaFacts verified(MediaMeasurer measurer, Staged staged, Path part)
      throws IOException, InterruptedException {
    long bytes = Files.size(part);
    if (staged.expectedBytes() != null && bytes != staged.expectedBytes()) {
      throw Failure.of(
              ErrorCode.DOWNLOAD_FAILED,
              "the file has " + bytes + " of " + staged.expectedBytes() + " announced bytes.")
          .withJobId(staged.jobId())
          .asException();
    }
    MediaFacts facts;
    try {
      facts = measurer.measure(part);
    } catch (FailureException e) {
      if (e.failure().code() == ErrorCode.FILE_NOT_FOUND) {
        throw (NoSuchFileException) new NoSuchFileException(part.toString()).initCause(e);
      }
      throw e;
    }
    if (staged.expected() != null && facts.mode() != staged.expected()) {
      throw Failure.of(
              ErrorCode.MEDIA_TYPE_MISMATCH,
              "the result is "
                  + facts.mediaType()
                  + " where "
                  + staged.expected().word()
                  + " was asked for.")
          .withJobId(staged.jobId())
          .asException();
    }
    return facts;
  }

  static FailureException missing(Staged staged, NoSuchFileException cause) {
    return new FailureException(
        Failure.of(
                ErrorCode.DOWNLOAD_FAILED,
                "nothing was staged for file " + staged.index() + " of " + staged.jobId() + ".")
            .withJobId(staged.jobId()),
        cause);
  }
}
