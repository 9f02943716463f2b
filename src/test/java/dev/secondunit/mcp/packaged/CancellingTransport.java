package dev.secondunit.mcp.packaged;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A transport of the Java SDK that remembers the last request's id, because the SDK's client
 * (2.1.0) has no way to cancel: it offers what a client needs to write the notification itself.
 */
final class CancellingTransport implements McpClientTransport {
  private final McpClientTransport transport;
  private volatile Object lastCall;

  CancellingTransport(McpClientTransport transport) {
    this.transport = transport;
  }

  Object lastCall() {
    return lastCall;
  }

  void cancel(Object request) {
    transport
        .sendMessage(
            new JSONRPCNotification(
                "notifications/cancelled", Map.of("requestId", request, "reason", "enough")))
        .block();
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    // The client lists resources by itself when the server says that they changed.
    if (message instanceof JSONRPCRequest request && request.method().equals("tools/call")) {
      lastCall = request.id();
    }
    return transport.sendMessage(message);
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return transport.connect(handler);
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    transport.setExceptionHandler(handler);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return transport.closeGracefully();
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return transport.unmarshalFrom(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return transport.protocolVersions();
  }
}
