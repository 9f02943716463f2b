package dev.secondunit.backend.grok;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.VendorBench;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** xAI's backend before a server of the test. */
abstract class GrokBench extends VendorBench {
  GrokBackend grok;

  @BeforeEach
  void connect() {
    grok =
        new GrokBackend(
            settings(
                Map.of(
                    "XAI_API_KEY", TestLayer.KEY, "XAI_BASE_URL", server.uri("/v1/").toString())),
            layer.layer);
  }

  Shot video() throws IOException {
    return shots.video("grok-imagine-video", Operation.GENERATE);
  }

  BackendException failed(Shot shot) {
    return failed(grok, shot);
  }
}
