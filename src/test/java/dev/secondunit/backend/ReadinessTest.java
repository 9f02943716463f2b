package dev.secondunit.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.elevenlabs.ElevenLabsBackend;
import dev.secondunit.backend.google.GoogleBackend;
import dev.secondunit.backend.google.GoogleQuestions;
import dev.secondunit.backend.grok.GrokBackend;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.backend.openai.OpenAiBackend;
import dev.secondunit.backend.twelvelabs.TwelveLabsClient;
import dev.secondunit.backend.twelvelabs.TwelveLabsQuestions;
import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address that is none is told before anything is accepted for it. */
class ReadinessTest {
  private static List<Readiness> of(
      String vendor, Map<String, String> environment, HttpLayer layer) {
    Settings settings = new Settings(environment, Path.of("").toAbsolutePath());
    return switch (vendor) {
      case "grok" -> {
        GrokBackend grok = new GrokBackend(settings, layer);
        yield List.of(grok.readiness(), grok.questions().readiness());
      }
      case "google" ->
          List.of(
              new GoogleBackend(settings, layer).readiness(),
              new GoogleQuestions(settings, layer).readiness());
      case "openai" -> {
        OpenAiBackend openai = new OpenAiBackend(settings, layer);
        yield List.of(openai.readiness(), openai.questions().readiness());
      }
      case "elevenlabs" -> List.of(new ElevenLabsBackend(settings, layer).readiness());
      case "twelvelabs" ->
          List.of(new TwelveLabsQuestions(new TwelveLabsClient(settings, layer)).readiness());
      default -> throw new IllegalArgumentException(vendor);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "grok,       XAI_API_KEY,          XAI_BASE_URL",
    "google,     GOOGLE_API_KEY,       GOOGLE_GEMINI_BASE_URL",
    "google,     GEMINI_API_KEY,       GOOGLE_GEMINI_BASE_URL",
    "google,     GOOGLE_CLOUD_PROJECT, GOOGLE_VERTEX_BASE_URL",
    "openai,     OPENAI_API_KEY,       OPENAI_BASE_URL",
    "openai,     '',                   OPENAI_BASE_URL",
    "elevenlabs, ELEVENLABS_API_KEY,   ELEVENLABS_BASE_URL",
    "twelvelabs, TWELVELABS_API_KEY,   TWELVELABS_BASE_URL",
  })
  void readiness_addressThatIsNone_namesTheSetting(String vendor, String key, String address)
      throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put(address, "vendor without scheme");
    if (!key.isEmpty()) {
      environment.put(key, "a-key");
    }
    TestLayer layer = new TestLayer();
    for (Readiness readiness : of(vendor, environment, layer.layer)) {
      assertFalse(readiness.usable());
      assertFalse(readiness.unasked());
      assertTrue(readiness.reason().contains(address), readiness.reason());
      assertFalse(readiness.reason().contains("a-key"), readiness.reason());
    }

    environment.put(address, "https://vendor.example");
    for (Readiness readiness : of(vendor, environment, layer.layer)) {
      assertTrue(readiness.usable(), readiness.reason());
      assertEquals(!key.isEmpty(), readiness.unasked());
      if (readiness.unasked()) {
        assertNull(readiness.reason());
      }
    }
    layer.close();
  }
}
