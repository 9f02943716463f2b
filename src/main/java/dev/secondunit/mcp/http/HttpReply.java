package dev.secondunit.mcp.http;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Outlet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The reply to one POST: plain JSON when the answer is all there is to say, a stream of events as
 * soon as anything comes before it. Safe for many threads; ends exactly once.
 */
final class HttpReply implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(HttpReply.class);
  private static final byte[] COMMENT = ": still at work\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Response response;
  private final Callback callback;
  private final boolean mayStream;
  private final Runnable clientGone;
  private boolean streaming;
  private boolean ended;
  private Runnable whenEnded = () -> {};

  /**
   * @param mayStream whether the client takes events; if not, only the answer is sent
   * @param clientGone run once when the client turns out to have closed the connection before the
   *     answer
   */
  HttpReply(Response response, Callback callback, boolean mayStream, Runnable clientGone) {
    this.response = response;
    this.callback = callback;
    this.mayStream = mayStream;
    this.clientGone = clientGone;
  }

  @Override
  public void notification(ObjectNode message) {
    event(event(message), false);
  }

  @Override
  public synchronized void answer(ObjectNode message, int httpStatus) {
    if (ended) {
      return;
    }
    if (streaming) {
      event(event(message), true);
      return;
    }
    end();
    response.setStatus(httpStatus);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(message)), callback);
  }

  /** A comment that keeps proxies and clients from giving up, and notices when they have. */
  void keepAlive() {
    event(COMMENT, false);
  }

  /** Begins the stream although there is nothing to say yet. */
  void begin() {
    event(": open\n\n".getBytes(StandardCharsets.US_ASCII), false);
  }

  /** Has this run once when there is nothing more to come; at once when that is so already. */
  synchronized void whenEnded(Runnable task) {
    whenEnded = task;
    if (ended) {
      task.run();
    }
  }

  private void end() {
    ended = true;
    whenEnded.run();
  }

  @Override
  public synchronized void withdrawn() {
    if (ended) {
      return;
    }
    if (streaming) {
      event(new byte[0], true);
    } else {
      end();
      response.setStatus(202);
      callback.succeeded();
    }
  }

  private synchronized void event(byte[] bytes, boolean last) {
    if (ended || !mayStream) {
      return;
    }
    if (!streaming) {
      streaming = true;
      response.setStatus(200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
      response.getHeaders().put("X-Accel-Buffering", "no");
    }
    if (last) {
      end();
    }
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(last, ByteBuffer.wrap(bytes), written);
      written.block();
    } catch (IOException e) {
      LOG.debug("the client has gone", e);
      if (!last) {
        end();
      }
      callback.failed(e);
      clientGone.run();
      return;
    }
    if (last) {
      callback.succeeded();
    }
  }

  private static byte[] event(ObjectNode message) {
    return ("event: message\ndata: " + Json.MAPPER.writeValueAsString(message) + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
