package dev.secondunit.mcp.modern;

import dev.secondunit.mcp.Changes;
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
import dev.secondunit.tool.Caller;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers requests of revision 2026-07-28, each for itself: nothing is remembered from one to the
 * next. Safe for many threads and clients.
 */
public final class ModernDispatcher {
  public static final String VERSION = Envelope.VERSION;

  private static final Logger LOG = LoggerFactory.getLogger(ModernDispatcher.class);
  private static final String DISCOVER = "server/discover";

  /** The results that say how long they may be kept and by whom. */
  private static final Set<String> CACHEABLE =
      Set.of(
          DISCOVER,
          "tools/list",
          "prompts/list",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "resources/directory/read",
          "skills/list",
          "skills/get");

  /** What changes only with the settings of the process, so a new one may differ. */
  private static final long TIME_TO_LIVE_MILLISECONDS = 300_000;

  /** The list of resources grows when a job has made something. */
  private static final long LIST_TO_LIVE_MILLISECONDS = 10_000;

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final ServerDefinition server;
  private final Methods methods;
  private final Workers workers;
  private final Subscriptions subscriptions;

  public ModernDispatcher(ServerDefinition server, Methods methods, Workers workers) {
    this.server = server;
    this.methods = methods;
    this.workers = workers;
    this.subscriptions = new Subscriptions(server, workers);
  }

  /** Whether the request belongs to this revision rather than to those with a handshake. */
  public static boolean speaks(Message.Request request) {
    return request.metadata().has(Envelope.PROTOCOL_VERSION_KEY)
        || request.method().equals(DISCOVER)
        || request.method().equals(Subscriptions.METHOD);
  }

  /**
   * Starts answering. The answer goes to {@code outlet}, unless {@code entry} is cancelled, which
   * interrupts the work; {@code entry} is done in any case.
   */
  public void request(
      Message.Request request, Supplier<Caller> caller, Outlet outlet, InFlight.Entry entry) {
    Envelope envelope;
    try {
      envelope = Envelope.read(request);
    } catch (ProtocolException e) {
      outlet.answer(Replies.error(request.id(), e), BAD_REQUEST);
      entry.done();
      return;
    }
    try {
      ModernExchange exchange = new ModernExchange(envelope, caller, outlet);
      if (request.method().equals(Subscriptions.METHOD)) {
        workers.submit(() -> listen(request, exchange, entry));
        return;
      }
      Future<?> task = workers.submit(() -> answer(request, exchange, entry));
      entry.cancelledBy(
          () -> {
            task.cancel(true);
            entry.done();
            outlet.withdrawn();
          });
    } catch (ProtocolException e) {
      outlet.answer(Replies.error(request.id(), e), status(e));
      entry.done();
    }
  }

  /** Ends every open subscription with its answer. */
  public void endSubscriptions() {
    subscriptions.endAll();
  }

  /** Holds no worker while it is open. */
  private void listen(Message.Request request, ModernExchange exchange, InFlight.Entry entry) {
    try {
      subscriptions.listen(request, exchange, entry);
    } catch (ProtocolException e) {
      exchange.outlet().answer(Replies.error(request.id(), e), status(e));
      entry.done();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      entry.done();
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed by a defect of this program", request.method(), e);
      exchange.outlet().answer(Replies.error(request.id(), ProtocolException.internal()), OK);
      entry.done();
    }
  }

  private void answer(Message.Request request, ModernExchange exchange, InFlight.Entry entry) {
    Outlet outlet = exchange.outlet();
    try {
      ObjectNode result =
          request.method().equals(DISCOVER)
              ? discover()
              : methods.call(request.method(), request.params(), exchange);
      outlet.answer(Replies.result(request.id(), finished(request.method(), result)), OK);
    } catch (ProtocolException e) {
      ProtocolException fault = renumbered(e);
      outlet.answer(Replies.error(request.id(), fault), status(fault));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed by a defect of this program", request.method(), e);
      outlet.answer(Replies.error(request.id(), ProtocolException.internal()), OK);
    } finally {
      entry.done();
    }
  }

  private ObjectNode discover() {
    ObjectNode result = Json.object();
    result.putArray("supportedVersions").add(VERSION);
    result.set("capabilities", server.statelessCapabilities());
    result.put("instructions", server.identity().instructions());
    return result;
  }

  private ObjectNode finished(String method, ObjectNode result) {
    if (!result.has("resultType")) {
      result.put("resultType", "complete");
    }
    if (CACHEABLE.contains(method)) {
      boolean grows = method.equals("resources/list") && server.changes() != Changes.NONE;
      result.put("ttlMs", grows ? LIST_TO_LIVE_MILLISECONDS : TIME_TO_LIVE_MILLISECONDS);
      result.put("cacheScope", "private");
    }
    JsonNode existing = result.path("_meta");
    ObjectNode metadata =
        existing instanceof ObjectNode object ? object : result.putObject("_meta");
    metadata
        .putObject(Envelope.SERVER_INFO_KEY)
        .put("name", server.identity().name())
        .put("title", server.identity().title())
        .put("version", server.identity().version());
    return result;
  }

  /** This revision has no code of its own for a resource that is not there. */
  private static ProtocolException renumbered(ProtocolException fault) {
    return fault.code() == ErrorCodes.RESOURCE_NOT_FOUND
        ? new ProtocolException(ErrorCodes.INVALID_PARAMS, fault.getMessage(), fault.data())
        : fault;
  }

  private static int status(ProtocolException fault) {
    return switch (fault.code()) {
      case ErrorCodes.METHOD_NOT_FOUND -> NOT_FOUND;
      case ErrorCodes.HEADER_MISMATCH,
          ErrorCodes.MISSING_CLIENT_CAPABILITY,
          ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION ->
          BAD_REQUEST;
      default -> OK;
    };
  }
}
