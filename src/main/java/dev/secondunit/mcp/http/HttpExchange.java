package dev.secondunit.mcp.http;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.Replies;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** One HTTP request, and the ways to answer it; exactly one of them ends it. */
record HttpExchange(Request request, Response response, Callback callback) {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

  /** A request must not leave its client without an answer, whatever went wrong with it. */
  void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a request failed by a defect of this program", e);
      fail(500, ProtocolException.internal());
    }
  }

  /** The value of a request header, or null. */
  String header(String name) {
    return request.getHeaders().get(name);
  }

  boolean takesEvents() {
    String accepted = String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT));
    return accepted.contains("text/event-stream") || accepted.contains("*/*");
  }

  /**
   * For an answer that does not wait for the request's body: Jetty then closes the connection, and
   * a client that is not told sends its next request into it.
   */
  void endConnection() {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
  }

  /** For an answer that never looks at a body, if there is one. */
  void leaveBody() {
    HttpFields headers = request.getHeaders();
    if (headers.contains(HttpHeader.TRANSFER_ENCODING)
        || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0) {
      endConnection();
    }
  }

  /**
   * An answer that may take long.
   *
   * @param clientGone as {@link HttpReply} has it
   */
  HttpReply reply(Runnable clientGone) {
    return new HttpReply(response, callback, takesEvents(), clientGone);
  }

  void send(int status, ObjectNode json) {
    new HttpReply(response, callback, false, () -> {}).answer(json, status);
  }

  void succeed(int status) {
    response.setStatus(status);
    callback.succeeded();
  }

  void fail(int status, String words) {
    fail(status, new ProtocolException(ErrorCodes.INVALID_REQUEST, words));
  }

  private void fail(int status, ProtocolException fault) {
    send(status, Replies.error(NullNode.getInstance(), fault));
  }

  void notAllowed(String allowed) {
    response.getHeaders().put(HttpHeader.ALLOW, allowed);
    fail(405, "Use " + allowed + ".");
  }

  void clientGone(Throwable failure) {
    LOG.debug("the client has gone", failure);
    callback.failed(failure);
  }
}
