package dev.secondunit.mcp;

import dev.secondunit.tool.ToolCall.ProgressListener;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns however many reports of a tool into few progress notifications: strictly increasing, at
 * most one in two seconds, except that the first goes out at once and the last one always does.
 */
final class ProgressReports implements ProgressListener {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);

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
    if (finished || !Double.isFinite(progress) || progress <= highest) {
      return;
    }
    highest = progress;
    ObjectNode params = Json.object();
    params.set("progressToken", token);
    params.put("progress", progress);
    if (total != null) {
      params.put("total", total);
    }
    if (message != null) {
      params.put("message", message);
    }
    long now = nanoTime.getAsLong();
    if (sentAt != null && now - sentAt < INTERVAL) {
      held = params;
      return;
    }
    send(params, now);
  }

  /** Sends what was held back and ends the reports: none may follow the result. */
  synchronized void finish() {
    finished = true;
    if (held != null) {
      send(held, nanoTime.getAsLong());
    }
  }

  private void send(ObjectNode params, long now) {
    held = null;
    sentAt = now;
    exchange.notify("notifications/progress", params);
  }
}
