package dev.secondunit.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.ThrowingSupplier;

/**
 * An answer of a vendor that brings nothing, and what it must be understood as.
 *
 * @param fate of a create; null for a poll, which has none
 * @param words what is kept of the vendor's own, or null where that is of no interest
 */
public record BadAnswer(
    int status,
    String body,
    Fate fate,
    ErrorCode code,
    Charged charged,
    Retry retry,
    String words) {

  /**
   * Reads one row of a table; JUnit finds this by itself where a test takes an answer and its
   * source gives text.
   *
   * @param row {@code status | body | fate | code | charged | retry}, then {@code | words} where
   *     they count. A poll's fate is {@code -}. Apostrophes stand for the quotation marks of JSON.
   */
  public static BadAnswer row(String row) {
    String[] cells = row.split(" \\| ");
    if (cells.length < 6 || cells.length > 7) {
      throw new IllegalArgumentException(row);
    }
    return new BadAnswer(
        Integer.parseInt(cells[0]),
        cells[1].replace('\'', '"'),
        cells[2].equals("-") ? null : Fate.valueOf(cells[2]),
        ErrorCode.valueOf(cells[3]),
        Charged.valueOf(cells[4]),
        Retry.valueOf(cells[5]),
        cells.length == 7 ? cells[6] : null);
  }

  /**
   * The vendor answers so to what would cost money: that is understood, and nothing is sent twice.
   *
   * @param create sends it and returns what was thrown
   */
  public void toCreate(FakeServer server, Supplier<BackendException> create) {
    server.answerJson(status, body);

    BackendException thrown = create.get();

    assertEquals(fate, thrown.fate());
    check(thrown.failure());
    assertEquals(1, server.count("POST"));
  }

  /** The vendor answers so when it is asked for what it makes: the job has ended without it. */
  public void toPoll(FakeServer server, ThrowingSupplier<Poll> poll) throws Throwable {
    server.answerJson(status, body);

    check(((Poll.Failed) poll.get()).failure());
  }

  private void check(Failure failure) {
    assertEquals(code, failure.code());
    assertEquals(charged, failure.charged());
    assertEquals(retry, failure.retry());
    if (failure.code() == ErrorCode.VENDOR_FAILED) {
      assertNotNull(failure.hint(), "what to do about a failed job");
    }
    if (words != null) {
      assertEquals(words, failure.vendor().words());
    }
  }
}
