package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.tool.Agent;
import dev.secondunit.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What waiting costs an agent's context. Nobody works on these jobs unless a test says so. */
@Timeout(300)
class JobOverviewTest {
  private static final String PROMPT =
      "Wide shot of the harbour at dawn, fishermen prepare their boats while gulls circle above,"
          + " slow pan right, 35mm documentary, soft warm light, muted colours, light wind, bell. ";

  @TempDir Path folder;
  private Wiring wiring;

  @BeforeEach
  void open() {
    wiring = wiring(false);
  }

  @AfterEach
  void close() {
    wiring.close();
  }

  private Wiring wiring(boolean working) {
    return new Wiring(
        new Settings(Map.of("SECOND_UNIT_HOME", folder.resolve("home").toString()), folder),
        Clock.systemUTC(),
        working);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 50})
  void waiting_unfinishedShots_costsARowEach(int shots) throws Exception {
    ToolResult accepted = call("generate_media", batch(shots));
    String ids = "{'batch_id':'" + accepted.data().get("batch_id").stringValue() + "'";

    ToolResult waited = call("wait_for_jobs", ids + ",'wait_seconds':0}");
    ToolResult got = call("get_jobs", ids + "}");
    ToolResult listed = call("get_jobs", "{'limit':" + shots + "}");

    assertEquals(shots, waited.data().get("open").intValue());
    for (ToolResult answer : List.of(waited, got, listed)) {
      assertEquals(shots, answer.data().get("jobs").size());
      for (JsonNode row : answer.data().get("jobs")) {
        assertEquals(
            Set.of("ok", "job_id", "name", "status", "next_look_seconds"),
            Set.copyOf(row.propertyNames()));
        assertTrue(row.get("next_look_seconds").longValue() >= 1, row.toString());
      }
      assertTrue(bytes(answer.data().toString()) < 200 + 130 * shots, answer.data().toString());
      assertTrue(bytes(answer.words()) < 150 + 80 * shots, answer.words());
      JsonNode brief = JsonMapper.shared().readTree(answer.words());
      assertEquals(shots, brief.get("jobs").size());
      assertEquals(
          Set.of("job_id", "name", "status"), Set.copyOf(brief.at("/jobs/0").propertyNames()));
      assertEquals(1, brief.get("next_look_seconds").intValue());
    }
  }

  @Test
  void waiting_vendorThatSaysALot_costsARowAllTheSame() throws Exception {
    String id =
        call("generate_media", image("a gate", ",'background':true"))
            .data()
            .get("job_id")
            .stringValue();
    JobStore jobs = wiring.services().jobs();
    Job queued = jobs.find(id).orElseThrow();
    jobs.change(
            JobChange.of(queued, JobState.SUBMITTING)
                .beginAttempt()
                .progress(0.25, "waiting for a place ".repeat(50)))
        .orElseThrow();

    ToolResult waited = call("wait_for_jobs", "{'job_ids':['" + id + "'],'wait_seconds':0}");

    JsonNode row = waited.data().at("/jobs/0");
    assertEquals(25, row.get("progress_percent").intValue());
    assertTrue(row.get("message").stringValue().startsWith("waiting for a place waiting"));
    assertTrue(bytes(row.toString()) < 330, row.toString());
    assertTrue(bytes(waited.words()) < 230, waited.words());
  }

  @Test
  void accepted_batch_tellsWhatWasDecidedAndNotWhatWasSaid() throws Exception {
    JsonNode job = call("generate_media", batch(2)).data().get("jobs").get(0);

    assertEquals("360p", job.at("/effective/size").stringValue());
    assertTrue(job.has("cost"), job.toString());
    assertEquals("s0", job.get("name").stringValue());
    for (String left : List.of("requested", "next", "ignored", "adjustments", "warnings")) {
      assertFalse(job.has(left), job.toString());
    }
    assertFalse(job.get("effective").has("prompt"), job.toString());
  }

  @Test
  void finished_aloneIsWhole_amongOthersWithoutWhatWasAsked() throws Exception {
    wiring.close();
    wiring = wiring(true);
    String done = image("a red door");
    String other = image("a blue door");
    wiring.close();
    wiring = wiring(false);
    String open =
        call("generate_media", image("a gate", ",'background':true"))
            .data()
            .get("job_id")
            .stringValue();

    JsonNode whole = call("get_jobs", "{'job_ids':['" + done + "']}").data().at("/jobs/0");
    ToolResult both = call("get_jobs", "{'job_ids':['" + done + "','" + other + "']}");
    ToolResult mixed =
        call("wait_for_jobs", "{'job_ids':['" + done + "','" + open + "'],'wait_seconds':0}");

    assertTrue(new TreeSet<>(whole.propertyNames()).containsAll(Set.of("requested", "effective")));
    JsonNode row = both.data().at("/jobs/0");
    assertEquals("door", row.get("name").stringValue());
    assertFalse(row.has("requested") || row.has("effective") || row.has("ignored"), row.toString());
    assertEquals(whole.get("files"), row.get("files"));
    assertEquals(whole.get("cost"), row.get("cost"));
    assertNull(both.words(), "with nothing open the text is the data");
    assertEquals(row, mixed.data().at("/jobs/0"));
    String path = whole.at("/files/0/path").stringValue();
    JsonNode brief = JsonMapper.shared().readTree(mixed.words());
    assertFalse(brief.get("done").booleanValue());
    assertEquals("succeeded", brief.at("/jobs/0/status").stringValue());
    assertEquals(path, brief.at("/jobs/0/files/0/path").stringValue());
    assertEquals("queued", brief.at("/jobs/1/status").stringValue());
    assertFalse(mixed.words().contains("sha256"), mixed.words());
  }

  @Test
  void ids_ofAnotherKind_meanWhatTheirPrefixSays() throws Exception {
    wiring.close();
    wiring = wiring(true);
    JsonNode made = made("a red door");
    String job = made.get("job_id").stringValue();
    String asset = made.at("/files/0/asset_id").stringValue();
    wiring.close();
    wiring = wiring(false);
    ObjectNode accepted = call("generate_media", batch(2)).data();
    String batch = accepted.get("batch_id").stringValue();

    for (String tool : List.of("get_jobs", "wait_for_jobs", "cancel_jobs", "retry_jobs")) {
      String wait = tool.equals("wait_for_jobs") ? ",'wait_seconds':0" : "";
      for (String selection :
          List.of(
              "'batch_id':'" + job + "'",
              "'batch_id':'" + asset + "'",
              "'job_ids':['" + asset + "']")) {
        JsonNode answer = call(tool, "{" + selection + wait + "}").data();
        assertEquals(job, answer.at("/jobs/0/job_id").stringValue(), tool + selection);
        assertFalse(answer.has("batch_id") || answer.has("unknown_job_ids"), answer.toString());
      }
    }
    JsonNode both =
        call("get_jobs", "{'job_ids':['" + batch + "','" + asset + "','job_none']}").data();
    assertEquals(3, both.get("jobs").size(), both.toString());
    assertEquals("[\"job_none\"]", both.get("unknown_job_ids").toString());
    JsonNode alone = call("get_jobs", "{'job_ids':['" + batch + "']}").data();
    assertEquals(batch, alone.get("batch_id").stringValue());
    assertEquals(2, alone.get("jobs").size());
  }

  private String image(String prompt) throws Exception {
    return made(prompt).get("job_id").stringValue();
  }

  private JsonNode made(String prompt) throws Exception {
    return new Agent(wiring.tools()).finished("generate_media", image(prompt, ""));
  }

  private static String image(String prompt, String more) {
    return "{'mode':'image','backend_type':'previz','name':'door','size':'360p','prompt':'"
        + prompt
        + "','wait_seconds':40"
        + more
        + "}";
  }

  private static String batch(int shots) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < shots; i++) {
      list.append(i == 0 ? "" : ",");
      list.append("{'name':'s" + i + "','prompt':'" + PROMPT + i + "','duration':1}");
    }
    return "{'mode':'video','backend_type':'previz','size':'360p','background':true,'shots':["
        + list
        + "]}";
  }

  private ToolResult call(String name, String arguments) throws Exception {
    return new Agent(wiring.tools()).call(name, arguments);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
