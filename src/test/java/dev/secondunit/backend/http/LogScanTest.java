package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogScanTest {
  @Test
  void log_atItsLoudest_showsNoKeyPromptOrQuery() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-cp",
                System.getProperty("java.class.path"),
                LoudExchange.class.getName())
            .redirectErrorStream(true)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();

    assertTrue(log.contains("/v1/videos?[redacted] 200"), "the log was loud: " + log);
    assertTrue(log.contains("url_denied"), log);
    for (String secret : new String[] {TestLayer.KEY, LoudExchange.PROMPT, "planted-query-0815"}) {
      assertFalse(log.contains(secret), () -> secret + " is shown: " + log);
    }
  }
}
