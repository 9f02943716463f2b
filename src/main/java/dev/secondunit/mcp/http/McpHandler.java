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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers HTTP requests: one endpoint for the protocol, one for whoever watches over the server.
 */
final class McpHandler extends Handler.Abstract {
  static final String SESSION = "Mcp-Session-Id";

  /** As for a line on standard input. */
  static final int LONGEST_BODY = 16 * 1_024 * 1_024;

  /** The request attribute that holds what it is counted as. */
  private static final String METHOD = "dev.secondunit.method";

  private static final String OTHER = "other";

  /** Clients may send any word; only these become a label. */
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

  private static final Logger LOG = LoggerFactory.getLogger(McpHandler.class);

  private final Guard guard;
  private final ModernHeaders headers;
  private final ModernDispatcher modern;
  private final LegacyHttpSessions sessions;
  private final Consumer<HttpReply> opened;
  private final HttpMetrics metrics;
  private final int longestBody;
  private final String run;
  private final RequestRates rates;

  /**
   * @param run names this run of the server: without sessions it is what a session budget is for
   * @param opened hears of every reply that may take long, to keep it alive
   */
  McpHandler(
      String run,
      Guard guard,
      RequestRates rates,
      ModernHeaders headers,
      ModernDispatcher modern,
      LegacyHttpSessions sessions,
      Consumer<HttpReply> opened,
      HttpMetrics metrics,
      int longestBody) {
    this.run = run;
    this.guard = guard;
    this.headers = headers;
    this.rates = rates;
    this.modern = modern;
    this.sessions = sessions;
    this.opened = opened;
    this.metrics = metrics;
    this.longestBody = longestBody;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Request.addCompletionListener(request, problem -> count(request, response));
    guarded(response, callback, () -> route(request, response, callback));
    return true;
  }

