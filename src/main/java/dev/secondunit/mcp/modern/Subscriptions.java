package dev.secondunit.mcp.modern;

import dev.secondunit.mcp.InFlight;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.Outlet;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.Replies;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The open {@code subscriptions/listen} requests. Nothing this server lists changes while it runs,
 * so none of the kinds of notification is granted; the stream is kept open as the protocol wants.
 */
final class Subscriptions {
  static final String METHOD = "subscriptions/listen";
  private static final int MOST = 64;

  private final List<Subscription> open = new ArrayList<>();

  private record Subscription(Message.Request request, Outlet outlet, InFlight.Entry entry) {}

  void listen(Message.Request request, Outlet outlet, InFlight.Entry entry)
      throws ProtocolException {
    if (!request.params().path("notifications").isObject()) {
      throw ProtocolException.invalidParams(
          "subscriptions/listen needs \"notifications\", an object that says for what.");
    }
    Subscription subscription = new Subscription(request, outlet, entry);
    synchronized (open) {
      if (open.size() >= MOST) {
        throw ProtocolException.invalidParams("There are " + MOST + " subscriptions already.");
      }
      open.add(subscription);
    }
    ObjectNode params = Json.object();
    params.putObject("notifications");
    params.putObject("_meta").set(Envelope.SUBSCRIPTION_KEY, request.id());
    outlet.notification(Replies.notification("notifications/subscriptions/acknowledged", params));
    entry.cancelledBy(() -> end(subscription));
  }

  private void end(Subscription subscription) {
    synchronized (open) {
      open.remove(subscription);
    }
    subscription.entry().done();
    subscription.outlet().withdrawn();
  }

  /** Answers every open subscription: there will be nothing more. */
  void endAll() {
    List<Subscription> ending;
    synchronized (open) {
      ending = List.copyOf(open);
      open.clear();
    }
    for (Subscription subscription : ending) {
      ObjectNode result = Json.object();
      result.put("resultType", "complete");
      result.putObject("_meta").set(Envelope.SUBSCRIPTION_KEY, subscription.request().id());
      subscription.outlet().answer(Replies.result(subscription.request().id(), result), 200);
      subscription.entry().done();
    }
  }
}
