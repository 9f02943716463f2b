package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes of error bodies that the vendors' documents and clients show. */
class ErrorBodyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"code\":\"invalid-argument\",\"error\":\"no\"} | invalid-argument | no | ",
        "{\"error\":{\"message\":\"no\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}} | c | no | ",
        "{\"error\":\"no\"} | ^^ | no | ",
        "{\"error\":{\"code\":429,\"message\":\"no\",\"status\":\"S\"}} | 429 | no | ",
        "{\"detail\":{\"code\":\"c\",\"message\":\"no\",\"param\":\"text\"}} | c | no | text",
        "{\"detail\":[{\"loc\":[\"body\",\"text\"],\"msg\":\"no\",\"input\":\"prompt\"}]} | ^^ | no | text",
        "{\"detail\":\"no\"} | ^^ | no | ",
        "{\"code\":\"c\",\"message\":\"no\",\"docs_url\":\"u\"} | c | no | ",
        "no | ^^ | no | ",
        "<html>secret</html> | ^^ | (a web page) | ",
        "[1] | ^^ | [1] | "
      })
  void everyShape_isRead(String text, String code, String message, String parameter) {
    ErrorBody body = ErrorBody.of(JsonReading.orNull(text), text);

    assertEquals(code, body.code());
    assertEquals(message, body.message());
    assertEquals(parameter, body.parameter());
  }
}
