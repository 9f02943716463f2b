package dev.secondunit.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The requests of one client that have not been answered yet. Safe for many threads. */
public final class InFlight {
  private final Map<JsonNode, Entry> entries = new HashMap<>();

  /** One request on its way. */
  public final class Entry {
    private final JsonNode id;
    private Runnable cancellation;
    private boolean cancelled;

    private Entry(JsonNode id) {
      this.id = id;
    }

    /** Says how to cancel it; run at once when that has been asked for already. */
    public void cancelledBy(Runnable cancellation) {
      boolean late;
      synchronized (InFlight.this) {
        this.cancellation = cancellation;
        late = cancelled;
      }
      if (late) {
        cancellation.run();
      }
    }

    /** It has been answered, or never will be. */
    public void done() {
      synchronized (InFlight.this) {
        entries.remove(id, this);
        InFlight.this.notifyAll();
      }
    }
  }

  /** The new entry, or null when a request with this id is still on its way. */
  public synchronized Entry add(JsonNode id) {
    if (entries.containsKey(id)) {
      return null;
    }
    Entry entry = new Entry(id);
    entries.put(id, entry);
    return entry;
  }

  /** Cancels the request with this id; does nothing when it has been answered. */
  public void cancel(JsonNode id) {
    Runnable cancellation;
    synchronized (this) {
      Entry entry = entries.get(id);
      if (entry == null) {
        return;
      }
      entry.cancelled = true;
      cancellation = entry.cancellation;
    }
    if (cancellation != null) {
      cancellation.run();
    }
  }

  public void cancelAll() {
    List<JsonNode> ids;
    synchronized (this) {
      ids = new ArrayList<>(entries.keySet());
    }
    ids.forEach(this::cancel);
  }

  /** Waits until everything has been answered, but no longer than this. */
  public synchronized boolean awaitNone(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!entries.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }
}
