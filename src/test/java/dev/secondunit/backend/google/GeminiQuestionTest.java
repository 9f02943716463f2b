package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class GeminiQuestionTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void json_partOfAnUploadedFilmBySchema_isSentAsDocumented() {
    MediaFacts facts =
        new MediaFacts(
            "video/mp4", 9_000_000, "a".repeat(64), 64, 36, 90.0, 24.0, "h264", null, null, null);
    Medium film =
        new Medium(new MediaInput("film.mp4", Path.of("film.mp4"), facts), "cut", null, null)
            .uploaded(new Upload(Map.of("uri", "https://files/1", "file", "files/1"), null));
    Question question =
        new Question(
            "job_1",
            1,
            "m",
            List.of(film),
            List.of(),
            "Be honest.",
            "when?",
            (ObjectNode) MAPPER.readTree("{\"type\":\"object\"}"),
            null,
            512,
            40.0,
            80.5,
            false,
            (ObjectNode)
                MAPPER.readTree("{\"fps\":2,\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"}"));

    assertEquals(
        MAPPER.readTree(
            """
            {"systemInstruction":{"parts":[{"text":"Be honest."}]},
             "contents":[{"role":"user","parts":[
               {"text":"\\"cut\\":"},
               {"fileData":{"mimeType":"video/mp4","fileUri":"https://files/1"},
                "videoMetadata":{"startOffset":"40s","endOffset":"80.5s","fps":2}},
               {"text":"when?"}]}],
             "generationConfig":{"responseMimeType":"application/json",
               "responseJsonSchema":{"type":"object"},"maxOutputTokens":512,
               "mediaResolution":"MEDIA_RESOLUTION_LOW"}}
            """),
        MAPPER.readTree(GeminiQuestion.json(question).toString()));
  }

  @ParameterizedTest
  @CsvSource({"0.5,8", "15,8", "20,6", "60,2", "61,", "3600,"})
  void closer_shortFilms_areLookedAtMoreOften(double seconds, Double rate) {
    assertEquals(Optional.ofNullable(rate), GeminiQuestion.closer(seconds));
  }
}
