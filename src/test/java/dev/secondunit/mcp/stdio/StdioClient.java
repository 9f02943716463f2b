package dev.secondunit.mcp.stdio;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** A client at the other end of real streams, with the server running on a thread of its own. */
final class StdioClient implements AutoCloseable {
  private final OutputStream toServer;
  private final BufferedReader fromServer;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  StdioClient(ServerDefinition definition) throws IOException {
    this(definition, StdioServer.LONGEST_LINE, Duration.ofSeconds(20));
  }

  StdioClient(ServerDefinition definition, int longestLine, Duration drain) throws IOException {
    Pipe requests = Pipe.open();
    Pipe answers = Pipe.open();
    toServer = Channels.newOutputStream(requests.sink());
    InputStream in = Channels.newInputStream(requests.source());
    OutputStream out = Channels.newOutputStream(answers.sink());
    fromServer =
        new BufferedReader(
            new InputStreamReader(
                Channels.newInputStream(answers.source()), StandardCharsets.UTF_8));
    StdioServer stdio =
        new StdioServer(definition, () -> "session_test", in, out, longestLine, drain);
    Thread server =
        new Thread(
            () -> {
              try {
                stdio.run();
                out.close();
                ended.complete(null);
              } catch (Throwable e) {
                ended.completeExceptionally(e);
              }
            });
    server.start();
  }

  void send(String line) throws IOException {
    toServer.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    toServer.flush();
  }

  void sendBytes(byte[] bytes) throws IOException {
    toServer.write(bytes);
    toServer.flush();
  }

  /** The next message; fails loudly when what comes is not one. */
  ObjectNode receive() throws IOException {
    String line = fromServer.readLine();
    return line == null ? null : (ObjectNode) Json.MAPPER.readTree(line);
  }

  ObjectNode initialize() throws IOException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
    ObjectNode answer = receive();
    send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return answer;
  }

  void endInput() throws IOException {
    toServer.close();
  }

  /** Waits until the server has returned by itself. */
  void awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
    ended.get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    toServer.close();
    ended.orTimeout(30, TimeUnit.SECONDS).exceptionally(failure -> null).join();
  }
}
