package dev.secondunit.mcp.legacy;

import dev.secondunit.mcp.Changes;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.Outlet;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.Replies;
import dev.secondunit.mcp.ResourceListWatch;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.Workers;
import dev.secondunit.tool.Caller;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The sessions of clients that begin with {@code initialize} over HTTP. They end when the client
 * says so, when they have been idle for long, or when there are too many and they are the idlest:
 * nobody can fill the memory by beginning sessions.
 */
public final class LegacyHttpSessions {
  static final int MOST_SESSIONS = 1_000;
  static final Duration IDLE = Duration.ofMinutes(30);

  /** What a client says of itself is kept as long as its session. */
  static final int LONGEST_INTRODUCTION = 16 * 1_024;

  private final ServerDefinition server;
  private final Methods methods;
  private final Workers workers;
  private final Supplier<String> identifiers;
  private final Clock clock;
  private final Map<String, LegacyHttpSession> sessions = new ConcurrentHashMap<>();

  /**
   * @param identifiers makes session ids that nobody can guess
   */
  public LegacyHttpSessions(
      ServerDefinition server,
      Methods methods,
      Workers workers,
      Supplier<String> identifiers,
      Clock clock) {
    this.server = server;
    this.methods = methods;
    this.workers = workers;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  /** Whether this is a version that is spoken with a handshake. */
  public static boolean knowsVersion(String version) {
    return LegacyHandlers.VERSIONS.contains(version);
  }

  /**
   * Begins a session and answers the request.
   *
   * @param owner who begins it; nobody else can use it
   * @param announce hears the new session's id before the answer goes out
   */
  public void initialize(
      Message.Request request, String owner, Outlet outlet, Consumer<String> announce) {
    if (request.params().toString().length() > LONGEST_INTRODUCTION) {
      outlet.answer(
          Replies.error(
              request.id(),
              ProtocolException.invalidParams(
                  "The params of initialize may have at most "
                      + LONGEST_INTRODUCTION
                      + " characters.")),
          400);
      return;
    }
    McpSchema.InitializeRequest asked;
    try {
      asked = LegacyMessages.convert(request.params(), new TypeRef<>() {});
    } catch (McpError e) {
      outlet.answer(
          Replies.error(
              request.id(), ProtocolException.invalidParams(e.getJsonRpcError().message())),
          400);
      return;
    }
    sweep();
    String id = identifiers.get();
    LegacyHandlers handlers =
        new LegacyHandlers(server, methods, workers, () -> Caller.remote(owner, id));
    LegacyHttpSession session =
        new LegacyHttpSession(handlers.httpSession(id, asked), owner, clock);
    sessions.put(id, session);
    if (server.changes() != Changes.NONE) {
      session.watchedBy(
          new ResourceListWatch(
              server.changes(),
              () -> Caller.remote(owner, id),
              workers,
              session::resourcesChanged));
    }
    announce.accept(id);
    outlet.answer(
        Replies.result(request.id(), Json.MAPPER.valueToTree(handlers.initialized(asked))), 200);
  }

  /** The session with this id, if it is one that this owner began. */
  public Optional<LegacyHttpSession> find(String id, String owner) {
    sweep();
    return Optional.ofNullable(id)
        .map(sessions::get)
        .filter(session -> session.owner().equals(owner))
        .map(LegacyHttpSession::used);
  }

  /** Ends a session and whatever it is doing. */
  public void end(String id) {
    LegacyHttpSession session = sessions.remove(id);
    if (session != null) {
      session.close();
    }
  }

  public void endAll() {
    sessions.keySet().forEach(this::end);
  }

  private void sweep() {
    sessions.forEach(
        (id, session) -> {
          if (session.idleSince().isBefore(clock.instant().minus(IDLE))) {
            end(id);
          }
        });
    while (sessions.size() >= MOST_SESSIONS) {
      sessions.entrySet().stream()
          .min(Comparator.comparing(entry -> entry.getValue().idleSince()))
          .ifPresent(entry -> end(entry.getKey()));
    }
  }
}
