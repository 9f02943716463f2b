package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.Settlement;
import dev.secondunit.tool.Agent;
import dev.secondunit.tool.ToolResult;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is said of jobs that were stopped, of money that was not spent, and of nothing done. */
class StoppedAndRetriedJobsTest {
  @TempDir Path folder;
  private Wiring wiring;

  @BeforeEach
  void open() {
    Map<String, String> environment =
        Map.of("SECOND_UNIT_HOME", folder.resolve("home").toString(), "XAI_API_KEY", "never sent");
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), false);
  }

  @AfterEach
  void close() {
    wiring.close();
  }

  @ParameterizedTest
  @CsvSource({"previz,false", "previz,true", "grok,false"})
  void stoppedAndUnbilled_saysSoWhenItIsToBeRunAgain(String backend, boolean begun)
      throws Exception {
    String id = queued(backend);
    if (begun) {
      running(id);
      end(id);
    } else {
      call("cancel_jobs", one(id));
    }

    JsonNode told = call("retry_jobs", one(id)).data().at("/jobs/0");

    assertEquals("no", told.at("/error/charged").asString(), told.toString());
    assertTrue(told.at("/error/hint").asString().contains("generate_media"), told.toString());
    assertTrue(told.at("/error/message").asString().contains("it was stopped"));
    assertTrue(told.at("/cost/actual_usd").isNumber(), told.toString());
    assertEquals(0.0, told.at("/cost/actual_usd").asDouble());
  }

  @Test
  void retry_ofABatchWithoutAFailure_saysThatNothingWasRunAgain() throws Exception {
    JsonNode batch =
        call(
                "generate_media",
                "{'mode':'image','backend_type':'previz','prompt':'a gate','takes':2,"
                    + "'background':true}")
            .data();
    String id = batch.path("batch_id").asString();
    call("cancel_jobs", "{'batch_id':'" + id + "'}");

    JsonNode answer = call("retry_jobs", "{'batch_id':'" + id + "'}").data();

    assertEquals(0, answer.path("jobs").size());
    String warning = answer.at("/warnings/0").asString();
    assertTrue(warning.contains("nothing was run again"), answer.toString());
    assertTrue(warning.contains("2 cancelled"), warning);
  }

  @Test
  void unknownBatchBesideKnownJobs_isNamed_andAKnownOneIsWaitedForToo() throws Exception {
    String id = queued("previz");
    String stopped = one(id).replace("}", ",'batch_id':'batch_nope'");
    call("cancel_jobs", one(id));
    JsonNode batch =
        call(
                "generate_media",
                "{'mode':'image','backend_type':'previz','prompt':'a gate','takes':2,"
                    + "'background':true}")
            .data();
    String known = one(id).replace("}", ",'batch_id':'" + batch.path("batch_id").asString() + "'");

    for (String tool : new String[] {"wait_for_jobs", "get_jobs", "cancel_jobs", "retry_jobs"}) {
      String wait = tool.equals("wait_for_jobs") ? ",'wait_seconds':0}" : "}";
      JsonNode answer = call(tool, stopped + wait).data();
      assertEquals("[\"batch_nope\"]", answer.path("unknown_job_ids").toString(), tool + answer);
    }
    JsonNode both = call("wait_for_jobs", known + ",'wait_seconds':0}").data();
    assertEquals(2, both.path("open").asInt(), both.toString());
    JsonNode cancelled = call("cancel_jobs", known + "}").data();
    assertEquals(1, cancelled.path("jobs").size(), "only the jobs that were named are stopped");
  }

  @Test
  void textOfAJobThatGoesOn_saysWhatHoldsItUp_andThatItIsToStop() throws Exception {
    String id = queued("grok");
    JobStore jobs = wiring.services().jobs();
    running(id);
    jobs.change(
            JobChange.of(jobs.find(id).orElseThrow(), JobState.RUNNING)
                .progress(1.0, "fetching again: grok answered 404"))
        .orElseThrow();
    jobs.requestCancel(id);

    ToolResult answer = call("get_jobs", one(id));

    JsonNode row = JsonMapper.shared().readTree(answer.words()).at("/jobs/0");
    assertEquals("fetching again: grok answered 404", row.path("message").asString());
    assertTrue(row.path("cancel_requested").asBoolean(), row.toString());
    assertFalse(row.has("next_look_seconds"), "it stands beside the rows");
  }

  private String queued(String backend) throws Exception {
    return call(
            "generate_media",
            "{'mode':'image','backend_type':'" + backend + "','prompt':'a boat','background':true}")
        .data()
        .path("job_id")
        .asString();
  }

  private void running(String id) {
    JobStore jobs = wiring.services().jobs();
    Job queued = jobs.find(id).orElseThrow();
    Job sent = jobs.change(JobChange.of(queued, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    jobs.change(
            JobChange.of(sent, JobState.RUNNING)
                .vendorReference(JsonNodeFactory.instance.objectNode().put("id", "theirs")))
        .orElseThrow();
  }

  private void end(String id) {
    JobStore jobs = wiring.services().jobs();
    jobs.change(
            JobChange.of(jobs.find(id).orElseThrow(), JobState.CANCELLED)
                .settle(Settlement.RELEASE))
        .orElseThrow();
  }

  private static String one(String id) {
    return "{'job_ids':['" + id + "']}";
  }

  private ToolResult call(String tool, String arguments) throws Exception {
    return new Agent(wiring.tools()).call(tool, arguments);
  }
}
