package dev.secondunit.backend.twelvelabs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Rehearsal;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.config.Settings;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.Vendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client against the simulator: a real video goes up, answers come back. */
class TwelveLabsRehearsalTest {
  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal();

  @TempDir Path folder;
  private TwelveLabsClient client;
  private MediaInput video;

  @BeforeEach
  void start() throws Exception {
    String base = REHEARSAL.simulators().baseUrl(Dialect.TWELVELABS).toString();
    Map<String, String> environment =
        Map.of("TWELVELABS_API_KEY", "planted", "TWELVELABS_BASE_URL", base);
    client = new TwelveLabsClient(new Settings(environment, folder), REHEARSAL.layer());
    Path file = folder.resolve("video.mp4");
    new Ffmpeg(new Settings(Map.of(), folder))
        .run(FfmpegCommand.create().generated("testsrc2=s=480x480:d=5:r=10").output(file));
    video = new MediaInput("video", file, REHEARSAL.measure(file));
  }

  @Test
  void task_isStartedAndAnswered() throws Exception {
    String task = client.start(request(uploaded(AssetUpload.LARGEST_DIRECT)), "job_1-1");

    assertInstanceOf(AnalyzeTask.Running.class, client.task(task));
    REHEARSAL.simulators().completeJobs();

    AnalyzeAnswer answer = assertInstanceOf(AnalyzeTask.Ready.class, client.task(task)).answer();
    assertFalse(answer.text().isBlank());
    assertFalse(answer.truncated());
  }

  @Test
  void task_lostReply_isTheSameTaskWhenAskedAgainUnderItsKey() throws Exception {
    AnalyzeRequest request = request(uploaded(AssetUpload.LARGEST_DIRECT));
    REHEARSAL
        .simulators()
        .strike(FaultRule.next(Vendor.TWELVELABS, Operation.CREATE, Fault.LOST_REPLY));

    assertThrows(BackendException.class, () -> client.start(request, "job_1-1"));
    client.start(request, "job_1-1");

    assertEquals(1, REHEARSAL.simulators().counters().of(Vendor.TWELVELABS).createsAccepted());
  }

  @Test
  void upload_inPieces_leaksNoKey() throws Exception {
    String asset = uploaded(1_000);

    assertEquals(Availability.READY, client.availability(asset));
    assertEquals(0, REHEARSAL.simulators().counters().of(Vendor.TWELVELABS).keysLeaked());
  }

  @Test
  void stream_isReadToItsEnd() throws Exception {
    StringBuilder pieces = new StringBuilder();

    AnalyzeAnswer answer =
        client.stream(request(uploaded(AssetUpload.LARGEST_DIRECT)), pieces::append);

    assertEquals(pieces.toString(), answer.text());
    assertFalse(answer.text().isBlank());
  }

  @Test
  void largeVideoWithAPublicAddress_isFetchedByTheVendor() throws Exception {
    TwelveLabsQuestions questions = new TwelveLabsQuestions(client, 1_000);
    MediaInput film = new MediaInput("https://example.org/film.mp4", video.path(), video.facts());

    Upload upload = questions.upload(film);
    REHEARSAL.simulators().advance(Duration.ofSeconds(1));

    assertEquals(Availability.READY, questions.availability(upload));
    assertEquals(video.facts().sha256(), upload.reference().get("fetched"));
  }

  @Test
  void addressThatTheVendorCannotFetch_isBroughtFromHere() throws Exception {
    TwelveLabsQuestions questions = new TwelveLabsQuestions(client, 1_000);
    Path named = Files.copy(video.path(), folder.resolve("[[fault:file_failed]].mp4"));
    MediaInput film = new MediaInput("https://example.org/film.mp4", named, video.facts());
    Upload fetched = questions.upload(film);
    REHEARSAL.simulators().advance(Duration.ofSeconds(1));
    assertEquals(Availability.GONE, questions.availability(fetched));

    Upload brought = questions.upload(film);

    assertEquals(Set.of("asset_id"), brought.reference().keySet());
  }

  @Test
  void addressWithASecret_isNeverGivenAway() throws Exception {
    TwelveLabsQuestions questions = new TwelveLabsQuestions(client, 1_000);
    MediaInput film = new MediaInput("https://example.org/film.mp4?…", video.path(), video.facts());

    assertEquals(Set.of("asset_id"), questions.upload(film).reference().keySet());
  }

  private String uploaded(long largestDirect) throws Exception {
    String asset = new AssetUpload(client.http(), largestDirect).upload(video);
    for (int look = 0; look < 20 && client.availability(asset) == Availability.PROCESSING; look++) {
      REHEARSAL.simulators().advance(Duration.ofSeconds(30));
    }
    return asset;
  }

  private static AnalyzeRequest request(String asset) {
    return new AnalyzeRequest(
        "pegasus1.5", asset, "what is seen", 0.2, null, 2048, null, null, TwelveLabsOptions.NONE);
  }
}
