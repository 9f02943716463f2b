package dev.secondunit.mcp.conformance;

import static dev.secondunit.mcp.conformance.Fixtures.text;

import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServedPrompt;
import dev.secondunit.mcp.ServedTool;
import dev.secondunit.mcp.modern.RequestStateSeal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools and a prompt that need several rounds: they ask the client through their result. */
final class InputRequiredFixtures {
  private static final String CALL = "tools/call";

  private InputRequiredFixtures() {}

  static List<ServedTool> tools(RequestStateSeal seal) {
    return List.of(
        once("test_streaming_elicitation", "user_name", elicitation("Your name?")),
        rounds(
            "test_input_required_result_request_state",
            seal,
            Map.of("confirm", elicitation("Please confirm"))),
        rounds(
            "test_input_required_result_tampered_state",
            seal,
            Map.of("confirm", elicitation("Please confirm"))),
        rounds(
            "test_input_required_result_multiple_inputs",
            seal,
            Map.of(
                "user_name",
                elicitation("Your name?"),
                "greeting",
                sampling(),
                "client_roots",
                roots())),
        rounds(
            "test_input_required_result_multi_round",
            seal,
            Map.of("step1", elicitation("Step 1: your name?")),
            Map.of("step2", elicitation("Step 2: your favourite colour?"))),
        new ServedTool(
            FixtureTools.listing("test_input_required_result_capabilities"),
            InputRequiredFixtures::whatTheClientOffers),
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

  /** Asks each round's questions, and keeps the number of the round in the sealed state. */
  @SafeVarargs
  private static ServedTool rounds(
      String name, RequestStateSeal seal, Map<String, ObjectNode>... rounds) {
    return new ServedTool(
        FixtureTools.listing(name),
        (params, exchange) -> {
          JsonNode state = seal.open(CALL, params, exchange.caller().owner());
          int round = state == null ? 0 : state.path("round").asInt();
          boolean answered =
              state != null
                  && rounds[round].keySet().stream()
                      .allMatch(key -> params.path("inputResponses").path(key).isObject());
          int next = answered ? round + 1 : round;
          if (next == rounds.length) {
            return FixtureTools.result(text("state-ok"));
          }
          ObjectNode result = ask(rounds[next]);
          ObjectNode kept = Json.object().put("round", next);
          return result.put(
              "requestState", seal.seal(CALL, params, exchange.caller().owner(), kept));
        });
  }

  private static ObjectNode whatTheClientOffers(ObjectNode params, Exchange exchange) {
    Map<String, ObjectNode> questions = new HashMap<>();
    if (exchange.clientCapabilities().has("elicitation")) {
      questions.put("user_name", elicitation("Your name?"));
    }
    if (exchange.clientCapabilities().has("sampling")) {
      questions.put("greeting", sampling());
    }
    boolean answered = params.path("inputResponses").isObject();
    return answered || questions.isEmpty() ? FixtureTools.result(text("done")) : ask(questions);
  }

  private static ObjectNode ask(Map<String, ObjectNode> questions) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    ObjectNode requests = result.putObject("inputRequests");
    questions.forEach((key, question) -> requests.set(key, question.deepCopy()));
    return result;
  }

  static ObjectNode ask(String key, ObjectNode question) {
    return ask(Map.of(key, question));
  }

  static ObjectNode elicitation(String message) {
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
