package dev.secondunit.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.mcp.conformance.Fixtures;
import dev.secondunit.tool.Caller;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MethodsTest {
  private static final Exchange LOCAL =
      new Exchange() {
        @Override
        public Caller caller() {
          return Caller.onThisMachine("test");
        }

        @Override
        public boolean stateless() {
          return true;
        }

        @Override
        public ObjectNode clientCapabilities() {
          return Json.object();
        }

        @Override
        public void notify(String method, ObjectNode params) {}

        @Override
        public ObjectNode ask(String method, ObjectNode params) {
          throw new AssertionError(method);
        }
      };

  private final Methods methods = new Methods(Fixtures.server("1"));

  @Test
  void readResource_byUriAndByTemplate() throws Exception {
    assertEquals(
        "test://static-text",
        call("resources/read", "{'uri':'test://static-text'}").at("/contents/0/uri").stringValue());
    assertEquals(
        "{\"id\":\"7\",\"templateTest\":true,\"data\":\"Data for ID: 7\"}",
        call("resources/read", "{'uri':'test://template/7/data'}")
            .at("/contents/0/text")
            .stringValue());
  }

  @Test
  void readResource_unknown_isAFaultAndNeverEmpty() {
    assertEquals(
        ErrorCodes.RESOURCE_NOT_FOUND, fault("resources/read", "{'uri':'test://no'}").code());
    assertEquals(ErrorCodes.INVALID_PARAMS, fault("resources/read", "{}").code());
  }

  @Test
  void listResources_keepsTemplatesApart() throws Exception {
    List<String> uris = new ArrayList<>();
    call("resources/list", "{}")
        .get("resources")
        .forEach(resource -> uris.add(resource.path("uri").asString("")));

    assertEquals(4, uris.stream().filter(uri -> uri.startsWith("test://")).count());
    assertEquals(
        5,
        uris.stream().filter(uri -> uri.startsWith("skill://")).count(),
        "members of a template");
    assertEquals(9, uris.size());
    assertEquals(2, call("resources/templates/list", "{}").get("resourceTemplates").size());
  }

  @Test
  void getPrompt_missingArgument_isAFaultThatNamesIt() {
    ProtocolException fault =
        fault("prompts/get", "{'name':'test_prompt_with_arguments','arguments':{'arg1':'a'}}");

    assertEquals("The prompt test_prompt_with_arguments needs \"arg2\".", fault.getMessage());
  }

  @Test
  void complete_proposesAtMostOneHundred() throws Exception {
    ServerDefinition server =
        new ServerDefinition("s", "S", "1", "", List.of())
            .with(
                List.of(), List.of(), (reference, argument, begun, caller) -> many(caller.owner()));
    ObjectNode asked =
        json("{'ref':{'type':'ref/prompt','name':'p'},'argument':{'name':'a','value':'x'}}");
    ObjectNode result = new Methods(server).call("completion/complete", asked, LOCAL);

    assertEquals("local0", result.at("/completion/values/0").stringValue());
    assertEquals(100, result.at("/completion/values").size());
    assertEquals(150, result.at("/completion/total").intValue());
    assertEquals(true, result.at("/completion/hasMore").booleanValue());
  }

  @Test
  void cursor_notOurs_isAFault() {
    for (String cursor : List.of("x", "YXQ6MQ", "YXQ6LTE", "")) {
      assertEquals(
          ErrorCodes.INVALID_PARAMS, fault("tools/list", "{'cursor':'" + cursor + "'}").code());
    }
  }

  @Test
  void serverWithToolsOnly_hasNoOtherMethods() {
    ServerDefinition server = new ServerDefinition("s", "S", "1", "", List.of());

    assertFalse(new Methods(server).names().contains("resources/list"));
    assertEquals("{}", server.capabilities().toString());
  }

  private static List<String> many(String owner) {
    return java.util.stream.IntStream.range(0, 150).mapToObj(each -> owner + each).toList();
  }

  private ObjectNode call(String method, String params) throws Exception {
    return methods.call(method, json(params), null);
  }

  private ProtocolException fault(String method, String params) {
    return assertThrows(ProtocolException.class, () -> call(method, params));
  }

  private static ObjectNode json(String json) {
    return (ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"'));
  }
}
