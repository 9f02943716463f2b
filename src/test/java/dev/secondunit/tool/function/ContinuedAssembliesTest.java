package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.tool.Agent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What was put together on this machine is gone on from like anything else made here. */
class ContinuedAssembliesTest {
  private static final String ON = "'prompt':'and on','wait_seconds':45,'duration':1";

  @TempDir Path folder;
  private Wiring wiring;

  @BeforeEach
  void open() {
    Map<String, String> environment =
        Map.of(
            "SECOND_UNIT_HOME",
            folder.resolve("home").toString(),
            "SECOND_UNIT_OUTPUT_DIR",
            folder.resolve("media").toString());
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), true);
  }

  @AfterEach
  void close() {
    wiring.close();
  }

  @Test
  void joinedClip_byItsJob_afterARestart_isExtendedFromOurFile() throws Exception {
    ObjectNode film = assembled("concat", "'a.mp4','b.mp4'");
    close();
    open();

    ObjectNode longer = on("continue_from", film.path("job_id").asString(), "");

    assertEquals("succeeded", longer.path("status").asString(), longer.toString());
    assertEquals("extend", longer.path("operation").asString());
    assertEquals("previz", longer.path("backend").asString());
    assertEquals(2.0, longer.at("/files/0/duration_seconds").asDouble(), 0.2, longer.toString());
    String made = longer.at("/files/0/asset_id").asString();
    String from = film.at("/files/0/asset_id").asString();
    assertEquals(List.of(from), wiring.services().assets().find(made).orElseThrow().parents());
    assertTrue(
        longer.path("warnings").toString().contains("was put together on this machine"),
        longer.path("warnings").toString());
  }

  @Test
  void convertedClip_byItsAsset_beginsANewOneOnItsLastFrame() throws Exception {
    ObjectNode film = assembled("convert", "'a.mp4'");

    ObjectNode next =
        on(
            "continue_from",
            film.at("/files/0/asset_id").asString(),
            ",'operation':'last_frame','backend_type':'previz'");

    assertEquals("succeeded", next.path("status").asString(), next.toString());
    assertEquals("last_frame", next.path("operation").asString());
    assertEquals(1.0, next.at("/files/0/duration_seconds").asDouble(), 0.2);
  }

  @Test
  void lastFrame_isTheFirstPictureOfANewClip_andCanBeEdited() throws Exception {
    String picture = assembled("last_frame", "'a.mp4'").path("job_id").asString();

    ObjectNode clip = on("continue_from", picture, "");
    ObjectNode same = on("generate_media", picture, ",'mode':'video'");
    ObjectNode edited = on("continue_from", picture, ",'operation':'edit'");

    assertEquals("succeeded", clip.path("status").asString(), clip.toString());
    assertEquals("video/mp4", clip.at("/files/0/media_type").asString(), clip.toString());
    assertEquals("succeeded", same.path("status").asString(), same.toString());
    assertEquals("video/mp4", same.at("/files/0/media_type").asString(), same.toString());
    assertEquals("image/png", edited.at("/files/0/media_type").asString(), edited.toString());
  }

  @Test
  void whatOnlyAVendorsCopyCanDo_isAnsweredWithWhatIsPossible() throws Exception {
    String film = assembled("convert", "'a.mp4'").path("job_id").asString();
    String picture = assembled("last_frame", "'a.mp4'").path("job_id").asString();

    Failure remix = refused(film, ",'operation':'remix','backend_type':'google','dry_run':true");
    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, remix.code(), remix.toString());

    Failure extend = refused(picture, ",'operation':'extend'");
    assertEquals(ErrorCode.UNSUPPORTED_OPERATION, extend.code(), extend.toString());
    assertEquals(List.of("edit", "last_frame"), extend.allowed());
    assertTrue(extend.hint().contains("\"operation\":\"edit\""), extend.hint());
  }

  private ObjectNode assembled(String operation, String inputs) throws Exception {
    TestMedia.video(folder.resolve("a.mp4"), 320, 180, 0.5);
    TestMedia.video(folder.resolve("b.mp4"), 320, 180, 0.5);
    ObjectNode film =
        new Agent(wiring.tools())
            .finished(
                "assemble_media", "{'operation':'" + operation + "','inputs':[" + inputs + "]}");
    assertEquals("succeeded", film.path("status").asString(), film.toString());
    return film;
  }

  private ObjectNode on(String tool, String source, String more) throws Exception {
    String field = tool.equals("continue_from") ? "source" : "continue_from";
    return new Agent(wiring.tools())
        .finished(tool, "{'" + field + "':'" + source + "'," + ON + more + "}");
  }

  private Failure refused(String source, String more) {
    return assertThrows(FailureException.class, () -> on("continue_from", source, more)).failure();
  }
}
