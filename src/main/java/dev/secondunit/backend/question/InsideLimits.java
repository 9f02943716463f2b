package dev.secondunit.backend.question;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * How much may travel inside a question, checked before anything is sent.
 *
 * @param each bytes of one medium
 * @param all bytes of all of them, those of the conversation before included
 */
public record InsideLimits(long each, long all) {
  /**
   * @throws BackendException REJECTED, FILE_TOO_LARGE
   */
  public void check(String backend, Question question) throws BackendException {
    List<Medium> media = new ArrayList<>(question.media());
    question.earlier().forEach(turn -> media.addAll(turn.media()));
    long sum = 0;
    for (Medium medium : media) {
      if (medium.upload() != null) {
        continue;
      }
      long bytes = medium.file().facts().bytes();
      if (bytes > each) {
        throw tooLarge(
            backend, medium.file().given() + " has " + bytes + " bytes; it takes " + each, each);
      }
      sum += bytes;
    }
    if (sum > all) {
      throw tooLarge(backend, "the media have " + sum + " bytes together; it takes " + all, all);
    }
  }

  private static BackendException tooLarge(String backend, String what, long limit) {
    return new BackendException(
        Fate.REJECTED,
        Failure.of(ErrorCode.FILE_TOO_LARGE, backend + " cannot be asked: " + what + ".")
            .withField("inputs", null)
            .withAllowed(List.of("at most " + limit + " bytes"))
            .withHint("Ask about fewer or smaller files at once."));
  }
}
