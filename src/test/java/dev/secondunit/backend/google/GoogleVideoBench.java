package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.backend.http.SecretScan;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A backend before a server of the test, and a job of each kind at it. */
abstract class GoogleVideoBench {
  static final String OMNI = "gemini-omni-1.2-flash";
  static final VendorReference OMNI_JOB =
      new VendorReference(
          "v1_a", Map.of("wire", "omni", "home", "gemini_api", "model", OMNI, "role_tags", "<X>"));
  static final VendorReference VEO_JOB =
      new VendorReference(
          "models/veo/operations/o1",
          Map.of(
              "wire",
              "veo",
              "home",
              "gemini_api",
              "model",
              "veo-3.1-generate-preview",
              "remaining",
              "20",
              "size",
              "720p"));

  @TempDir Path folder;
  Shots shots;
  FakeServer server;
  TestLayer layer;
  GoogleBackend google;

  @BeforeEach
  void start() throws IOException {
    shots = new Shots(folder);
    server = new FakeServer();
    HttpLimits limits = TestLayer.limits().withSizes(64 << 10, 4 << 10, 64 << 20);
    layer = new TestLayer(limits);
    Map<String, String> environment =
        Map.of(
            "GOOGLE_API_KEY", TestLayer.KEY, "GOOGLE_GEMINI_BASE_URL", server.uri("").toString());
    google = new GoogleBackend(new Settings(environment, folder), layer.layer);
  }

  @AfterEach
  void stop() throws IOException {
    layer.close();
    server.close();
  }

  Shots continued(Instant expiresAt, Map<String, String> kept) throws IOException {
    return shots.from(shots.input("clip.mp4", "video/mp4", "clip"), expiresAt, null, kept);
  }

  Path emptyTarget() throws IOException {
    return Files.createTempDirectory(folder, "target").resolve("clip.mp4");
  }

  BackendException failed(Shot shot) {
    BackendException thrown = assertThrows(BackendException.class, () -> google.submit(shot));
    SecretScan.clean(thrown, TestLayer.KEY, Shots.SECRET);
    return thrown;
  }

  void assertJson(String expected) {
    JsonMapper mapper = new JsonMapper();
    assertEquals(mapper.readTree(expected), server.last().json());
  }
}
