package dev.secondunit.mcp;

import dev.secondunit.tool.ToolCall.ProgressListener;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns however many reports of a tool into few progress notifications: strictly increasing, at
 * most one in two seconds, except that the first goes out at once and the last one always does. As
 * long as the tool reports anything at all, one goes out every four seconds: a client takes silence
 * for death, and many a vendor names no percentage. Such a report has moved by a hair.
 */
final class ProgressReports implements ProgressListener {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(4);

  /** The share of what is left that a report moves by when nothing has moved. */
  private static final double HAIR = 0.001;

  private final JsonNode token;
  private final Exchange exchange;
  private final LongSupplier nanoTime;
  private double highest = Double.NEGATIVE_INFINITY;
  private Long sentAt;
  private ObjectNode held;
  private boolean finished;

  ProgressReports(JsonNode token, Exchange exchange, LongSupplier nanoTime) {
    this.token = token;
    this.exchange = exchange;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void report(double progress, Double total, String message) {
    if (finished || !Double.isFinite(progress)) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (progress > highest) {
      hold(progress, total, message);
    } else if (held == null && now - sentAt >= LONGEST_SILENCE) {
      double hair = HAIR * (total == null ? 1 : total - highest);
      if (hair > 0) {
        hold(highest + hair, total, message);
      }
    }
    if (held != null && (sentAt == null || now - sentAt >= INTERVAL)) {
      send(now);
    }
  }

  private void hold(double progress, Double total, String message) {
    highest = progress;
    held = Json.object();
    held.set("progressToken", token);
    held.put("progress", progress);
    if (total != null) {
      held.put("total", total);
    }
    if (message != null) {
      held.put("message", message);
    }
  }

  /** Sends what was held back and ends the reports: none may follow the result. */
  synchronized void finish() {
    finished = true;
    if (held != null) {
      send(nanoTime.getAsLong());
    }
  }

  private void send(long now) {
    ObjectNode params = held;
    held = null;
    sentAt = now;
    exchange.notify("notifications/progress", params);
  }
}
