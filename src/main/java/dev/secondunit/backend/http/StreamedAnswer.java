package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.http.TransportException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * An answer that arrives piece by piece, as server-sent events or as one JSON value per line. Lines
 * and events are bounded. For one thread; close it to end the exchange.
 */
public final class StreamedAnswer implements AutoCloseable {
  private final OpenAnswer answer;
  private final LineReader lines;
  private final ServerSentEvents events;
  private final Function<TransportException, BackendException> verdict;

  StreamedAnswer(
      OpenAnswer answer,
      HttpLimits limits,
      Function<TransportException, BackendException> verdict) {
    this.answer = answer;
    this.lines = new LineReader(answer.body(), limits.jsonBytes());
    this.events = new ServerSentEvents(lines, limits.jsonBytes());
    this.verdict = verdict;
  }

  public Headers headers() {
    return answer.headers();
  }

  /** The next event; empty at the end of the stream. An event cut off by the end is dropped. */
  public Optional<ServerSentEvents.Event> nextEvent()
      throws BackendException, InterruptedException {
    try {
      return events.next();
    } catch (IOException e) {
      throw verdict.apply(TransportFailures.reading(e));
    }
  }

  /** The next JSON value of a stream with one per line; empty at the end. */
  public Optional<JsonNode> nextJson() throws BackendException, InterruptedException {
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          JsonNode json = JsonReading.orNull(line);
          if (json == null) {
            throw new TransportException(
                Kind.UNREADABLE, true, "a line of the answer is not JSON", null);
          }
          return Optional.of(json);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw verdict.apply(TransportFailures.reading(e));
    }
  }

  @Override
  public void close() {
    answer.close();
  }
}
