package dev.secondunit.mcp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the methods that all protocol revisions share. What differs between revisions (the
 * handshake, envelopes, extra fields of results) is added by whoever calls. Safe for many threads.
 */
public final class Methods {
  @FunctionalInterface
  private interface Handler {
    ObjectNode handle(ObjectNode params, Exchange exchange)
        throws ProtocolException, InterruptedException;
  }

  private final Map<String, Handler> handlers = new LinkedHashMap<>();
  private static final int MOST_PROPOSALS = 100;

  private final ServerDefinition server;
  private final Map<String, ServedTool> tools = new LinkedHashMap<>();
  private final Map<String, ServedPrompt> prompts = new LinkedHashMap<>();

  public Methods(ServerDefinition server) {
    this.server = server;
    for (ServedPrompt prompt : server.offer().prompts()) {
      prompts.put(prompt.name(), prompt);
    }
    for (ServedTool tool : server.offer().tools()) {
      tools.put(tool.name(), tool);
    }
    if (!tools.isEmpty()) {
      handlers.put("tools/list", (params, exchange) -> listTools(params));
      handlers.put("tools/call", this::callTool);
    }
    if (!server.offer().resources().isEmpty()) {
      handlers.put("resources/list", this::listResources);
      handlers.put(
          "resources/templates/list",
          (params, exchange) ->
              Pages.page(
                  "resourceTemplates",
                  server.offer().resources().stream()
                      .filter(ServedResource::isTemplate)
                      .map(ServedResource::listing)
                      .toList(),
                  params));
      handlers.put("resources/read", this::readResource);
    }
    if (!prompts.isEmpty()) {
      handlers.put(
          "prompts/list",
          (params, exchange) ->
              Pages.page(
                  "prompts",
                  server.offer().prompts().stream().map(ServedPrompt::listing).toList(),
                  params));
      handlers.put("prompts/get", this::getPrompt);
    }
    if (server.offer().completer() != null) {
      handlers.put("completion/complete", (params, exchange) -> complete(params, exchange));
    }
    for (ServedExtension extension : server.extensions().all()) {
      for (String method : extension.methods().keySet()) {
        ServedTool.Handler handler = extension.handler(method);
        handlers.put(method, handler::call);
      }
    }
  }

  /** The methods that clients of every revision may call. */
  public Set<String> names() {
    Set<String> names = new HashSet<>(handlers.keySet());
    server.extensions().all().stream()
        .filter(extension -> extension.audience() != ServedExtension.Audience.EVERYONE)
        .forEach(extension -> names.removeAll(extension.methods().keySet()));
    return names;
  }

  /**
   * Answers one request, on the calling thread.
   *
   * @return the result, to which the caller may add; parts of it may be shared
   */
  public ObjectNode call(String method, ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    Handler handler = handlers.get(method);
    if (handler == null) {
      throw new ProtocolException(ErrorCodes.METHOD_NOT_FOUND, "Method not found: " + method);
    }
    return handler.handle(params, exchange);
  }

  private ObjectNode listTools(ObjectNode params) throws ProtocolException {
    return Pages.page("tools", tools.values().stream().map(ServedTool::listing).toList(), params);
  }

  private ObjectNode callTool(ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    JsonNode name = params.path("name");
    if (!name.isString()) {
      throw ProtocolException.invalidParams("tools/call needs the \"name\" of a tool.");
    }
    ServedTool tool = tools.get(name.stringValue());
    if (tool == null) {
      throw ProtocolException.invalidParams(
          "Unknown tool: " + shortened(name.stringValue()) + ". The tools are " + tools.keySet());
    }
    JsonNode arguments = params.path("arguments");
    if (arguments.isMissingNode() || arguments.isNull()) {
      params.putObject("arguments");
    } else if (!arguments.isObject()) {
      throw ProtocolException.invalidParams("\"arguments\" of tools/call must be an object.");
    }
    checkAnswers(params, exchange);
    return tool.handler().call(params, exchange);
  }

  /** What stands for itself, and what templates stand for at present. */
  private ObjectNode listResources(ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    List<ObjectNode> listed = new ArrayList<>();
    for (ServedResource resource : server.offer().resources()) {
      if (resource.isTemplate()) {
        listed.addAll(resource.members().list(exchange));
      } else {
        listed.add(resource.listing());
      }
    }
    return Pages.page("resources", listed, params);
  }

  private ObjectNode readResource(ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    String uri = text(params.path("uri"), "resources/read needs the \"uri\" of a resource.");
    checkAnswers(params, exchange);
    for (ServedResource resource : server.offer().resources()) {
      if (!resource.isTemplate() && !uri.equals(resource.uri())) {
        continue;
      }
      ArrayNode contents = resource.reader().read(uri, exchange);
      if (contents != null) {
        ObjectNode result = Json.object();
        result.set("contents", contents);
        return result;
      }
    }
    throw new ProtocolException(
        ErrorCodes.RESOURCE_NOT_FOUND,
        "Resource not found: " + shortened(uri),
        Json.object().put("uri", shortened(uri)));
  }

  private ObjectNode getPrompt(ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    String name = text(params.path("name"), "prompts/get needs the \"name\" of a prompt.");
    ServedPrompt prompt = prompts.get(name);
    if (prompt == null) {
      throw ProtocolException.invalidParams(
          "Unknown prompt: " + shortened(name) + ". The prompts are " + prompts.keySet());
    }
    if (!params.path("arguments").isObject()) {
      params.putObject("arguments");
    }
    for (JsonNode argument : prompt.listing().path("arguments")) {
      String wanted = argument.path("name").asString("");
      if (argument.path("required").asBoolean(false) && !params.get("arguments").has(wanted)) {
        throw ProtocolException.invalidParams("The prompt " + name + " needs \"" + wanted + "\".");
      }
    }
    checkAnswers(params, exchange);
    return prompt.handler().get(params, exchange);
  }

  /** The answers to what an earlier result asked, in the revisions that ask through results. */
  private static void checkAnswers(ObjectNode params, Exchange exchange) throws ProtocolException {
    JsonNode answers = params.path("inputResponses");
    if (answers.isMissingNode() || !exchange.stateless()) {
      return;
    }
    if (!answers.isObject() || answers.valueStream().anyMatch(answer -> !answer.isObject())) {
      throw ProtocolException.invalidParams(
          "\"inputResponses\" must be an object that has an object for each answer.");
    }
  }

  private ObjectNode complete(ObjectNode params, Exchange exchange) throws ProtocolException {
    JsonNode reference = params.path("ref");
    String kind = reference.path("type").asString("");
    String key = kind.equals("ref/prompt") ? "name" : "uri";
    String referred = text(reference.path(key), "completion/complete needs a \"ref\".");
    String argument =
        text(params.path("argument").path("name"), "completion/complete needs an \"argument\".");
    List<String> proposals =
        server
            .offer()
            .completer()
            .complete(
                referred,
                argument,
                params.path("argument").path("value").asString(""),
                exchange.caller());
    ObjectNode result = Json.object();
    ObjectNode completion = result.putObject("completion");
    ArrayNode values = completion.putArray("values");
    proposals.stream().limit(MOST_PROPOSALS).forEach(values::add);
    completion.put("total", proposals.size());
    completion.put("hasMore", proposals.size() > MOST_PROPOSALS);
    return result;
  }

  private static String text(JsonNode json, String otherwise) throws ProtocolException {
    if (!json.isString()) {
      throw ProtocolException.invalidParams(otherwise);
    }
    return json.stringValue();
  }

  static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
