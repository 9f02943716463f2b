package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.tool.Agent;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ToolRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one owner made is unknown to every other, by whatever id, page or path it is asked for. Each
 * refusal is compared with the one for an id that never existed.
 */
@Timeout(300)
class OwnersTest {
  private static final String NOBODYS = "01hzzzzzzzzzzzzzzzzzzzzzzz";

  @TempDir Path folder;
  private Wiring wiring;
  private ToolRegistry tools;
  private final Caller alice = Caller.remote("principal:alice", "run/alice");
  private final Caller aliceAgain = Caller.remote("principal:alice", "another-session");
  private final Caller bob = Caller.remote("principal:bob", "run/bob");
  private final Caller person = Caller.onThisMachine("terminal");

  @BeforeEach
  void open() {
    wiring =
        new Wiring(
            new Settings(Map.of("SECOND_UNIT_HOME", folder.resolve("home").toString()), folder),
            Clock.systemUTC(),
            true);
    tools = wiring.tools();
  }

  @AfterEach
  void close() {
    wiring.close();
  }

  @Test
  void job_ofAnotherOwner_isAnUnknownId() throws Exception {
    ObjectNode made = image(alice, "a red door", "");
    String jobId = made.get("job_id").stringValue();
    String assetId = made.at("/files/0/uri").stringValue().substring("media://".length());
    String path = made.at("/files/0/path").stringValue();
    assertEquals("succeeded", made.get("status").stringValue());
    assertTrue(path.contains("principal-alice"), path);

    assertEquals(
        1, call(aliceAgain, "get_jobs", "{'job_ids':['" + jobId + "']}").at("/jobs").size());
    assertEquals(1, call(aliceAgain, "get_jobs", "{}").get("jobs").size());
    assertEquals(0, call(bob, "get_jobs", "{}").get("jobs").size());
    assertEquals(1, call(person, "get_jobs", "{}").get("jobs").size());

    for (String tool : List.of("get_jobs", "wait_for_jobs", "cancel_jobs", "retry_jobs")) {
      sameAsUnknown(tool, id -> "{'job_ids':['" + id + "']}", jobId, "job_" + NOBODYS);
    }
    sameAsUnknown(
        "continue_from",
        id -> "{'source':'" + id + "','prompt':'it opens','backend_type':'previz'}",
        jobId,
        "job_" + NOBODYS);
    sameAsUnknown(
        "continue_from",
        id -> "{'source':'" + id + "','prompt':'it opens','backend_type':'previz'}",
        assetId,
        "asset_" + NOBODYS);
    sameAsUnknown(
        "continue_from",
        id -> "{'source':'" + id + "','prompt':'it opens','backend_type':'previz'}",
        made.at("/continuation/id").stringValue(),
        made.at("/continuation/id").stringValue().replaceAll("_[^_]*$", "_" + NOBODYS));
    sameAsUnknown(
        "generate_media",
        id ->
            "{'prompt':'x','mode':'video','backend_type':'previz','input_images':['media://"
                + id
                + "']}",
        assetId,
        "asset_" + NOBODYS);

    ObjectNode mixed =
        call(
            bob,
            "get_jobs",
            "{'job_ids':['"
                + jobId
                + "','"
                + image(bob, "a blue door", "").get("job_id").stringValue()
                + "']}");
    assertEquals(1, mixed.get("jobs").size());
    assertEquals(jobId, mixed.at("/unknown_job_ids/0").stringValue());

    Failure byPath =
        refused(
            bob,
            "generate_media",
            "{'prompt':'x','mode':'video','backend_type':'previz','input_images':['"
                + path
                + "']}");
    assertEquals(ErrorCode.PATH_DENIED, byPath.code());
    assertFalse(byPath.message().contains("no file"), byPath.message());
    Failure intoTheirs =
        refused(
            bob,
            "generate_media",
            "{'prompt':'x','mode':'image','backend_type':'previz','output_dir':'"
                + Path.of(path).getParent()
                + "'}");
    assertEquals(ErrorCode.PATH_DENIED, intoTheirs.code());
    Files.writeString(folder.resolve("home/notes.txt"), "of the person");
    Failure ofThePerson =
        refused(
            bob,
            "generate_media",
            "{'prompt':'x','mode':'video','backend_type':'previz','input_images':['"
                + folder.resolve("home/notes.txt")
                + "']}");
    assertEquals(ErrorCode.PATH_DENIED, ofThePerson.code());

    assertEquals("image/png", media(aliceAgain, assetId).at("/contents/0/mimeType").stringValue());
    assertEquals("image/png", media(person, assetId).at("/contents/0/mimeType").stringValue());
    String unknown =
        assertThrows(ProtocolException.class, () -> media(bob, "asset_" + NOBODYS)).getMessage();
    String theirs = assertThrows(ProtocolException.class, () -> media(bob, assetId)).getMessage();
    assertEquals(unknown.replace("asset_" + NOBODYS, assetId), theirs);
    assertEquals(1, proposals(aliceAgain));
    assertEquals(1, proposals(bob), "only the one of their own");
    assertEquals(2, proposals(person));
  }

