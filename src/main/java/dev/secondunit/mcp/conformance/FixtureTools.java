package dev.secondunit.mcp.conformance;

import static dev.secondunit.mcp.conformance.Fixtures.text;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedTool;
import dev.secondunit.mcp.modern.RequestStateSeal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools the suite calls. */
final class FixtureTools {
  private static final ObjectNode NO_ARGUMENTS = json("{\"type\":\"object\",\"properties\":{}}");

  private FixtureTools() {}

  static List<ServedTool> all(RequestStateSeal seal) {
    List<ServedTool> tools = new ArrayList<>();
    tools.add(tool("test_simple_text", text("This is a simple text response for testing.")));
    tools.add(tool("test_image_content", Fixtures.image()));
    tools.add(tool("test_audio_content", Fixtures.audio()));
    tools.add(
        tool(
            "test_embedded_resource",
            Fixtures.embedded(
                "test://embedded-resource", "text/plain", "This is an embedded resource.")));
    tools.add(
        tool(
            "test_multiple_content_types",
            text("Multiple content types test:"),
            Fixtures.image(),
            Fixtures.embedded(
                "test://mixed-content-resource", "application/json", "{\"value\":123}")));
    tools.add(
        new ServedTool(
            listing("test_error_handling"),
            (params, exchange) ->
                result(text("This tool intentionally returns an error for testing"))
                    .put("isError", true)));
    tools.add(new ServedTool(listing("test_tool_with_progress"), FixtureTools::progress));
    tools.add(new ServedTool(listing("test_tool_with_logging"), FixtureTools::logging));
    tools.add(new ServedTool(listing("test_logging_tool"), FixtureTools::logging));
    tools.add(new ServedTool(listing("test_missing_capability"), FixtureTools::needsSampling));
    tools.add(new ServedTool(listing("test_sampling"), FixtureTools::sampling));
    tools.add(
        asking(
            "test_elicitation",
            """
            {"type":"object","properties":{"response":{"type":"string","description":"Words"}},\
            "required":["response"]}"""));
    tools.add(
        asking(
            "test_elicitation_sep1034_defaults",
            """
            {"type":"object","properties":{"name":{"type":"string","default":"John Doe"},\
            "age":{"type":"integer","default":30},"score":{"type":"number","default":95.5},\
            "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},\
            "verified":{"type":"boolean","default":true}},"required":[]}"""));
    tools.add(
        asking(
            "test_elicitation_sep1330_enums",
            """
            {"type":"object","properties":{\
            "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},\
            "titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},\
            {"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},\
            "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],\
            "enumNames":["Option One","Option Two","Option Three"]},\
            "untitledMulti":{"type":"array","items":{"type":"string",\
            "enum":["option1","option2","option3"]}},\
            "titledMulti":{"type":"array","items":{"anyOf":[\
            {"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},\
            {"const":"value3","title":"Third Choice"}]}}},"required":[]}"""));
    tools.add(
        new ServedTool(
            listing(
                "test_header_tool",
                "{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}"),
            (params, exchange) -> result(text("ok"))));
    tools.add(new ServedTool(everyKeyword(), (params, exchange) -> result(text("ok"))));
    tools.addAll(InputRequiredFixtures.tools(seal));
    return tools;
  }

  /**
   * A schema that uses what older subsets of JSON Schema do not have, and must arrive unchanged.
   */
  private static ObjectNode everyKeyword() {
    ObjectNode listing = Json.object().put("name", "json_schema_2020_12_tool");
    listing.put("description", "Tool with JSON Schema 2020-12 features");
    listing.set(
        "inputSchema",
        json(
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",\
            "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":\
            {"street":{"type":"string"},"city":{"type":"string"}}}},\
            "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},\
            "contactMethod":{"type":"string","enum":["phone","email"]},\
            "phone":{"type":"string"},"email":{"type":"string"}},\
            "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],\
            "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},\
            "then":{"required":["phone"]},"else":{"required":["email"]},\
            "additionalProperties":false}"""));
    return listing;
  }

  private static ServedTool tool(String name, ObjectNode... contents) {
    return new ServedTool(listing(name), (params, exchange) -> result(contents));
  }

  static ObjectNode listing(String name) {
    ObjectNode listing = Json.object().put("name", name).put("description", "A fixture.");
    listing.set("inputSchema", NO_ARGUMENTS);
    return listing;
  }

  static ObjectNode listing(String name, String properties) {
    ObjectNode listing = Json.object().put("name", name).put("description", "A fixture.");
    listing.putObject("inputSchema").put("type", "object").set("properties", json(properties));
    return listing;
  }

  static ObjectNode result(ObjectNode... contents) {
    ObjectNode result = Json.object();
    ArrayNode list = result.putArray("content");
    for (ObjectNode content : contents) {
      list.add(content.deepCopy());
    }
    return result;
  }

  private static ObjectNode progress(ObjectNode params, Exchange exchange) {
    JsonNode token = params.path("_meta").path("progressToken");
    for (int percent = 0; percent <= 100 && !token.isMissingNode(); percent += 50) {
      ObjectNode report = Json.object();
      report.set("progressToken", token);
      report.put("progress", percent).put("total", 100);
      exchange.notify("notifications/progress", report.put("message", percent + " of 100"));
    }
    return result(text("Done with progress."));
  }

  private static ObjectNode logging(ObjectNode params, Exchange exchange) {
    for (String words : List.of("Tool started", "Tool at work", "Tool done")) {
      exchange.notify(
          "notifications/message", Json.object().put("level", "info").put("data", words));
    }
    return result(text("Done with logging."));
  }

  private static ObjectNode needsSampling(ObjectNode params, Exchange exchange)
      throws ProtocolException {
    if (!exchange.clientCapabilities().has("sampling")) {
      ObjectNode data = Json.object();
      data.putObject("requiredCapabilities").putObject("sampling");
      throw new ProtocolException(
          ErrorCodes.MISSING_CLIENT_CAPABILITY, "The client must declare sampling.", data);
    }
    return result(text("The client can sample."));
  }

  private static ObjectNode sampling(ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    ObjectNode question = Json.object().put("maxTokens", 100);
    question
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .set("content", text(params.at("/arguments/prompt").asString("Say something.")));
    ObjectNode answer = exchange.ask("sampling/createMessage", question);
    return result(text("LLM response: " + answer.at("/content/text").asString("")));
  }

  private static ServedTool asking(String name, String schema) {
    ObjectNode requested = json(schema);
    return new ServedTool(
        listing(name),
        (params, exchange) -> {
          ObjectNode question =
              Json.object()
                  .put("message", params.at("/arguments/message").asString("Please answer."));
          question.set("requestedSchema", requested.deepCopy());
          ObjectNode answer = exchange.ask("elicitation/create", question);
          return result(
              text(
                  "User response: action="
                      + answer.path("action").asString("")
                      + ", content="
                      + answer.path("content")));
        });
  }

  static ObjectNode json(String json) {
    return (ObjectNode) Json.MAPPER.readTree(json);
  }
}
