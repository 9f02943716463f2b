package dev.secondunit.mcp.modern;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Outlet;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.Replies;
import dev.secondunit.tool.Caller;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** One request and its client, as the handlers see them. */
record ModernExchange(Envelope envelope, Supplier<Caller> whoAsks, Outlet outlet)
    implements Exchange {
  @Override
  public Caller caller() {
    return whoAsks.get();
  }

  @Override
  public ObjectNode clientCapabilities() {
    return envelope.clientCapabilities();
  }

  @Override
  public boolean stateless() {
    return true;
  }

  @Override
  public void notify(String method, ObjectNode params) {
    boolean log = method.equals("notifications/message");
    if (log && envelope.logLevel() == null) {
      return;
    }
    outlet.notification(Replies.notification(method, params));
  }

  @Override
  public ObjectNode ask(String method, ObjectNode params) throws ProtocolException {
    throw new ProtocolException(
        ErrorCodes.INTERNAL_ERROR, "This revision asks the client through the result.");
  }
}
