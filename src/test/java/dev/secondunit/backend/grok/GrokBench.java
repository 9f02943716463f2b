package dev.secondunit.backend.grok;

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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A backend before a server of the test, which answers what it is told to. */
abstract class GrokBench {
  @TempDir Path folder;
  Shots shots;
  FakeServer server;
  TestLayer layer;
  GrokBackend grok;

  @BeforeEach
  void start() throws IOException {
    shots = new Shots(folder);
    server = new FakeServer();
    layer = new TestLayer();
    Map<String, String> environment =
        Map.of("XAI_API_KEY", TestLayer.KEY, "XAI_BASE_URL", server.uri("/v1/").toString());
    grok = new GrokBackend(new Settings(environment, folder), layer.layer);
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  Shot video() throws IOException {
    return shots.video("grok-imagine-video", Operation.GENERATE);
  }

  BackendException failed(Shot shot) {
    BackendException thrown = assertThrows(BackendException.class, () -> grok.submit(shot));
    SecretScan.clean(thrown, TestLayer.KEY, Shots.SECRET);
    return thrown;
  }

  void assertJson(String expected) {
    JsonMapper mapper = new JsonMapper();
    assertEquals(mapper.readTree(expected), server.last().json());
  }
}
