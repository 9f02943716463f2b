package dev.secondunit.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LocalAnalysisTest {
  @TempDir Path folder;

  private final LocalAnalysis analysis = new LocalAnalysis(TestMedia.FFMPEG);

  @Test
  void analyze_withoutSchema_givesWordsAndMomentsWithEvidence() throws Exception {
    Analysis result = analysis.analyze(film(), null, null, null, folder.resolve("frames"));

    assertNull(result.data());
    assertEquals("local", result.model());
    assertEquals("stop", result.finishReason());
    assertTrue(result.text().contains("TWELVELABS_API_KEY"), result.text());
    assertTrue(result.text().contains("Shots: 3"), result.text());
    assertEquals(3, result.moments().stream().filter(m -> m.what().startsWith("shot")).count());
    for (Analysis.Moment moment : result.moments()) {
      assertTrue(Files.size(moment.evidenceFrame()) > 100);
    }
  }

  @Test
  void analyze_measurableSchema_isFilledAndFits() throws Exception {
    ObjectNode schema =
        schema(
            """
            {"type":"object","additionalProperties":false,
             "required":["duration_seconds","chapters","cuts"],
             "properties":{
               "duration_seconds":{"type":"number"},
               "hasAudio":{"type":"boolean"},
               "summary":{"type":"string"},
               "cuts":{"type":"array","items":{"type":"number"}},
               "chapters":{"type":"array","items":{"type":"object","required":["start","end"],
                 "properties":{"start":{"type":"number"},"end":{"type":"number"},
                   "title":{"type":"string"},"index":{"type":"integer"}}}}}}
            """);

    JsonNode data = analysis.analyze(film(), schema, null, null, folder).data();

    assertEquals(6, data.path("duration_seconds").doubleValue(), 0.01);
    assertEquals(3, data.path("chapters").size());
    assertEquals(2, data.path("chapters").path(1).path("start").doubleValue(), 0.05);
    assertEquals(4, data.path("chapters").path(1).path("end").doubleValue(), 0.05);
    assertEquals(2, data.path("chapters").path(1).path("index").intValue());
    assertEquals(2, data.path("cuts").size());
    assertEquals(false, data.path("hasAudio").booleanValue());
    assertTrue(data.path("summary").isMissingNode());
  }

  @Test
  void analyze_schemaForAModel_namesWhatAndWhichKeys() throws Exception {
    ObjectNode schema =
        schema(
            """
            {"type":"object","required":["duration","mood"],"properties":{
              "duration":{"type":"number"},"mood":{"type":"string"}}}
            """);
    MediaInput film = film();

    Failure failure =
        assertThrows(
                FailureException.class, () -> analysis.analyze(film, schema, null, null, folder))
            .failure();

    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, failure.code());
    assertEquals(
        "response_format asks for mood, which only a model can tell; none is set up.",
        failure.message());
    assertEquals(LocalAnalysis.MODEL_KEYS, failure.allowed());
  }

  @Test
  void analyze_schemaThatLeadsOutside_isRefused() throws Exception {
    ObjectNode schema =
        schema(
            """
            {"type":"object","properties":{"duration":{"type":"number"}},
             "allOf":[{"$ref":"http://127.0.0.1:9/schema.json"}]}
            """);
    MediaInput film = film();

    Failure failure =
        assertThrows(
                FailureException.class, () -> analysis.analyze(film, schema, null, null, folder))
            .failure();

    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertEquals("http://127.0.0.1:9/schema.json", failure.value());
  }

  @Test
  void analyze_partOutside_saysSo() throws Exception {
    MediaInput film = film();
    FailureException e =
        assertThrows(
            FailureException.class, () -> analysis.analyze(film, null, 10.0, null, folder));
    assertEquals("start_time", e.failure().field());
  }

  private MediaInput film() throws InterruptedException {
    Path file = folder.resolve("film.mp4");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(
                "testsrc2=s=160x90:r=24:d=2[a];smptehdbars=s=160x90:r=24:d=2[b];"
                    + "mandelbrot=s=160x90:r=24,trim=duration=2[c];[a][b][c]concat=n=3")
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    return new MediaInput("film.mp4", file, TestMedia.PROBE.measure(file));
  }

  private static ObjectNode schema(String json) {
    return (ObjectNode) JsonMapper.builder().build().readTree(json);
  }
}
