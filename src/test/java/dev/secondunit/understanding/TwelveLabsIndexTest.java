package dev.secondunit.understanding;

import static dev.secondunit.understanding.QuestionLife.manner;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.media.MediaInput;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.Vendor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Videos that TwelveLabs has in an index, asked about by today's model. */
class TwelveLabsIndexTest extends TwelveLabsBench {
  private static final String INDEX = "65e9a1b2c3d4e5f607182930";
  private static final String NOBODYS = "0123456789abcdef01234567";

  private MediaModel vendor;

  @BeforeEach
  void configureIndex() {
    vendor = REHEARSAL.twelveLabsWithIndex(INDEX, folder);
    life.talkingTo(vendor);
  }

  @Test
  void videoOfTheConfiguredIndex_isAskedAboutByItsAsset() throws Exception {
    Job job = over(accepted(indexed(), null));

    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertEquals("pegasus1.5", job.model());
    assertEquals(1, seen().createsReceived());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SERVER_ERROR", "RATE_LIMITED", "LOST_REPLY"})
  void indexThatCannotBeAskedAtOnce_isAskedAgain_andTheQuestionOnce(Fault fault) throws Exception {
    String video = indexed();
    // More often than a read is repeated within one step.
    REHEARSAL
        .simulators()
        .strike(FaultRule.next(Vendor.TWELVELABS, Operation.FILE, fault).withTimes(6));

    Job job = over(streamed(video));

    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertEquals(1, seen().createsReceived());
  }

  @Test
  void questionWhoseAnswerWasLost_isSentAgainUnderItsKey() throws Exception {
    String video = indexed();
    strike(Operation.CREATE, Fault.LOST_REPLY);

    Job job = over(accepted(video, null));

    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertEquals(2, seen().createsReceived());
    assertEquals(1, seen().createsAccepted());
  }

  @Test
  void videoThatTheIndexDoesNotHave_isToldAndNothingIsAsked() throws Exception {
    Job job = over(accepted(NOBODYS, null));

    assertEquals(JobState.FAILED, job.state());
    assertEquals(ErrorCode.UNKNOWN_ID, job.failure().code());
    assertEquals(0, seen().createsReceived());
    assertEquals(1, seen().received(Operation.FILE));
  }

  @Test
  void withoutAnIndex_todaysModelTakesNoVideoId() {
    life.talkingTo(REHEARSAL.mediaModel(Dialect.TWELVELABS, folder));

    Failure failure =
        assertThrows(FailureException.class, () -> accepted(NOBODYS, "pegasus1.5")).failure();

    assertEquals(ErrorCode.UNSUPPORTED_PARAMETER, failure.code());
    assertTrue(failure.hint().contains("TWELVELABS_INDEX_ID"), failure.hint());
  }

  private Job accepted(String video, String model) throws Exception {
    return accepted(video, model, false);
  }

  /** As a stream, which nothing protects against doubles once it is asked for. */
  private Job streamed(String video) throws Exception {
    return accepted(video, null, true);
  }

  private Job accepted(String video, String model, boolean stream) throws Exception {
    return life.accept(
            new AnalysisRequest(
                "analyze_video",
                List.of(),
                "what is seen",
                manner(null, stream, NO_OPTIONS.deepCopy().put("video_id", video)),
                "twelvelabs",
                model,
                null,
                false,
                null))
        .job();
  }

  /** Brings the film there and puts it into the index, as its owner did before. */
  private String indexed() throws Exception {
    String asset =
        vendor
            .upload(new MediaInput("film.mp4", video, REHEARSAL.measure(video)))
            .reference()
            .get("asset_id");
    goOn();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    REHEARSAL.simulators().baseUrl(Dialect.TWELVELABS)
                        + "/indexes/"
                        + INDEX
                        + "/indexed-assets"))
            .header("x-api-key", "owner")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"asset_id\":\"" + asset + "\"}"))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return JsonMapper.shared().readTree(answer.body()).path("_id").asString();
  }
}
