package dev.secondunit.mcp.conformance;

import static dev.secondunit.mcp.conformance.Fixtures.text;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServedPrompt;
import dev.secondunit.mcp.ServedTool;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools and a prompt that need several rounds: they ask the client through their result. */
final class InputRequiredFixtures {

  private InputRequiredFixtures() {}

  static List<ServedTool> tools() {
    return List.of(
        once("test_input_required_result_elicitation", "user_name", elicitation("Your name?")),
        once("test_input_required_result_sampling", "capital_question", sampling()),
        once("test_input_required_result_list_roots", "client_roots", roots()));
  }

  static ServedPrompt prompt() {
    return new ServedPrompt(
        Fixtures.promptListing("test_input_required_result_prompt"),
        (params, exchange) -> {
          JsonNode answer = params.path("inputResponses").path("user_context");
          if (answer.isMissingNode()) {
            return ask("user_context", elicitation("What context should the prompt use?"));
          }
          return Fixtures.promptResult(List.of(text("With context: " + answer)));
        });
  }

  private static ServedTool once(String name, String key, ObjectNode question) {
    return new ServedTool(
        FixtureTools.listing(name),
        (params, exchange) -> {
          JsonNode answer = params.path("inputResponses").path(key);
          return answer.isMissingNode()
              ? ask(key, question)
              : FixtureTools.result(text("The answer: " + answer));
        });
  }

  private static ObjectNode ask(String key, ObjectNode question) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    result.putObject("inputRequests").set(key, question.deepCopy());
    return result;
  }

  private static ObjectNode elicitation(String message) {
    ObjectNode question = Json.object().put("method", "elicitation/create");
    ObjectNode params = question.putObject("params").put("mode", "form").put("message", message);
    params.set(
        "requestedSchema",
        FixtureTools.json(
            "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},"
                + "\"required\":[\"name\"]}"));
    return question;
  }

  private static ObjectNode sampling() {
    ObjectNode question = Json.object().put("method", "sampling/createMessage");
    ObjectNode params = question.putObject("params").put("maxTokens", 100);
    params
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .set("content", text("What is the capital of France?"));
    return question;
  }

  private static ObjectNode roots() {
    ObjectNode question = Json.object().put("method", "roots/list");
    question.putObject("params");
    return question;
  }
}
