package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.IOException;
import java.util.Optional;

/** Reads server-sent events by the rules of the WHATWG HTML standard. */
public final class ServerSentEvents {
  private final LineReader lines;
  private final long largest;

  ServerSentEvents(LineReader lines, long largest) {
    this.lines = lines;
    this.largest = largest;
  }

  /**
   * One event.
   *
   * @param type {@code message} when the server names none
   * @param id the server's id of it, or null
   */
  public record Event(String type, String data, String id) {}

  Optional<Event> next() throws IOException {
    String type = "";
    String id = null;
    StringBuilder data = new StringBuilder();
    boolean hasData = false;
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isEmpty()) {
        if (hasData) {
          return Optional.of(new Event(type.isEmpty() ? "message" : type, data.toString(), id));
        }
        type = "";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon == -1 ? line : line.substring(0, colon);
      String value = colon == -1 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "event" -> type = value;
        case "id" -> id = value;
        case "data" -> {
          data.append(hasData ? "\n" : "").append(value);
          hasData = true;
        }
        default -> {
          // A comment, a reconnection time, or a field of the future.
        }
      }
      if (data.length() > largest) {
        throw new TransportException(Kind.TOO_LARGE, true, "an event is too large", null);
      }
    }
    return Optional.empty();
  }
}
