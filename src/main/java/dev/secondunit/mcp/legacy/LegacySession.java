package dev.secondunit.mcp.legacy;

import dev.secondunit.mcp.Changes;
import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.InFlight;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.Replies;
import dev.secondunit.mcp.ResourceListWatch;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.Workers;
import dev.secondunit.tool.Caller;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client that speaks over one connection and begins with {@code initialize}. Messages come in
 * from a single thread, answers go out from many.
 */
public final class LegacySession {
  private final LegacyHandlers handlers;
  private final Transport transport;
  private final ServerDefinition server;
  private final Workers workers;
  private final Supplier<Caller> caller;
  private ResourceListWatch resources;
  private McpServerSession session;

  /**
   * @param caller makes up who this client is, when first needed
   * @param out takes every message for the client; called by many threads
   */
  public LegacySession(
      ServerDefinition server,
      Methods methods,
      Workers workers,
      Supplier<Caller> caller,
      Consumer<ObjectNode> out) {
    this.handlers = new LegacyHandlers(server, methods, workers, caller);
    this.transport = new Transport(out);
    this.server = server;
    this.workers = workers;
    this.caller = caller;
  }

  /** Starts answering; the answer goes out when it is there, unless {@code entry} is cancelled. */
  public void request(Message.Request request, InFlight.Entry entry) {
    boolean initialize = McpSchema.METHOD_INITIALIZE.equals(request.method());
    if (initialize) {
      // A client may begin anew on the same connection; what it said before counts no more.
      session = handlers.session("second-unit", transport);
    }
    if (session == null) {
      answerEarly(request);
      entry.done();
      return;
    }
    Disposable running =
        session
            .handle(LegacyMessages.request(request))
            .doFinally(signal -> entry.done())
            .subscribe(nothing -> {}, transport::failed);
    entry.cancelledBy(running::dispose);
    if (initialize) {
      // The SDK holds every request back until this notification; not every client sends it.
      session.handle(initialized()).subscribe();
      watchResources();
    }
  }

  public void notification(Message.Notification notification) {
    if (session != null && handlers.knows(notification.method())) {
      session.handle(LegacyMessages.notification(notification)).subscribe();
    }
  }

  public void response(Message.Response response) {
    if (session != null) {
      session.handle(LegacyMessages.response(response)).subscribe();
    }
  }

  private void answerEarly(Message.Request request) {
    if (McpSchema.METHOD_PING.equals(request.method())) {
      transport.out.accept(Replies.result(request.id(), Json.object()));
      return;
    }
    transport.out.accept(
        Replies.error(
            request.id(),
            ErrorCodes.INVALID_REQUEST,
            request.method() + " came before initialize; send initialize first.",
            null));
  }

  private void watchResources() {
    if (resources == null && server.changes() != Changes.NONE) {
      ObjectNode changed = Replies.notification(ResourceListWatch.NOTIFICATION, Json.object());
      resources =
          new ResourceListWatch(
              server.changes(), caller, workers, () -> transport.out.accept(changed));
    }
  }

  /** Tells nothing more by itself. */
  public void close() {
    if (resources != null) {
      resources.close();
    }
  }

  private static JSONRPCMessage initialized() {
    return new McpSchema.JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED);
  }

  private record Transport(Consumer<ObjectNode> out) implements McpServerTransport {
    private static final org.slf4j.Logger LOG =
        org.slf4j.LoggerFactory.getLogger(LegacySession.class);

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(() -> out.accept(LegacyMessages.json(message)));
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return LegacyMessages.convert(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }

    void failed(Throwable cause) {
      LOG.error("a request could not be answered", cause);
    }
  }
}
