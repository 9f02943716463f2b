package dev.secondunit.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.VendorBench;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;

/** OpenAI's backend before a server of the test. */
abstract class OpenAiBench extends VendorBench {
  OpenAiBackend openai;

  @BeforeEach
  void connect() {
    openai = backend(Map.of("OPENAI_API_KEY", TestLayer.KEY, "OPENAI_BASE_URL", base()));
  }

  String base() {
    return server.uri("/v1").toString();
  }

  OpenAiBackend backend(Map<String, String> environment) {
    return new OpenAiBackend(settings(environment), layer.layer);
  }

  Shot video() throws IOException {
    return shots.video("sora-2", Operation.GENERATE);
  }

  BackendException failed(Shot shot) {
    return failed(openai, shot);
  }

  /** The parts of the last request as {@code name(file,type)=text}. */
  List<String> parts() {
    String type = server.last().headers().get("Content-Type");
    String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
    String[] pieces = server.last().text().split(Pattern.quote(boundary));
    assertEquals("--\r\n", pieces[pieces.length - 1]);
    return Arrays.stream(pieces, 1, pieces.length - 1).map(this::part).toList();
  }

  String part(String piece) {
    String head = piece.substring(0, piece.indexOf("\r\n\r\n"));
    String body = piece.substring(piece.indexOf("\r\n\r\n") + 4, piece.length() - 2);
    String name = head.replaceAll("(?s).*?name=\"([^\"]*)\".*", "$1");
    if (!head.contains("filename=")) {
      return name + "=" + body;
    }
    String file = head.replaceAll("(?s).*filename=\"([^\"]*)\".*", "$1");
    String type = head.replaceAll("(?s).*Content-Type: (\\S+).*", "$1");
    return name + "(" + file + "," + type + ")=" + body;
  }
}
