package dev.secondunit.simulate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests, without keys. Safe for many threads. */
final class RequestLog {
  private static final int KEPT = 10_000;

  /**
   * @param vendor empty for public media
   * @param target path and query; keys in it are masked
   * @param faults what struck it
   * @param status what was answered; 0 when the connection was broken instead
   * @param body the first characters of a JSON body or of a form's texts
   */
  record Entry(
      Instant at,
      String vendor,
      String operation,
      String method,
      String target,
      String range,
      String faults,
      int status,
      String body) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(Entry entry) {
    if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized void clear() {
    entries.clear();
  }

  static String withoutKeys(String target) {
    return target.replaceAll("(?i)([?&](?:key|api_key|access_token|token)=)[^&]*", "$1***");
  }
}
