package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.tool.Agent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * The same call again buys nothing and answers with what there is, through the tools and a real job
 * store. Nobody works, so jobs stay queued and nothing leaves this machine.
 */
class RepeatedCallsTest {
  private static final String CLIP =
      "'mode':'video','backend_type':'grok','model':'grok-imagine-video','size':'720p',"
          + "'duration':5,'background':true,";

  @TempDir Path folder;
  private Wiring wiring;

  @BeforeEach
  void open() {
    Map<String, String> environment =
        Map.of(
            "SECOND_UNIT_HOME",
            folder.resolve("home").toString(),
            "SECOND_UNIT_OUTPUT_DIR",
            folder.resolve("media").toString(),
            "XAI_API_KEY",
            "never sent");
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), false);
  }

  @AfterEach
  void close() {
    wiring.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'prompt':'a boat'",
        "'prompt':'a boat','request_key':'mine'",
        "'prompt':'a boat','takes':2",
        "'shots':[{'prompt':'a boat'},{'prompt':'a gull'}],'request_key':'mine'",
      })
  void repeated_whenTheFolderTakesNothingAnyMore_isTheJobThatExists(String shots) throws Exception {
    List<String> bought = ids(call("{" + CLIP + shots + "}"));
    folderTakesNothing();

    ObjectNode again = call("{" + CLIP + shots + "}");

    assertEquals(bought, ids(again));
    assertTrue(again.findValues("deduplicated").stream().allMatch(each -> each.asBoolean()));
    assertEquals(bought.size(), jobs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'prompt':'a boat'",
        "'prompt':'a boat','takes':2",
        "'shots':[{'prompt':'a boat'},{'prompt':'a gull'}]",
      })
  void dryRun_ofACallThatWasMade_namesTheJobsItWouldAnswerWith(String shots) throws Exception {
    ObjectNode before = call("{" + CLIP + shots + ",'dry_run':true}");
    assertEquals(List.of(), before.findValues("deduplicated"));
    List<String> bought = ids(call("{" + CLIP + shots + "}"));

    ObjectNode again = call("{" + CLIP + shots + ",'dry_run':true}");

    assertTrue(again.findValues("deduplicated").stream().allMatch(each -> each.asBoolean()));
    for (String id : bought) {
      assertTrue(again.findValues("warnings").toString().contains(id), again.toString());
    }
    assertEquals(bought.size(), jobs());
  }

  @Test
  void dryRun_ofMoreTakesThanWereBought_saysWhichAreThere() throws Exception {
    List<String> bought = ids(call("{" + CLIP + "'prompt':'a boat'}"));

    ObjectNode more = call("{" + CLIP + "'prompt':'a boat','takes':2,'dry_run':true}");

    assertEquals(false, more.at("/jobs/0/deduplicated").asBoolean(true));
    assertTrue(more.at("/jobs/0/warnings").toString().contains(bought.get(0)), more.toString());
  }

  @Test
  void another_whenTheFolderTakesNothing_isRefusedUnsent() throws Exception {
    String shots = "'shots':[{'prompt':'a boat'},{'prompt':'a gull'}],'takes':2";
    List<String> bought = ids(call("{" + CLIP + "'prompt':'a boat','takes':2}"));
    folderTakesNothing();

    ObjectNode batch = call("{" + CLIP + shots + "}");
    ObjectNode dry = call("{" + CLIP.replace("background", "dry_run") + shots + "}");

    assertEquals(bought.get(0), batch.at("/jobs/0/job_id").asString(), batch.toString());
    assertEquals(bought.get(1), batch.at("/jobs/1/job_id").asString());
    assertEquals("storage_failed", batch.at("/jobs/2/error/code").asString());
    assertEquals(2, batch.at("/jobs/2/position").asInt());
    assertEquals(3, batch.path("jobs").size(), "a refused shot has one place");
    assertEquals("storage_failed", dry.at("/jobs/1/error/code").asString(), dry.toString());
    for (String single : List.of("'prompt':'a pier'", "'prompt':'a boat','request_key':'mine'")) {
      FailureException refused =
          assertThrows(FailureException.class, () -> call("{" + CLIP + single + "}"));
      assertEquals(ErrorCode.STORAGE_FAILED, refused.failure().code());
    }
    assertEquals(2, jobs());
  }

  @Test
  void repeated_afterAShotBeforeThemWasRefused_buysOnlyThatOne() throws Exception {
    String batch =
        "{"
            + CLIP
            + "'takes':2,'request_key':'mine','shots':[{'prompt':'a boat','input_images':"
            + "['look.png']},{'prompt':'a gull'}]}";
    ObjectNode first = call(batch);
    assertEquals("refused", first.at("/jobs/0/status").asString(), first.toString());
    TestMedia.image(folder.resolve("look.png"), 640, 360);

    ObjectNode again = call(batch);

    assertEquals(ids(first).subList(1, 3), ids(again).subList(2, 4), again.toPrettyString());
    assertEquals(4, jobs());
  }

  /** Where it was, there is a file. */
  private void folderTakesNothing() throws Exception {
    Files.writeString(folder.resolve("media"), "a file, not a folder");
  }

  private ObjectNode call(String arguments) throws Exception {
    return new Agent(wiring.tools()).data("generate_media", arguments);
  }

  private static List<String> ids(ObjectNode answer) {
    return answer.has("jobs")
        ? answer.path("jobs").valueStream().map(job -> job.path("job_id").asString()).toList()
        : List.of(answer.path("job_id").asString());
  }

  private int jobs() {
    return wiring.services().jobs().list(Set.of(), null, 100).jobs().size();
  }
}
