package dev.secondunit.mcp.stdio;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.InFlight;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.Outlet;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.Replies;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.Workers;
import dev.secondunit.mcp.legacy.LegacySession;
import dev.secondunit.mcp.modern.ModernDispatcher;
import dev.secondunit.tool.Caller;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves one client over a pair of streams, one JSON message per line.
 *
 * <p>Each message says by itself which protocol revision it belongs to, so a client may probe with
 * one and go on with another.
 *
 * <p>Promises: every request gets exactly one answer, unless it is cancelled; nothing but messages
 * is ever written; a line that cannot be read is answered with an error and does not end anything;
 * at the end of the input, what is on its way is answered before {@link #run} returns.
 */
public final class StdioServer implements AutoCloseable {
  /** Room for arguments with a long prompt and an inlined image, and no room for a flood. */
  public static final int LONGEST_LINE = 16 * 1_024 * 1_024;

  /** Longer than the longest wait a call may ask for; hosts that are in a hurry send a signal. */
  static final Duration DRAIN = Duration.ofSeconds(50);

  private static final Logger LOG = LoggerFactory.getLogger(StdioServer.class);

  private final InputStream in;
  private final OutputStream out;
  private final int longestLine;
  private final Duration drain;
  private final Workers workers = new Workers();
  private final InFlight inFlight = new InFlight();
  private final Supplier<Caller> caller;
  private final LegacySession legacy;
  private final ModernDispatcher modern;
  private final Outlet outlet =
      new Outlet() {
        @Override
        public void notification(ObjectNode message) {
          send(message);
        }

        @Override
        public void answer(ObjectNode message, int httpStatus) {
          send(message);
        }
      };
  private boolean outputBroken;

  /**
   * @param session makes up the id of this session, when that is first needed
   * @param out closed by nobody here
   */
  public StdioServer(
      ServerDefinition server, Supplier<String> session, InputStream in, OutputStream out) {
    this(server, session, in, out, LONGEST_LINE, DRAIN);
  }

  StdioServer(
      ServerDefinition server,
      Supplier<String> session,
      InputStream in,
      OutputStream out,
      int longestLine,
      Duration drain) {
    this.in = Objects.requireNonNull(in, "in");
    this.out = Objects.requireNonNull(out, "out");
    this.longestLine = longestLine;
    this.drain = drain;
    this.caller = once(() -> Caller.onThisMachine(session.get()));
    Methods methods = new Methods(server);
    this.legacy = new LegacySession(server, methods, workers, this.caller, this::send);
    this.modern = new ModernDispatcher(server, methods, workers);
  }

  /**
   * Takes standard output for the protocol: from here on whatever else is printed goes to standard
   * error. To be called before anything can print.
   */
  public static OutputStream claimStandardOutput() {
    System.setOut(System.err);
    return new FileOutputStream(FileDescriptor.out);
  }

  /** Serves until the input ends, then answers what is on its way, for at most 50 seconds. */
  public void run() throws IOException, InterruptedException {
    LineReader lines = new LineReader(in, longestLine);
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (LineReader.tooLong(line)) {
          send(
              Replies.error(
                  NullNode.getInstance(),
                  ErrorCodes.INVALID_REQUEST,
                  "Invalid request: a message may have at most " + longestLine + " bytes.",
                  null));
        } else if (!isBlank(line)) {
          handle(Message.parse(line));
        }
      }
      modern.endSubscriptions();
      if (!inFlight.awaitNone(drain)) {
        LOG.warn("ended with requests unanswered after {}", drain);
      }
    } finally {
      close();
    }
  }

  private void handle(Message message) {
    if (message instanceof Message.Request request) {
      handle(request);
    } else if (message instanceof Message.Notification notification) {
      handle(notification);
    } else if (message instanceof Message.Response response) {
      legacy.response(response);
    } else if (message instanceof Message.Malformed malformed) {
      send(Replies.error(malformed));
    }
  }

  private void handle(Message.Request request) {
    InFlight.Entry entry = inFlight.add(request.id());
    if (entry == null) {
      send(
          Replies.error(
              request.id(),
              ErrorCodes.INVALID_REQUEST,
              "Invalid request: a request with this id is still on its way.",
              null));
      return;
    }
    try {
      if (ModernDispatcher.speaks(request)) {
        modern.request(request, caller, outlet, entry);
      } else {
        legacy.request(request, entry);
      }
    } catch (RuntimeException | Error e) {
      // One request must not end the others, whatever went wrong with it.
      LOG.error("{} failed by a defect of this program", request.method(), e);
      entry.done();
      send(Replies.error(request.id(), ProtocolException.internal()));
    }
  }

  private void handle(Message.Notification notification) {
    if (!notification.method().equals("notifications/cancelled")) {
      legacy.notification(notification);
      return;
    }
    JsonNode id = notification.params().path("requestId");
    inFlight.cancel(id);
  }

  private synchronized void send(ObjectNode message) {
    if (outputBroken) {
      return;
    }
    byte[] json = Json.MAPPER.writeValueAsBytes(message);
    byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      outputBroken = true;
      LOG.info("the client has gone: {}", e.getMessage());
      workers.close();
    }
  }

  /** Interrupts what is on its way and leaves it unanswered. Durable jobs go on. */
  @Override
  public void close() {
    legacy.close();
    inFlight.cancelAll();
    workers.close();
  }

  private static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Remembers the first answer, which may cost a random number. */
  private static Supplier<Caller> once(Supplier<Caller> supplier) {
    return new Supplier<>() {
      private Caller value;

      @Override
      public synchronized Caller get() {
        if (value == null) {
          value = supplier.get();
        }
        return value;
      }
    };
  }
}
