package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.VendorBench;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.TestLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Google's backend before a server of the test, and a job of each kind at it. */
abstract class GoogleVideoBench extends VendorBench {
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

  GoogleBackend google;

  GoogleVideoBench() {
    super(TestLayer.limits().withSizes(64 << 10, 4 << 10, 64 << 20));
  }

  @BeforeEach
  void connect() {
    Map<String, String> environment =
        Map.of(
            "GOOGLE_API_KEY", TestLayer.KEY, "GOOGLE_GEMINI_BASE_URL", server.uri("").toString());
    google = new GoogleBackend(settings(environment), layer.layer);
  }

  Shots continued(Instant expiresAt, Map<String, String> kept) throws IOException {
    return shots.from(shots.input("clip.mp4", "video/mp4", "clip"), expiresAt, null, kept);
  }

  Path emptyTarget() throws IOException {
    return Files.createTempDirectory(folder, "target").resolve("clip.mp4");
  }

  BackendException failed(Shot shot) {
    return failed(google, shot);
  }
}
