package dev.secondunit.mcp.conformance;

import dev.secondunit.mcp.Changes;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServedPrompt;
import dev.secondunit.mcp.ServedResource;
import dev.secondunit.mcp.ServedTool;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.modern.RequestStateSeal;
import dev.secondunit.mcp.skills.SkillsExtension;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A server that has what the suite asks for, by the names the suite uses. */
public final class Fixtures {
  /** One red pixel. */
  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

  /** An empty recording. */
  static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

  private Fixtures() {}

  public static ServerDefinition server(String version) {
    ServedTool.Handler nothing = (params, exchange) -> Json.object();
    ObjectNode olderCapabilities = Json.object();
    olderCapabilities.putObject("logging");
    olderCapabilities.putObject("resources").put("subscribe", true);
    SkillsExtension skills = new SkillsExtension();
    FixtureTasks tasks = new FixtureTasks(Clock.systemUTC());
    return new ServerDefinition(
        new ServerDefinition.Identity(
            "second-unit-conformance",
            "Second Unit conformance fixtures",
            version,
            "Fixtures for the official conformance suite."),
        new ServerDefinition.Offer(
            tools(tasks),
            resources(skills),
            prompts(),
            (reference, argument, begun, caller) -> List.of(begun + "-first", begun + "-second")),
        new ServerDefinition.Older(
            Map.of(
                "logging/setLevel", nothing,
                "resources/subscribe", nothing,
                "resources/unsubscribe", nothing),
            olderCapabilities),
        new ServerDefinition.Extensions(tasks, List.of(skills.served())),
        Changes.NONE);
  }

  private static List<ServedTool> tools(FixtureTasks tasks) {
    List<ServedTool> tools =
        new ArrayList<>(
            FixtureTools.all(new RequestStateSeal(Clock.systemUTC(), new SecureRandom())));
    tools.addAll(new TaskFixtures(tasks).tools());
    return tools;
  }

  private static List<ServedResource> resources(SkillsExtension skills) {
    return List.of(
        resource("test://static-text", "text/plain", "text", "The words of the static resource."),
        resource("test://static-binary", "image/png", "blob", PNG),
        resource("test://watched-resource", "text/plain", "text", "What is being watched."),
        resource("test://example-resource", "text/plain", "text", "An example."),
        template(),
        skills.files());
  }

  private static ServedResource resource(String uri, String type, String kind, String content) {
    ObjectNode listing = Json.object().put("uri", uri).put("name", uri.substring(7));
    listing.put("description", "A fixture.").put("mimeType", type);
    return new ServedResource(listing, (asked, exchange) -> contents(asked, type, kind, content));
  }

  private static ServedResource template() {
    ObjectNode listing =
        Json.object().put("uriTemplate", "test://template/{id}/data").put("name", "template");
    listing.put("description", "A fixture.").put("mimeType", "application/json");
    return new ServedResource(
        listing,
        (uri, exchange) -> {
          if (!uri.matches("test://template/[^/]+/data")) {
            return null;
          }
          String id = uri.split("/")[3];
          ObjectNode data = Json.object().put("id", id).put("templateTest", true);
          data.put("data", "Data for ID: " + id);
          return contents(uri, "application/json", "text", data.toString());
        });
  }

  static ArrayNode contents(String uri, String type, String kind, String content) {
    ArrayNode contents = Json.MAPPER.createArrayNode();
    contents.addObject().put("uri", uri).put("mimeType", type).put(kind, content);
    return contents;
  }

  private static List<ServedPrompt> prompts() {
    return List.of(
        prompt("test_simple_prompt", arguments -> List.of(text("This is a simple prompt."))),
        prompt(
            "test_prompt_with_arguments",
            arguments ->
                List.of(
                    text(
                        "Prompt with arguments: arg1='"
                            + arguments.path("arg1").asString("")
                            + "', arg2='"
                            + arguments.path("arg2").asString("")
                            + "'")),
            "arg1",
            "arg2"),
        prompt(
            "test_prompt_with_embedded_resource",
            arguments ->
                List.of(
                    embedded(
                        arguments.path("resourceUri").asString(""),
                        "text/plain",
                        "What stands in the resource."),
                    text("Please read the resource above.")),
            "resourceUri"),
        prompt(
            "test_prompt_with_image",
            arguments -> List.of(image(), text("Please look at the picture above."))),
        InputRequiredFixtures.prompt());
  }

  private interface Messages {
    List<ObjectNode> of(ObjectNode arguments);
  }

  private static ServedPrompt prompt(String name, Messages messages, String... arguments) {
    return new ServedPrompt(
        promptListing(name, arguments),
        (params, exchange) -> promptResult(messages.of((ObjectNode) params.get("arguments"))));
  }

  static ObjectNode promptListing(String name, String... arguments) {
    ObjectNode listing = Json.object().put("name", name).put("description", "A fixture.");
    ArrayNode list = listing.putArray("arguments");
    for (String argument : arguments) {
      list.addObject().put("name", argument).put("description", "Any.").put("required", true);
    }
    return listing;
  }

  static ObjectNode promptResult(List<ObjectNode> contents) {
    ObjectNode result = Json.object();
    ArrayNode list = result.putArray("messages");
    contents.forEach(content -> list.addObject().put("role", "user").set("content", content));
    return result;
  }

  static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text);
  }

  static ObjectNode image() {
    return Json.object().put("type", "image").put("data", PNG).put("mimeType", "image/png");
  }

  static ObjectNode audio() {
    return Json.object().put("type", "audio").put("data", WAV).put("mimeType", "audio/wav");
  }

  static ObjectNode embedded(String uri, String type, String text) {
    ObjectNode content = Json.object().put("type", "resource");
    content.putObject("resource").put("uri", uri).put("mimeType", type).put("text", text);
    return content;
  }
}
