package dev.secondunit.mcp.http;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.InFlight;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.Replies;
import dev.secondunit.mcp.legacy.LegacyHttpSession;
import dev.secondunit.mcp.legacy.LegacyHttpSessions;
import dev.secondunit.mcp.modern.ModernDispatcher;
import dev.secondunit.tool.Caller;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoint of the protocol: decides for every message which era it is of, and hands it on. Safe
 * for many threads.
 */
final class McpEndpoint {
  static final String SESSION = "Mcp-Session-Id";

  /** As for a line on standard input. */
  static final int LONGEST_BODY = 16 * 1_024 * 1_024;

  private final String run;
  private final ModernHeaders headers;
  private final ModernDispatcher modern;
  private final LegacyHttpSessions sessions;
  private final Consumer<HttpReply> opened;
  private final int longestBody;

  /**
   * @param run names this run of the server: without sessions it is what a session budget is for
   * @param opened hears of every reply that may take long, to keep it alive
   * @param longestBody how many bytes a message may have
   */
  McpEndpoint(
      String run,
      ModernHeaders headers,
      ModernDispatcher modern,
      LegacyHttpSessions sessions,
      Consumer<HttpReply> opened,
      int longestBody) {
    this.run = run;
    this.headers = headers;
    this.modern = modern;
    this.sessions = sessions;
    this.opened = opened;
    this.longestBody = longestBody;
  }

  /**
   * @param owner as in {@link Caller#owner}
   */
  void handle(HttpExchange exchange, String owner) {
    switch (exchange.request().getMethod()) {
      case "POST" -> post(exchange, owner);
      case "GET" -> get(exchange, owner);
      case "DELETE" -> delete(exchange, owner);
      default -> exchange.notAllowed("POST");
    }
  }

  private void post(HttpExchange exchange, String owner) {
    String type = exchange.header(HttpHeader.CONTENT_TYPE.asString());
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      exchange.leaveBody();
      exchange.fail(415, "The content type must be application/json.");
      return;
    }
    RequestBody.read(
        exchange.request(),
        longestBody,
        body -> exchange.guarded(() -> take(Message.parse(body), exchange, owner)),
        () -> tooLong(exchange),
        exchange::clientGone);
  }

  private void tooLong(HttpExchange exchange) {
    exchange.endConnection();
    exchange.fail(413, "A message may have at most " + longestBody + " bytes.");
  }

  private void take(Message message, HttpExchange exchange, String owner) {
    CountedMethod.note(exchange.request(), message);
    if (message instanceof Message.Malformed malformed) {
      exchange.send(400, Replies.error(malformed));
    } else if (message instanceof Message.Request asked) {
      answer(asked, exchange, owner);
    } else {
      accept(message, exchange, owner);
    }
  }

  private void answer(Message.Request asked, HttpExchange exchange, String owner) {
    if (ModernDispatcher.speaks(asked) || saysModern(exchange)) {
      answerModern(asked, exchange, owner);
      return;
    }
    String version = exchange.header(ModernHeaders.VERSION);
    if (version != null && !LegacyHttpSessions.knowsVersion(version)) {
      exchange.send(400, Replies.error(asked.id(), unsupported(version)));
      return;
    }
    if (asked.method().equals("initialize")) {
      sessions.initialize(
          asked,
          owner,
          exchange.reply(() -> {}),
          id -> exchange.response().getHeaders().put(SESSION, id));
      return;
    }
    session(exchange, owner)
        .ifPresent(
            session -> {
              HttpReply reply = exchange.reply(() -> session.cancel(asked.id()));
              opened.accept(reply);
              session.request(asked, reply);
            });
  }

  private static ProtocolException unsupported(String version) {
    ObjectNode data = Json.object();
    data.putArray("supported").add(ModernDispatcher.VERSION);
    data.put("requested", version);
    return new ProtocolException(
        ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version.", data);
  }

  private void answerModern(Message.Request asked, HttpExchange exchange, String owner) {
    try {
      headers.check(exchange.request().getHeaders(), asked);
    } catch (ProtocolException e) {
      exchange.send(400, Replies.error(asked.id(), e));
      return;
    }
    InFlight inFlight = new InFlight();
    HttpReply reply = exchange.reply(inFlight::cancelAll);
    opened.accept(reply);
    modern.request(
        asked, () -> Caller.remote(owner, run + "/" + owner), reply, inFlight.add(asked.id()));
  }

  /** A notification, or the answer to a question of ours. */
  private void accept(Message message, HttpExchange exchange, String owner) {
    if (saysModern(exchange)) {
      exchange.succeed(202);
      return;
    }
    session(exchange, owner)
        .ifPresent(
            session -> {
              if (message instanceof Message.Notification notification) {
                session.notification(notification);
              } else if (message instanceof Message.Response answer) {
                session.response(answer);
              }
              exchange.succeed(202);
            });
  }

  /** The stream for what belongs to no request; only clients with a session have one. */
  private void get(HttpExchange exchange, String owner) {
    if (exchange.header(SESSION) == null || saysModern(exchange)) {
      exchange.notAllowed("POST");
      return;
    }
    if (!exchange.takesEvents()) {
      exchange.fail(406, "This stream is text/event-stream.");
      return;
    }
    session(exchange, owner)
        .ifPresent(
            session -> {
              HttpReply reply = exchange.reply(() -> {});
              opened.accept(reply);
              reply.begin();
              session.listen(reply);
            });
  }

  private void delete(HttpExchange exchange, String owner) {
    if (exchange.header(SESSION) == null) {
      exchange.notAllowed("POST");
      return;
    }
    session(exchange, owner)
        .ifPresent(
            session -> {
              sessions.end(exchange.header(SESSION));
              exchange.succeed(200);
            });
  }

  private static boolean saysModern(HttpExchange exchange) {
    return ModernDispatcher.VERSION.equals(exchange.header(ModernHeaders.VERSION));
  }

  /** The client's session; when there is none, that has been answered. */
  private Optional<LegacyHttpSession> session(HttpExchange exchange, String owner) {
    String id = exchange.header(SESSION);
    Optional<LegacyHttpSession> session = sessions.find(id, owner);
    if (id == null) {
      exchange.fail(400, "Send initialize first, then its " + SESSION + ".");
    } else if (session.isEmpty()) {
      exchange.fail(404, "This session has ended; send initialize again.");
    }
    return session;
  }
}
