package dev.secondunit.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of the test in a vendor's place, which answers what it is told to, and what a vendor's
 * code needs to talk to it.
 */
public abstract class VendorBench {
  @TempDir protected Path folder;
  protected Shots shots;
  protected FakeServer server;
  protected TestLayer layer;
  private final HttpLimits limits;

  protected VendorBench() {
    this(TestLayer.limits());
  }

  protected VendorBench(HttpLimits limits) {
    this.limits = limits;
  }

  @BeforeEach
  final void openServer() throws IOException {
    shots = new Shots(folder);
    server = new FakeServer();
    layer = new TestLayer(limits);
  }

  @AfterEach
  final void closeServer() throws IOException {
    layer.close();
    server.close();
  }

  protected final Settings settings(Map<String, String> environment) {
    return new Settings(environment, folder);
  }

  /** What a submit throws: it tells neither the key nor the prompt. */
  protected static BackendException failed(Backend backend, Shot shot) {
    return failed(() -> backend.submit(shot));
  }

  /** What a request throws: it tells neither the key nor the prompt. */
  protected static BackendException failed(Executable request) {
    BackendException thrown = assertThrows(BackendException.class, request);
    SecretScan.clean(thrown, TestLayer.KEY, Shots.SECRET);
    return thrown;
  }

  /** The last request had this body. */
  protected final void assertJson(String expected) {
    assertEquals(JsonMapper.shared().readTree(expected), server.last().json());
  }
}
