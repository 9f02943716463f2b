package dev.secondunit.mcp.http;

import dev.secondunit.mcp.Message;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/** What a request is counted as. Clients may send any word; only the protocol's become a label. */
final class CountedMethod {
  private static final String ATTRIBUTE = CountedMethod.class.getName();
  private static final String OTHER = "other";
  private static final Set<String> COUNTED =
      Set.of(
          "completion/complete",
          "initialize",
          "logging/setLevel",
          "notifications/cancelled",
          "notifications/initialized",
          "ping",
          "prompts/get",
          "prompts/list",
          "resources/list",
          "resources/read",
          "resources/templates/list",
          "server/discover",
          "skills/get",
          "skills/list",
          "subscriptions/listen",
          "tasks/cancel",
          "tasks/get",
          "tasks/update",
          "tools/call",
          "tools/list");

  private CountedMethod() {}

  static void note(Request request, Message message) {
    String method = OTHER;
    if (message instanceof Message.Request asked) {
      method = asked.method();
    } else if (message instanceof Message.Notification notification) {
      method = notification.method();
    }
    request.setAttribute(ATTRIBUTE, COUNTED.contains(method) ? method : OTHER);
  }

  /** What was noted of the request; {@code other} when it was answered before it was read. */
  static String of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof String method ? method : OTHER;
  }
}