  @Test
  void batchAndRequestKey_ofAnotherOwner_areFree() throws Exception {
    ObjectNode hers =
        call(
            alice,
            "generate_media",
            "{'shots':[{'prompt':'one'},{'prompt':'two'}],'mode':'image','backend_type':'previz',"
                + "'wait_seconds':0,'request_key':'scene-1'}");
    sameAsUnknown(
        "get_jobs",
        id -> "{'batch_id':'" + id + "'}",
        hers.get("batch_id").stringValue(),
        "batch_" + NOBODYS);
    sameAsUnknown(
        "wait_for_jobs",
        id -> "{'batch_id':'" + id + "'}",
        hers.get("batch_id").stringValue(),
        "batch_" + NOBODYS);

    String first = image(alice, "a door", ",'request_key':'k'").get("job_id").stringValue();
    ObjectNode again = image(aliceAgain, "a door", ",'request_key':'k'");
    assertEquals(first, again.get("job_id").stringValue());
    assertTrue(again.get("deduplicated").booleanValue());
    ObjectNode his = image(bob, "another door", ",'request_key':'k'");
    assertNotEquals(first, his.get("job_id").stringValue());
  }

  private void sameAsUnknown(
      String tool, UnaryOperator<String> arguments, String theirs, String nobodys)
      throws Exception {
    Failure refused = refused(bob, tool, arguments.apply(theirs));
    Failure unknown = refused(bob, tool, arguments.apply(nobodys));

    assertEquals(ErrorCode.UNKNOWN_ID, refused.code(), tool);
    assertEquals(
        JsonMapper.shared().writeValueAsString(unknown).replace(nobodys, theirs),
        JsonMapper.shared().writeValueAsString(refused),
        tool);
  }

  private ObjectNode image(Caller caller, String prompt, String more) throws Exception {
    return new Agent(tools, caller)
        .finished(
            "generate_media",
            "{'prompt':'"
                + prompt
                + "','mode':'image','backend_type':'previz','wait_seconds':40"
                + more
                + "}");
  }

  private Failure refused(Caller caller, String tool, String arguments) {
    return assertThrows(FailureException.class, () -> call(caller, tool, arguments), tool)
        .failure();
  }

  private ObjectNode call(Caller caller, String name, String arguments) throws Exception {
    return new Agent(tools, caller).data(name, arguments);
  }

  private ObjectNode media(Caller caller, String assetId) throws Exception {
    return new Methods(wiring.definition())
        .call("resources/read", json("{'uri':'media://" + assetId + "'}"), exchange(caller));
  }

  private int proposals(Caller caller) throws Exception {
    return new Methods(wiring.definition())
        .call(
            "completion/complete",
            json(
                "{'ref':{'type':'ref/resource','uri':'media://{asset_id}'},"
                    + "'argument':{'name':'asset_id','value':''}}"),
            exchange(caller))
        .at("/completion/total")
        .intValue();
  }

  private static Exchange exchange(Caller caller) {
    return new Exchange() {
      @Override
      public Caller caller() {
        return caller;
      }

      @Override
      public boolean stateless() {
        return true;
      }

      @Override
      public ObjectNode clientCapabilities() {
        return json("{}");
      }

      @Override
      public void notify(String method, ObjectNode params) {}

      @Override
      public ObjectNode ask(String method, ObjectNode params) {
        throw new AssertionError(method);
      }
    };
  }

  private static ObjectNode json(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
  }
}
