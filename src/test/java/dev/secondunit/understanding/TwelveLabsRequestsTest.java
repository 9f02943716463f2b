package dev.secondunit.understanding;

import static dev.secondunit.understanding.QuestionLife.json;
import static dev.secondunit.understanding.QuestionLife.manner;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Operation;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What TwelveLabs takes beside a prompt, and what is refused before anything leaves. */
class TwelveLabsRequestsTest extends TwelveLabsBench {
  @Test
  void segments_areAskedForAsATaskAndComeAsData() throws Exception {
    ObjectNode options =
        json("{'segment_definitions':[{'id':'turn','description':'it turns'}],'custom_id':'c-1'}");

    Job job = over(life.accept(video, "turns", manner(null, true, options)).job());

    ObjectNode report = AnalysisReport.of(job);
    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertTrue(report.path("data").isArray(), report.toString());
    assertEquals("stream", report.at("/ignored/0/field").asString());
    assertEquals(32_768, report.at("/effective/max_tokens").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'segment_definitions':[]} | vendor_options.segment_definitions",
        "{'custom_id':''} | vendor_options.custom_id",
        "{'fps':3} | vendor_options.fps",
        "{'min_segment_duration':3} | vendor_options.min_segment_duration",
        "{'media_sources':[{'name':'a'}]} | vendor_options.media_sources",
      })
  void option_thatTheVendorWouldRefuse_isRefusedBeforeAnythingLeaves(String options, String field) {
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> life.accept(video, "turns", manner(null, false, json(options))))
            .failure();

    assertEquals(field, failure.field(), failure.toString());
    assertEquals(0, seen().received(Operation.UPLOAD));
  }

  @Test
  void schema_thatTheVendorDoesNotTake_isRefusedBeforeAnythingLeaves() {
    Failure failure =
        assertThrows(
                FailureException.class,
                () ->
                    life.accept(
                        video,
                        "title",
                        QuestionLife.fitting(
                            "{'type':'object','properties':{'a':{'type':'string','maxLength':3}}}")))
            .failure();

    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertTrue(failure.message().contains("maxLength"), failure.message());
  }

  @ParameterizedTest
  @CsvSource({
    "0123456789abcdef01234567, what is seen, SUCCEEDED,",
    "marengo-6789abcdef012345, what is seen, FAILED, INDEX_NOT_SUPPORTED_FOR_GENERATE",
    "0123456789abcdef01234567, LONG, FAILED, TOKEN_LIMIT_EXCEEDED",
  })
  void indexedVideo_inTheOlderShape_isAnsweredAtOnceOrRefusedByName(
      String videoId, String prompt, JobState end, ErrorCode code) throws Exception {
    QuestionLife older =
        new QuestionLife(
            Files.createDirectory(folder.resolve("older")),
            REHEARSAL.mediaModel(Dialect.TWELVELABS_LEGACY, folder),
            REHEARSAL::measure);
    try (older) {
      ObjectNode options = NO_OPTIONS.deepCopy().put("video_id", videoId);
      AnalysisRequest request =
          new AnalysisRequest(
              "analyze_video",
              List.of(),
              prompt.equals("LONG") ? "word ".repeat(4_000) : prompt,
              manner(null, false, options),
              "twelvelabs",
              "pegasus1.2",
              null,
              false,
              null);
      Job job = older.accept(request).job();
      for (int step = 0; step < 20 && !job.state().terminal(); step++) {
        job = older.step(job);
      }

      assertEquals(end, job.state(), String.valueOf(job.failure()));
      assertEquals(code, job.failure() == null ? null : job.failure().code());
      assertEquals(1, seen().createsReceived());
    }
  }
}
