package dev.secondunit.mcp.http;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Replies;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.node.NullNode;

/**
 * What the HTTP server itself refuses, such as headers that are too large, is answered as an error
 * of the protocol too: no page, no stack trace, nothing of what was sent.
 */
final class HttpErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    boolean ours = status == HttpStatus.INTERNAL_SERVER_ERROR_500;
    String words =
        ours
            ? "The server failed; its log says why."
            : "The HTTP request is refused: " + HttpStatus.getMessage(status) + ".";
    int code = ours ? ErrorCodes.INTERNAL_ERROR : ErrorCodes.INVALID_REQUEST;
    new HttpReply(response, callback, false, () -> {})
        .answer(Replies.error(NullNode.getInstance(), code, words, null), status);
    return true;
  }
}
