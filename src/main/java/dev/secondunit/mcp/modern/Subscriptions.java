package dev.secondunit.mcp.modern;

import dev.secondunit.mcp.Changes;
import dev.secondunit.mcp.InFlight;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ResourceListWatch;
import dev.secondunit.mcp.ServedTasks;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.Workers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The open {@code subscriptions/listen} requests. Granted are the list of resources, which grows
 * when a job has made something, and tasks by their ids; tools and prompts stay the same while this
 * server runs. What is not granted is never sent.
 */
final class Subscriptions {
  static final String METHOD = "subscriptions/listen";
  private static final int MOST = 64;
  private static final int MOST_TASKS = 100;
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private final ServerDefinition server;
  private final Workers workers;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private boolean closed;

  Subscriptions(ServerDefinition server, Workers workers) {
    this.server = server;
    this.workers = workers;
  }

  /** Acknowledges the request and keeps it open. Reads which tasks there are. */
  void listen(Message.Request request, ModernExchange exchange, InFlight.Entry entry)
      throws ProtocolException, InterruptedException {
    JsonNode wanted = request.params().path("notifications");
    if (!wanted.isObject()) {
      throw ProtocolException.invalidParams(
          "subscriptions/listen needs \"notifications\", an object that says for what.");
    }
    boolean resources =
        server.changes() != Changes.NONE && wanted.path("resourcesListChanged").asBoolean(false);
    Set<String> tasks = tasks(wanted.path("taskIds"), exchange);
    ObjectNode granted = Json.object();
    if (resources) {
      granted.put("resourcesListChanged", true);
    }
    if (!tasks.isEmpty()) {
      tasks.forEach(granted.putArray("taskIds")::add);
    }
    Subscription subscription =
        new Subscription(request, exchange, entry, server.extensions().tasks(), List.copyOf(tasks));
    if (!enter(subscription, granted)) {
      subscription.complete();
      return;
    }
    subscription.endsWith(begin(subscription, exchange, resources, !tasks.isEmpty()));
    entry.cancelledBy(() -> withdraw(subscription));
  }

  /** Acknowledges it; nobody can end it before that. Whether it is open now. */
  private boolean enter(Subscription subscription, ObjectNode granted) throws ProtocolException {
    synchronized (subscriptions) {
      if (subscriptions.size() >= MOST) {
        throw ProtocolException.invalidParams("There are " + MOST + " subscriptions already.");
      }
      subscription.acknowledge(closed ? Json.object() : granted);
      return !closed && subscriptions.add(subscription);
    }
  }

  private Runnable begin(
      Subscription subscription, ModernExchange exchange, boolean resources, boolean tasks) {
    List<Runnable> ends = new ArrayList<>();
    if (resources) {
      ResourceListWatch watch =
          new ResourceListWatch(
              server.changes(), exchange::caller, workers, subscription::resourcesChanged);
      ends.add(watch::close);
    }
    if (tasks) {
      ends.add(server.changes().listen(() -> lookSoon(subscription)));
      subscription.lookAtTasks();
    }
    return () -> ends.forEach(Runnable::run);
  }

  private void lookSoon(Subscription subscription) {
    try {
      workers.submit(subscription::lookAtTasks);
    } catch (ProtocolException e) {
      LOG.debug("too busy to tell of a task; the next change is told", e);
    }
  }

  /** The tasks among those asked for that this client has. */
  private Set<String> tasks(JsonNode asked, ModernExchange exchange)
      throws ProtocolException, InterruptedException {
    if (asked.isMissingNode() || server.extensions().tasks() == null) {
      return Set.of();
    }
    if (!exchange.declares(ServedTasks.EXTENSION)) {
      throw ProtocolException.missingExtension(ServedTasks.EXTENSION);
    }
    if (!asked.isArray() || asked.size() > MOST_TASKS) {
      throw ProtocolException.invalidParams(
          "\"taskIds\" must be a list of at most " + MOST_TASKS + " ids.");
    }
    Set<String> found = new LinkedHashSet<>();
    for (JsonNode id : asked) {
      if (id.isString()
          && server.extensions().tasks().find(id.stringValue(), exchange).isPresent()) {
        found.add(id.stringValue());
      }
    }
    return found;
  }

  private void withdraw(Subscription subscription) {
    synchronized (subscriptions) {
      subscriptions.remove(subscription);
    }
    subscription.withdraw();
  }

  /** Answers every open subscription, and every later one at once: there will be nothing more. */
  void endAll() {
    List<Subscription> ending;
    synchronized (subscriptions) {
      closed = true;
      ending = List.copyOf(subscriptions);
      subscriptions.clear();
    }
    ending.forEach(Subscription::complete);
  }
}
