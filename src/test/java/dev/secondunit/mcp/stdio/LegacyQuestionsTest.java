package dev.secondunit.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.conformance.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** In the revisions that begin with initialize a tool asks the client while it runs. */
@Timeout(60)
class LegacyQuestionsTest {
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
          + "{\"name\":\"test_elicitation\",\"arguments\":{\"message\":\"Which take?\"}}}";

  @Test
  void elicitation_goesToTheClient_andItsAnswerToTheTool() throws Exception {
    try (StdioClient client = new StdioClient(Fixtures.server("test"))) {
      initialize(client, "{\"elicitation\":{}}");
      client.send(CALL);

      ObjectNode question = client.receive();
      assertEquals("elicitation/create", question.path("method").asString(""));
      assertEquals("Which take?", question.at("/params/message").asString(""));
      assertEquals("form", question.at("/params/mode").asString(""));
      assertEquals(
          "string", question.at("/params/requestedSchema/properties/response/type").asString(""));

      client.send(
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + question.get("id")
              + ",\"result\":{\"action\":\"accept\",\"content\":{\"response\":\"the third\"}}}");
      ObjectNode answer = client.receive();
      assertEquals(1, answer.path("id").asInt());
      assertTrue(
          answer.at("/result/content/0/text").asString("").contains("the third"), answer::toString);
    }
  }

  @Test
  void elicitation_ofAClientThatDidNotOfferIt_isAnError() throws Exception {
    try (StdioClient client = new StdioClient(Fixtures.server("test"))) {
      initialize(client, "{}");
      client.send(CALL);

      ObjectNode answer = client.receive();
      assertEquals(1, answer.path("id").asInt());
      assertTrue(
          answer.at("/error/message").asString("").contains("elicitation"), answer::toString);
    }
  }

  private static void initialize(StdioClient client, String capabilities) throws Exception {
    client.send(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-11-25\",\"capabilities\":"
            + capabilities
            + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
    client.receive();
    client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  }
}
