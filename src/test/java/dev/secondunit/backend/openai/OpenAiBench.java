package dev.secondunit.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.config.Settings;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A backend before a server of the test, which answers what it is told to. */
abstract class OpenAiBench {
  @TempDir Path folder;
  Shots shots;
  FakeServer server;
  TestLayer layer;
  OpenAiBackend openai;

  @BeforeEach
  void start() throws IOException {
    shots = new Shots(folder);
    server = new FakeServer();
    layer = new TestLayer();
    openai = backend(Map.of("OPENAI_API_KEY", TestLayer.KEY, "OPENAI_BASE_URL", base()));
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  String base() {
    return server.uri("/v1").toString();
  }

  OpenAiBackend backend(Map<String, String> environment) {
    return new OpenAiBackend(new Settings(environment, folder), layer.layer);
  }

  Shot video() throws IOException {
    return shots.video("sora-2", Operation.GENERATE);
  }

  BackendException failed(Shot shot) {
    BackendException thrown = assertThrows(BackendException.class, () -> openai.submit(shot));
    SecretScan.clean(thrown, TestLayer.KEY, Shots.SECRET);
    return thrown;
  }

  void assertJson(String expected) {
    JsonMapper mapper = new JsonMapper();
    assertEquals(mapper.readTree(expected), server.last().json());
  }

  /** The parts of the last request as {@code name(file,type)=text}. */
  List<String> parts() {
    String type = server.last().headers().get("Content-Type");
    String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
    String[] pieces = server.last().text().split(java.util.regex.Pattern.quote(boundary));
    assertEquals("--\r\n", pieces[pieces.length - 1]);
    return java.util.Arrays.stream(pieces, 1, pieces.length - 1).map(this::part).toList();
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
