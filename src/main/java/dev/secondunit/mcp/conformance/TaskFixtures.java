package dev.secondunit.mcp.conformance;

import static dev.secondunit.mcp.conformance.Fixtures.text;

import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedTasks;
import dev.secondunit.mcp.ServedTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools that go on as tasks, each in the way the suite expects of its name. */
final class TaskFixtures {
  private static final double LONGEST_SECONDS = 120;

  private final FixtureTasks tasks;

  TaskFixtures(FixtureTasks tasks) {
    this.tasks = tasks;
  }

  List<ServedTool> tools() {
    return List.of(
        new ServedTool(
            FixtureTools.listing("greet", "{\"name\":{\"type\":\"string\"}}"),
            (params, exchange) ->
                FixtureTools.result(
                    text("Hello, " + params.at("/arguments/name").asString("you") + "!"))),
        new ServedTool(
            FixtureTools.listing(
                "slow_compute",
                "{\"seconds\":{\"type\":\"number\"},\"label\":{\"type\":\"string\"}}"),
            this::slowCompute),
        onlyAsTask(
            "failing_job",
            "{}",
            (params, exchange) ->
                tasks.completing(
                    1, FixtureTools.result(text("This job always fails.")).put("isError", true))),
        onlyAsTask("protocol_error_job", "{}", (params, exchange) -> tasks.failing(1)),
        onlyAsTask(
            "confirm_delete",
            "{\"filename\":{\"type\":\"string\"}}",
            (params, exchange) -> asking(Map.of("confirm", confirmation("Delete the file?")))),
        onlyAsTask(
            "multi_input",
            "{}",
            (params, exchange) -> {
              Map<String, ObjectNode> questions = new LinkedHashMap<>();
              questions.put("first", confirmation("The first?"));
              questions.put("second", confirmation("The second?"));
              return asking(questions);
            }),
        onlyAsTask("test_tool_with_task", "{}", this::firstAskThenGoOn));
  }

  private ServedTool onlyAsTask(String name, String properties, ServedTool.Handler handler) {
    return new ServedTool(
        FixtureTools.listing(name, properties),
        (params, exchange) -> {
          if (!ServedTasks.mayAnswer(exchange)) {
            throw ProtocolException.missingExtension(ServedTasks.EXTENSION);
          }
          return handler.call(params, exchange);
        });
  }

  private ObjectNode slowCompute(ObjectNode params, Exchange exchange) throws InterruptedException {
    double asked = params.at("/arguments/seconds").asDouble(0);
    double seconds = Math.max(0, Math.min(LONGEST_SECONDS, asked));
    ObjectNode result =
        FixtureTools.result(text("Computed " + params.at("/arguments/label").asString("it") + "."));
    if (ServedTasks.mayAnswer(exchange)) {
      return tasks.completing(seconds, result);
    }
    TimeUnit.MILLISECONDS.sleep(Math.round(seconds * 1_000));
    return result;
  }

  private ObjectNode firstAskThenGoOn(ObjectNode params, Exchange exchange) {
    JsonNode answer = params.path("inputResponses").path("user_name");
    if (answer.isMissingNode()) {
      return InputRequiredFixtures.ask(
          "user_name", InputRequiredFixtures.elicitation("Your name?"));
    }
    String name = answer.path("content").path("name").asString("you");
    return tasks.completing(0.2, FixtureTools.result(text("Done for " + name + ".")));
  }

  private ObjectNode asking(Map<String, ObjectNode> questions) {
    return tasks.asking(questions, answers -> FixtureTools.result(text("The answers: " + answers)));
  }

  private static ObjectNode confirmation(String message) {
    ObjectNode question = InputRequiredFixtures.elicitation(message);
    question
        .withObject("params")
        .set(
            "requestedSchema",
            FixtureTools.json(
                "{\"type\":\"object\",\"properties\":{\"confirm\":{\"type\":\"boolean\"}},"
                    + "\"required\":[\"confirm\"]}"));
    return question;
  }
}