  /** One request must not leave its client without an answer, whatever went wrong with it. */
  private static void guarded(Response response, Callback callback, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a request failed by a defect of this program", e);
      fail(response, callback, 500, ProtocolException.internal());
    }
  }

  private void count(Request request, Response response) {
    Object method = request.getAttribute(METHOD);
    metrics.answered(
        method == null ? OTHER : (String) method,
        response.getStatus(),
        Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()));
  }

  private void route(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    Admission.Refused foreign = guard.checkWhence(request);
    if (foreign != null) {
      refuse(foreign, response, callback);
      return;
    }
    boolean readsBody = path.equals("/mcp") && request.getMethod().equals("POST");
    if (!readsBody) {
      leaveBody(request, response);
    }
    if (guard.resource() != null && guard.resource().isAt(path)) {
      metadata(request, response, callback);
      return;
    }
    Admission admission = guard.checkWho(request);
    Duration wait = rates.ask(client(request, admission));
    if (!wait.isZero()) {
      tooMany(wait, response, callback);
      return;
    }
    if (admission instanceof Admission.Refused refused) {
      refuse(refused, response, callback);
      return;
    }
    String owner = ((Admission.Admitted) admission).owner();
    if (path.equals("/health")) {
      send(response, callback, 200, Json.object().put("status", "ok"));
    } else if (path.equals("/metrics")) {
      metrics(owner, response, callback);
    } else if (!path.equals("/mcp")) {
      fail(response, callback, 404, invalid("Not found: the endpoint is /mcp."));
    } else {
      switch (request.getMethod()) {
        case "POST" -> post(request, owner, response, callback);
        case "GET" -> get(request, owner, response, callback);
        case "DELETE" -> delete(request, owner, response, callback);
        default -> notAllowed(response, callback);
      }
    }
  }

  /** The numbers of everybody together are no principal's business. */
  private void metrics(String owner, Response response, Callback callback) {
    if (!owner.equals(Caller.LOCAL)) {
      fail(response, callback, 403, invalid("Forbidden: /metrics needs the server's own token."));
      return;
    }
    String page = metrics.page();
    if (page == null) {
      fail(response, callback, 404, invalid("Not found: this server counts nothing."));
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Content.Sink.write(response, true, page, callback);
  }

  private static void refuse(Admission.Refused refused, Response response, Callback callback) {
    if (refused.challenge() != null) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, refused.challenge());
    }
    endConnection(response);
    fail(response, callback, refused.status(), invalid(refused.words()));
  }

  /**
   * For an answer that does not wait for the request's body: Jetty then closes the connection, and
   * a client that is not told sends its next request into it.
   */
  private static void endConnection(Response response) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
  }

  /** For an answer that never looks at a body, if there is one. */
  private static void leaveBody(Request request, Response response) {
    HttpFields headers = request.getHeaders();
    if (headers.contains(HttpHeader.TRANSFER_ENCODING)
        || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0) {
      endConnection(response);
    }
  }

  /** Principals are told apart; whoever has no name of its own goes by its address. */
  private static String client(Request request, Admission admission) {
    if (admission instanceof Admission.Admitted admitted
        && !admitted.owner().equals(Caller.LOCAL)) {
      return admitted.owner();
    }
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress socket
        ? RequestRates.client(socket.getAddress())
        : "";
  }

  private static void tooMany(Duration wait, Response response, Callback callback) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
    endConnection(response);
    fail(response, callback, 429, invalid("Too many requests: try again in " + seconds + " s."));
  }

  private void metadata(Request request, Response response, Callback callback) {
    if (request.getMethod().equals("GET")) {
      send(response, callback, 200, guard.resource().metadata());
      return;
    }
    response.getHeaders().put(HttpHeader.ALLOW, "GET");
    fail(response, callback, 405, invalid("Use GET."));
  }

  private void post(Request request, String owner, Response response, Callback callback) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      leaveBody(request, response);
      fail(response, callback, 415, invalid("The content type must be application/json."));
      return;
    }
    RequestBody.read(
        request,
        longestBody,
        body ->
            guarded(
                response,
                callback,
                () -> take(Message.parse(body), owner, request, response, callback)),
        () -> tooLong(response, callback),
        failure -> gone(failure, callback));
  }

  private void tooLong(Response response, Callback callback) {
    endConnection(response);
    fail(response, callback, 413, invalid("A message may have at most " + longestBody + " bytes."));
  }

  private static void gone(Throwable failure, Callback callback) {
    LOG.debug("the client has gone", failure);
    callback.failed(failure);
  }

  private void take(
      Message message, String owner, Request request, Response response, Callback callback) {
    request.setAttribute(METHOD, counted(message));
    if (message instanceof Message.Malformed malformed) {
      send(response, callback, 400, Replies.error(malformed));
    } else if (message instanceof Message.Request asked) {
      answer(asked, owner, request, response, callback);
    } else {
      accept(message, owner, request, response, callback);
    }
  }

  private static String counted(Message message) {
    String method = OTHER;
    if (message instanceof Message.Request asked) {
      method = asked.method();
    } else if (message instanceof Message.Notification notification) {
      method = notification.method();
    }
    return COUNTED.contains(method) ? method : OTHER;
  }

  private void answer(
      Message.Request asked, String owner, Request request, Response response, Callback callback) {
    String version = request.getHeaders().get(ModernHeaders.VERSION);
    if (ModernDispatcher.speaks(asked) || ModernDispatcher.VERSION.equals(version)) {
      answerModern(asked, owner, request, response, callback);
      return;
    }
    if (version != null && !LegacyHttpSessions.knowsVersion(version)) {
      ObjectNode data = Json.object();
      data.putArray("supported").add(ModernDispatcher.VERSION);
      data.put("requested", version);
      ProtocolException fault =
          new ProtocolException(
              ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version.", data);
      send(response, callback, 400, Replies.error(asked.id(), fault));
      return;
    }
    if (asked.method().equals("initialize")) {
      HttpReply reply = reply(request, response, callback, () -> {});
      sessions.initialize(asked, owner, reply, id -> response.getHeaders().put(SESSION, id));
      return;
    }
    session(request, owner, response, callback)
        .ifPresent(
            session -> {
              HttpReply reply =
                  reply(request, response, callback, () -> session.cancel(asked.id()));
              opened.accept(reply);
              session.request(asked, reply);
            });
  }

  private void answerModern(
      Message.Request asked, String owner, Request request, Response response, Callback callback) {
    try {
      headers.check(request.getHeaders(), asked);
    } catch (ProtocolException e) {
      send(response, callback, 400, Replies.error(asked.id(), e));
      return;
    }
    InFlight inFlight = new InFlight();
    HttpReply reply = reply(request, response, callback, inFlight::cancelAll);
    opened.accept(reply);
    modern.request(
        asked, () -> Caller.remote(owner, run + "/" + owner), reply, inFlight.add(asked.id()));
  }

  /** A notification, or the answer to a question of ours. */
  private void accept(
      Message message, String owner, Request request, Response response, Callback callback) {
    if (ModernDispatcher.VERSION.equals(request.getHeaders().get(ModernHeaders.VERSION))) {
      accepted(response, callback);
      return;
    }
    session(request, owner, response, callback)
        .ifPresent(
            session -> {
              if (message instanceof Message.Notification notification) {
                session.notification(notification);
              } else if (message instanceof Message.Response answer) {
                session.response(answer);
              }
              accepted(response, callback);
            });
  }

  /** The stream for what belongs to no request; only clients with a session have one. */
  private void get(Request request, String owner, Response response, Callback callback) {
    boolean older =
        request.getHeaders().contains(SESSION)
            && !ModernDispatcher.VERSION.equals(request.getHeaders().get(ModernHeaders.VERSION));
    if (!older) {
      notAllowed(response, callback);
      return;
    }
    if (!takesEvents(request)) {
      fail(response, callback, 406, invalid("This stream is text/event-stream."));
      return;
    }
    session(request, owner, response, callback)
        .ifPresent(
            session -> {
              HttpReply reply = reply(request, response, callback, () -> {});
              opened.accept(reply);
              reply.begin();
              session.listen(reply);
            });
  }

  private void delete(Request request, String owner, Response response, Callback callback) {
    if (!request.getHeaders().contains(SESSION)) {
      notAllowed(response, callback);
      return;
    }
    session(request, owner, response, callback)
        .ifPresent(
            session -> {
              sessions.end(request.getHeaders().get(SESSION));
              response.setStatus(200);
              callback.succeeded();
            });
  }

  /** The client's session; when there is none, that has been answered. */
  private Optional<LegacyHttpSession> session(
      Request request, String owner, Response response, Callback callback) {
    String id = request.getHeaders().get(SESSION);
    Optional<LegacyHttpSession> session = sessions.find(id, owner);
    if (id == null) {
      fail(response, callback, 400, invalid("Send initialize first, then its " + SESSION + "."));
    } else if (session.isEmpty()) {
      fail(response, callback, 404, invalid("This session has ended; send initialize again."));
    }
    return session;
  }

  private static HttpReply reply(
      Request request, Response response, Callback callback, Runnable clientGone) {
    return new HttpReply(response, callback, takesEvents(request), clientGone);
  }

  private static boolean takesEvents(Request request) {
    String accepted = String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT));
    return accepted.contains("text/event-stream") || accepted.contains("*/*");
  }

  private static void notAllowed(Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.ALLOW, "POST");
    fail(response, callback, 405, invalid("Use POST."));
  }

  private static void accepted(Response response, Callback callback) {
    response.setStatus(202);
    callback.succeeded();
  }

  private static ProtocolException invalid(String message) {
    return new ProtocolException(ErrorCodes.INVALID_REQUEST, message);
  }

  private static void fail(
      Response response, Callback callback, int status, ProtocolException fault) {
    send(response, callback, status, Replies.error(NullNode.getInstance(), fault));
  }

  private static void send(Response response, Callback callback, int status, ObjectNode json) {
    new HttpReply(response, callback, false, () -> {}).answer(json, status);
  }
}
