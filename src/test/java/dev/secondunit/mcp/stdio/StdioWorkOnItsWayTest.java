package dev.secondunit.mcp.stdio;

import static dev.secondunit.mcp.JsonRpc.call;
import static dev.secondunit.mcp.JsonRpc.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that run beside others: each is answered once, or ends when it is cancelled or nobody
 * listens.
 */
@Timeout(60)
class StdioWorkOnItsWayTest {
  private final EchoServer echo = new EchoServer();

  @Test
  void manyRequests_areEachAnsweredOnce() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 1; i <= 200; i++) {
                    client.send(call(i, "echo", "{\"text\":\"" + i + "\"}"));
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      sender.start();
      Set<Integer> answered = new HashSet<>();
      for (int i = 1; i <= 200; i++) {
        ObjectNode answer = client.receive();
        int id = answer.get("id").intValue();
        assertTrue(answered.add(id));
        assertEquals("" + id, answer.at("/result/structuredContent/text").stringValue());
      }
      sender.join();
    }
  }

  @Test
  void sameId_whileOnItsWay_isRefused() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true}"));
      assertTrue(echo.slowStarted.await(20, TimeUnit.SECONDS));
      client.send(request(7, "ping", "{}"));

      assertEquals(-32600, client.receive().at("/error/code").intValue());
      echo.slowReleased.countDown();
      assertTrue(client.receive().has("result"));
    }
  }

  @Test
  void cancelled_interruptsTheToolAndAnswersNothing() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true}"));
      assertTrue(echo.slowStarted.await(20, TimeUnit.SECONDS));
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
              + "{\"requestId\":7,\"reason\":\"test\"}}");

      assertTrue(echo.slowInterrupted.await(20, TimeUnit.SECONDS));
      client.send(request(8, "ping", "{}"));
      assertEquals(8, client.receive().get("id").intValue());
      client.endInput();
      assertNull(client.receive());
      client.awaitEnd();
    }
  }

  @Test
  void endOfInput_answersWhatIsOnItsWay() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true,\"text\":\"late\"}"));
      assertTrue(echo.slowStarted.await(20, TimeUnit.SECONDS));
      client.endInput();
      echo.slowReleased.countDown();

      assertEquals("late", client.receive().at("/result/structuredContent/text").stringValue());
      client.awaitEnd();
    }
  }

  @Test
  void endOfInput_givesUpAfterTheDrainTime() throws Exception {
    try (StdioClient client =
        new StdioClient(echo.definition(), StdioServer.LONGEST_LINE, Duration.ofMillis(50))) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true}"));
      assertTrue(echo.slowStarted.await(20, TimeUnit.SECONDS));
      client.endInput();

      client.awaitEnd();
      assertTrue(echo.slowInterrupted.await(20, TimeUnit.SECONDS));
      assertNull(client.receive());
    }
  }
}
