package dev.secondunit.mcp.legacy;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.InFlight;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.Outlet;
import dev.secondunit.mcp.Replies;
import dev.secondunit.mcp.ResourceListWatch;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** One client that began with {@code initialize} over HTTP. Safe for many threads. */
public final class LegacyHttpSession {
  private static final Logger LOG = LoggerFactory.getLogger(LegacyHttpSession.class);

  private final McpStreamableServerSession session;
  private final String owner;
  private final Clock clock;
  private final InFlight inFlight = new InFlight();
  private volatile Instant usedAt;
  private volatile Outlet listening;
  private ResourceListWatch resources;
  private boolean closed;

  LegacyHttpSession(McpStreamableServerSession session, String owner, Clock clock) {
    this.session = session;
    this.owner = owner;
    this.clock = clock;
    this.usedAt = clock.instant();
  }

  String owner() {
    return owner;
  }

  LegacyHttpSession used() {
    usedAt = clock.instant();
    return this;
  }

  Instant idleSince() {
    return usedAt;
  }

  /** Starts answering on the reply to the request's own POST. */
  public void request(Message.Request request, Outlet outlet) {
    InFlight.Entry entry = inFlight.add(request.id());
    if (entry == null) {
      outlet.answer(
          Replies.error(
              request.id(),
              ErrorCodes.INVALID_REQUEST,
              "Invalid request: a request with this id is still on its way.",
              null),
          400);
      return;
    }
    Disposable running =
        session
            .responseStream(new Transport(outlet))
            .handle(LegacyMessages.request(request))
            .doFinally(
                signal -> {
                  used();
                  entry.done();
                  outlet.withdrawn();
                })
            .subscribe(
                nothing -> {},
                failure -> LOG.error("{} was not answered", request.method(), failure));
    entry.cancelledBy(running::dispose);
  }

  /** Stops the work on a request; it is not answered then. */
  public void cancel(JsonNode id) {
    inFlight.cancel(id);
  }

  public void notification(Message.Notification notification) {
    if (notification.method().equals("notifications/cancelled")) {
      cancel(notification.params().path("requestId"));
    }
  }

  public void response(Message.Response response) {
    session
        .accept(LegacyMessages.response(response))
        .subscribe(nothing -> {}, failure -> LOG.debug("an answer nobody waits for", failure));
  }

  /** Uses this stream for what belongs to no request. */
  public void listen(Outlet outlet) {
    listening = outlet;
    session.listeningStream(new Transport(outlet));
  }

  /** Tells on the stream for what belongs to no request, if the client has opened it. */
  void resourcesChanged() {
    Outlet outlet = listening;
    if (outlet != null) {
      outlet.notification(Replies.notification(ResourceListWatch.NOTIFICATION, Json.object()));
    }
  }

  /** Ends this with the session. */
  void watchedBy(ResourceListWatch watch) {
    boolean late;
    synchronized (this) {
      resources = watch;
      late = closed;
    }
    if (late) {
      watch.close();
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
      if (resources != null) {
        resources.close();
      }
    }
    inFlight.cancelAll();
    session.close();
  }

  private record Transport(Outlet outlet) implements McpStreamableServerTransport {
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(
          () -> {
            if (message instanceof McpSchema.JSONRPCResponse) {
              outlet.answer(LegacyMessages.json(message), 200);
            } else {
              outlet.notification(LegacyMessages.json(message));
            }
          });
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message, String messageId) {
      return sendMessage(message);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return LegacyMessages.convert(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.fromRunnable(outlet::withdrawn);
    }
  }
}
