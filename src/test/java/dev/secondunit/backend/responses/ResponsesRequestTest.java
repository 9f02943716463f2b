package dev.secondunit.backend.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Question.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ResponsesRequestTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void json_everything_isSentAsDocumented() {
    Question question =
        new Question(
            "job_1",
            1,
            "m",
            List.of(),
            List.of(new Turn(List.of(), "before?", "that")),
            "Be honest.",
            "and now?",
            (ObjectNode) MAPPER.readTree("{\"type\":\"string\"}"),
            0.5,
            100,
            null,
            null,
            true,
            (ObjectNode) MAPPER.readTree("{\"reasoning\":{\"effort\":\"low\"},\"store\":true}"));

    assertEquals(
        MAPPER.readTree(
            """
            {"model":"m","input":[
              {"role":"system","content":[{"type":"input_text","text":"Be honest."}]},
              {"role":"user","content":[{"type":"input_text","text":"before?"}]},
              {"role":"assistant","content":[{"type":"output_text","text":"that"}]},
              {"role":"user","content":[{"type":"input_text","text":"and now?"}]}],
             "text":{"format":{"type":"json_schema","name":"answer","strict":true,
                               "schema":{"type":"string"}}},
             "temperature":0.5,"max_output_tokens":100,"store":false,"stream":true,
             "reasoning":{"effort":"low"}}
            """),
        MAPPER.readTree(ResponsesRequest.json(question).toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"object\",\"properties\":{\"a\":{}},\"required\":[\"a\"],\"additionalProperties\":false}|true",
        "{\"type\":\"object\",\"properties\":{\"a\":{}},\"required\":[\"a\"]}|false",
        "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"a\"],\"additionalProperties\":false}|false",
        "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"a\":{}}}}|false",
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"object\"}]}|false",
        "{\"oneOf\":[{\"type\":\"string\"}]}|false",
        "{\"type\":\"array\",\"items\":{\"type\":\"number\"}}|true",
      })
  void strict_onlyWhereTheVendorCanHoldToIt(String schema, boolean strict) {
    assertEquals(strict, ResponsesRequest.strict(MAPPER.readTree(schema)));
  }
}
