package dev.secondunit.mcp.legacy;

import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedTool;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.Workers;
import dev.secondunit.tool.Caller;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpNotificationHandler;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the SDK's sessions call: the handshake, and every method on a worker that can be stopped.
 */
final class LegacyHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(LegacyHandlers.class);

  /** How long a client, and the person before it, may take to answer a question of ours. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(5);

  /** Oldest first; a client that asks for something else is offered the newest. */
  static final List<String> VERSIONS =
      List.of(
          ProtocolVersions.MCP_2024_11_05,
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private final ServerDefinition server;
  private final Workers workers;
  private final Supplier<Caller> caller;
  private final Map<String, McpRequestHandler<?>> requests = new HashMap<>();
  private final Map<String, McpNotificationHandler> notifications = new HashMap<>();

  LegacyHandlers(
      ServerDefinition server, Methods methods, Workers workers, Supplier<Caller> caller) {
    this.server = server;
    this.workers = workers;
    this.caller = caller;
    for (String method : methods.names()) {
      add(method, (params, exchange) -> methods.call(method, params, exchange));
    }
    server.older().methods().forEach(this::add);
    requests.put(McpSchema.METHOD_PING, (exchange, params) -> Mono.just(Json.object()));
    notifications.put(
        McpSchema.METHOD_NOTIFICATION_INITIALIZED, (exchange, params) -> Mono.empty());
  }

  private void add(String method, ServedTool.Handler answering) {
    McpRequestHandler<ObjectNode> handler =
        (exchange, params) -> run(method, answering, exchange, (ObjectNode) params);
    requests.put(method, handler);
  }

  McpServerSession session(String id, McpServerTransport transport) {
    return new McpServerSession(
        id, ANSWER_TIMEOUT, transport, this::initialize, requests, notifications);
  }

  boolean knows(String notification) {
    return notifications.containsKey(notification);
  }

  McpStreamableServerSession httpSession(String id, McpSchema.InitializeRequest request) {
    return new McpStreamableServerSession(
        id,
        request.capabilities(),
        request.clientInfo(),
        ANSWER_TIMEOUT,
        requests,
        notifications,
        Mono::empty);
  }

  private Mono<McpSchema.InitializeResult> initialize(McpSchema.InitializeRequest request) {
    return Mono.just(initialized(request));
  }

  /** The answer to the handshake. */
  McpSchema.InitializeResult initialized(McpSchema.InitializeRequest request) {
    String asked = request.protocolVersion();
    String version = VERSIONS.contains(asked) ? asked : VERSIONS.get(VERSIONS.size() - 1);
    ObjectNode announced = server.capabilities();
    server
        .older()
        .capabilities()
        .properties()
        .forEach(capability -> announced.set(capability.getKey(), capability.getValue()));
    McpSchema.ServerCapabilities capabilities =
        Json.MAPPER.convertValue(announced, McpSchema.ServerCapabilities.class);
    McpSchema.Implementation identity =
        McpSchema.Implementation.builder(server.identity().name(), server.identity().version())
            .title(server.identity().title())
            .build();
    return McpSchema.InitializeResult.builder(version, capabilities, identity)
        .instructions(server.identity().instructions())
        .build();
  }

  /** Cancelling the Mono interrupts the worker, and nothing is answered then. */
  private Mono<ObjectNode> run(
      String method,
      ServedTool.Handler answering,
      McpAsyncServerExchange client,
      ObjectNode params) {
    return Mono.create(
        sink -> {
          Exchange exchange = new LegacyExchange(client, caller);
          try {
            Future<?> task =
                workers.submit(() -> answer(method, answering, params, exchange, sink));
            sink.onCancel(() -> task.cancel(true));
          } catch (ProtocolException e) {
            sink.error(error(e));
          }
        });
  }

  private void answer(
      String method,
      ServedTool.Handler answering,
      ObjectNode params,
      Exchange exchange,
      MonoSink<ObjectNode> sink) {
    try {
      sink.success(answering.call(params, exchange));
    } catch (ProtocolException e) {
      sink.error(error(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sink.success();
    } catch (Throwable e) {
      LOG.error("{} failed by a defect of this program", method, e);
      sink.error(error(ProtocolException.internal()));
    }
  }

  private static McpError error(ProtocolException fault) {
    return McpError.builder(fault.code()).message(fault.getMessage()).data(fault.data()).build();
  }
}
