package dev.secondunit.mcp.legacy;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.tool.Caller;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The SDK's view of one request's client, as the handlers see it. */
final class LegacyExchange implements Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(LegacyExchange.class);

  private final McpAsyncServerExchange client;
  private final Supplier<Caller> caller;

  LegacyExchange(McpAsyncServerExchange client, Supplier<Caller> caller) {
    this.client = client;
    this.caller = caller;
  }

  @Override
  public Caller caller() {
    return caller.get();
  }

  @Override
  public ObjectNode clientCapabilities() {
    McpSchema.ClientCapabilities capabilities = client.getClientCapabilities();
    return capabilities == null ? Json.object() : LegacyMessages.MAPPER.valueToTree(capabilities);
  }

  @Override
  public boolean stateless() {
    return false;
  }

  @Override
  public void notify(String method, ObjectNode params) {
    Mono<Void> sent =
        switch (method) {
          case McpSchema.METHOD_NOTIFICATION_PROGRESS ->
              client.progressNotification(
                  LegacyMessages.MAPPER.convertValue(params, McpSchema.ProgressNotification.class));
          case McpSchema.METHOD_NOTIFICATION_MESSAGE ->
              client.loggingNotification(
                  LegacyMessages.MAPPER.convertValue(
                      params, McpSchema.LoggingMessageNotification.class));
          default -> throw new IllegalArgumentException("no notification of a request: " + method);
        };
    try {
      sent.block();
    } catch (RuntimeException e) {
      LOG.debug("{} was not delivered", method, e);
    }
  }

  @Override
  public ObjectNode ask(String method, ObjectNode params)
      throws ProtocolException, InterruptedException {
    Mono<?> answer =
        switch (method) {
          case McpSchema.METHOD_ELICITATION_CREATE ->
              client.createElicitation(
                  LegacyMessages.MAPPER.convertValue(params, McpSchema.ElicitFormRequest.class));
          case McpSchema.METHOD_SAMPLING_CREATE_MESSAGE ->
              client.createMessage(
                  LegacyMessages.MAPPER.convertValue(params, McpSchema.CreateMessageRequest.class));
          case McpSchema.METHOD_ROOTS_LIST -> client.listRoots();
          default -> throw new IllegalArgumentException("no question to a client: " + method);
        };
    try {
      return LegacyMessages.MAPPER.valueToTree(answer.block());
    } catch (McpError e) {
      throw new ProtocolException(ErrorCodes.INTERNAL_ERROR, "The client refused " + method + ".");
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(method);
      }
      LOG.debug("{} was not answered", method, e);
      throw new ProtocolException(
          ErrorCodes.INTERNAL_ERROR, "The client cannot be asked for " + method + ".");
    }
  }
}
