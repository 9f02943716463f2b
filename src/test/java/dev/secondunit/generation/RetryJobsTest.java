package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.tool.Agent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code retry_jobs} on jobs whose answer was lost, as the program is put together. Nobody works,
 * so nothing leaves this machine.
 */
class RetryJobsTest {
  @TempDir Path folder;
  private Wiring wiring;

  @BeforeEach
  void open() {
    wiring =
        new Wiring(
            new Settings(
                Map.of(
                    "SECOND_UNIT_HOME", folder.toString(),
                    "XAI_API_KEY", "never sent",
                    "OPENAI_API_KEY", "never sent",
                    "OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
                folder),
            Clock.systemUTC(),
            false);
  }

  @AfterEach
  void close() {
    wiring.close();
  }

  private JsonNode call(String tool, String arguments) throws Exception {
    return new Agent(wiring.tools()).data(tool, arguments);
  }

  private Job unknown(String backend, String model) throws Exception {
    String id =
        call(
                "generate_media",
                "{'mode':'video','prompt':'a paper boat','duration':4,'background':true,"
                    + "'backend_type':'"
                    + backend
                    + "','model':'"
                    + model
                    + "'}")
            .path("job_id")
            .asString();
    JobStore jobs = wiring.services().jobs();
    Job sent =
        jobs.change(JobChange.of(jobs.find(id).orElseThrow(), JobState.SUBMITTING).beginAttempt())
            .orElseThrow();
    return jobs.change(JobChange.of(sent, JobState.SUBMIT_UNKNOWN)).orElseThrow();
  }

  private JsonNode retried(Job job) throws Exception {
    return call("retry_jobs", "{'job_ids':['" + job.id() + "']}").at("/jobs/0");
  }

  @Test
  void answerNotedHere_goesOnWithIt() throws Exception {
    Job job = unknown("grok", "grok-imagine-video");
    new AnswerNotes(new ScratchFolders(folder.resolve("scratch")))
        .write(job.id(), job.attempt(), accepted());

    JsonNode answer = retried(job);

    assertEquals("running", answer.path("status").asString(), answer.toString());
    assertEquals(1, wiring.services().jobs().find(job.id()).orElseThrow().attempt());
  }

  @Test
  void vendorWithAList_isLookedForBeforeTheWordIsAskedFor() throws Exception {
    JsonNode answer = retried(unknown("openai", "sora-2"));

    assertEquals("submitting", answer.path("status").asString(), answer.toString());
    assertEquals("looking for it in the records of openai", answer.path("message").asString());
  }

  @Test
  void nobodyCanTell_needsTheWord() throws Exception {
    JsonNode answer = retried(unknown("grok", "grok-imagine-video"));

    assertEquals("illegal_state", answer.at("/error/code").asString(), answer.toString());
    assertEquals(
        "accept_possible_double_charge", answer.at("/error/field").asString(), answer.toString());
  }
}
