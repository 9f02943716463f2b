package dev.secondunit.mcp.modern;

import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.InFlight;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.Outlet;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.Replies;
import dev.secondunit.mcp.ResourceListWatch;
import dev.secondunit.mcp.ServedTasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One open {@code subscriptions/listen} request: what it was granted, and what it has been told.
 * Safe for many threads; tells nothing after its end.
 */
final class Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  private final Message.Request request;
  private final Exchange exchange;
  private final Outlet outlet;
  private final InFlight.Entry entry;
  private final ServedTasks tasks;
  private final Map<String, String> told = new LinkedHashMap<>();
  private Runnable stop = () -> {};
  private boolean ended;

  /**
   * @param taskIds the tasks it hears of; those that have ended are told once
   */
  Subscription(
      Message.Request request,
      ModernExchange exchange,
      InFlight.Entry entry,
      ServedTasks tasks,
      List<String> taskIds) {
    this.request = request;
    this.exchange = exchange;
    this.outlet = exchange.outlet();
    this.entry = entry;
    this.tasks = tasks;
    taskIds.forEach(id -> told.put(id, ""));
  }

  /** Says what is granted; the first message of every subscription. */
  void acknowledge(ObjectNode granted) {
    ObjectNode params = Json.object();
    params.set("notifications", granted);
    tell("notifications/subscriptions/acknowledged", params);
  }

  /**
   * @param stop run at the end, or at once when that has come
   */
  void endsWith(Runnable stop) {
    boolean late;
    synchronized (this) {
      this.stop = stop;
      late = ended;
    }
    if (late) {
      stop.run();
    }
  }

  synchronized void resourcesChanged() {
    tell(ResourceListWatch.NOTIFICATION, Json.object());
  }

  /** Tells of every task that stands otherwise than when it was told of last. */
  synchronized void lookAtTasks() {
    for (Map.Entry<String, String> each : List.copyOf(told.entrySet())) {
      Optional<ObjectNode> found = find(each.getKey());
      String now = found.map(Subscription::version).orElse(each.getValue());
      if (!now.equals(each.getValue())) {
        told.put(each.getKey(), now);
        tell("notifications/tasks", found.orElseThrow());
      }
    }
  }

  private Optional<ObjectNode> find(String taskId) {
    try {
      return tasks.find(taskId, exchange);
    } catch (ProtocolException e) {
      LOG.debug("the task {} cannot be read now; the next change is told", taskId, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static String version(ObjectNode task) {
    JsonNode changed = task.path("lastUpdatedAt");
    return task.path("status").asString("") + " " + changed.asString("");
  }

  private synchronized void tell(String method, ObjectNode params) {
    if (!ended) {
      params.putObject("_meta").set(Envelope.SUBSCRIPTION_KEY, request.id());
      outlet.notification(Replies.notification(method, params));
    }
  }

  /** The client wants no more of it, or has gone. */
  void withdraw() {
    end(outlet::withdrawn);
  }

  /** There will be nothing more, which is the answer to the request. */
  void complete() {
    ObjectNode result = Json.object();
    result.put("resultType", "complete");
    result.putObject("_meta").set(Envelope.SUBSCRIPTION_KEY, request.id());
    end(() -> outlet.answer(Replies.result(request.id(), result), 200));
  }

  /** The request is done when the last word is out: whoever waits for it may then leave. */
  private void end(Runnable lastWord) {
    Runnable stopping;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      stopping = stop;
    }
    stopping.run();
    lastWord.run();
    entry.done();
  }
}
