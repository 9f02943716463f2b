package dev.secondunit.mcp.http;

import dev.secondunit.mcp.Json;
import dev.secondunit.tool.Caller;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets requests in or turns them away, counts them, and leads each to what answers it: one endpoint
 * for the protocol, the others for whoever watches over the server.
 */
final class McpHandler extends Handler.Abstract {
  private static final String ENDPOINT = "/mcp";

  private final Guard guard;
  private final RequestRates rates;
  private final McpEndpoint endpoint;
  private final HttpMetrics metrics;

  McpHandler(Guard guard, RequestRates rates, McpEndpoint endpoint, HttpMetrics metrics) {
    this.guard = guard;
    this.rates = rates;
    this.endpoint = endpoint;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Request.addCompletionListener(request, problem -> count(request, response));
    HttpExchange exchange = new HttpExchange(request, response, callback);
    exchange.guarded(() -> route(exchange));
    return true;
  }

  private void count(Request request, Response response) {
    metrics.answered(
        CountedMethod.of(request),
        response.getStatus(),
        Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()));
  }

  private void route(HttpExchange exchange) {
    Request request = exchange.request();
    String path = Request.getPathInContext(request);
    Admission.Refused foreign = guard.checkWhence(request);
    if (foreign != null) {
      refuse(foreign, exchange);
      return;
    }
    boolean readsBody = path.equals(ENDPOINT) && request.getMethod().equals("POST");
    if (!readsBody) {
      exchange.leaveBody();
    }
    if (guard.resource() != null && guard.resource().isAt(path)) {
      metadata(exchange);
      return;
    }
    Admission admission = guard.checkWho(request);
    Duration wait = rates.ask(client(request, admission));
    if (!wait.isZero()) {
      tooMany(wait, exchange);
      return;
    }
    if (admission instanceof Admission.Refused refused) {
      refuse(refused, exchange);
      return;
    }
    String owner = ((Admission.Admitted) admission).owner();
    switch (path) {
      case ENDPOINT -> endpoint.handle(exchange, owner);
      case "/health" -> exchange.send(200, Json.object().put("status", "ok"));
      case "/metrics" -> metrics(exchange, owner);
      default -> exchange.fail(404, "Not found: the endpoint is " + ENDPOINT + ".");
    }
  }

  private static void refuse(Admission.Refused refused, HttpExchange exchange) {
    if (refused.challenge() != null) {
      exchange.response().getHeaders().put(HttpHeader.WWW_AUTHENTICATE, refused.challenge());
    }
    exchange.endConnection();
    exchange.fail(refused.status(), refused.words());
  }

  private void metadata(HttpExchange exchange) {
    if (exchange.request().getMethod().equals("GET")) {
      exchange.send(200, guard.resource().metadata());
    } else {
      exchange.notAllowed("GET");
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

  private static void tooMany(Duration wait, HttpExchange exchange) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    exchange.response().getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
    exchange.endConnection();
    exchange.fail(429, "Too many requests: try again in " + seconds + " s.");
  }

  /** The numbers of everybody together are no principal's business. */
  private void metrics(HttpExchange exchange, String owner) {
    if (!owner.equals(Caller.LOCAL)) {
      exchange.fail(403, "Forbidden: /metrics needs the server's own token.");
      return;
    }
    String page = metrics.page();
    if (page == null) {
      exchange.fail(404, "Not found: this server counts nothing.");
      return;
    }
    Response response = exchange.response();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Content.Sink.write(response, true, page, exchange.callback());
  }
}
