package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.RawClient.Reply;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GoogleContentTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;
  private RawClient google;

  @BeforeEach
  void connect() {
    google = STAGE.client(Dialect.GOOGLE, "x-goog-api-key", "key");
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-nano-banana-2.1, IMAGE, image/png",
    "gemini-3.8-flash-tts, AUDIO, audio/wav",
    "lyria-3-clip-preview, AUDIO, audio/mpeg",
  })
  void media_comeInline(String model, String modality, String type) throws Exception {
    JsonNode data =
        generate(model, "{\"responseModalities\":[\"" + modality + "\"]}", "hello")
            .path("candidates")
            .get(0)
            .path("content")
            .path("parts")
            .get(0)
            .path("inlineData");
    assertEquals(type, data.path("mimeType").asString());
    byte[] bytes = Base64.getDecoder().decode(data.path("data").asString());
    assertEquals(type, STAGE.measure(folder, bytes).mediaType());
  }

  @Test
  void olderSpeech_isBareSamples() throws Exception {
    JsonNode data =
        generate("gemini-3.1-flash-tts-preview", "{}", "hello")
            .path("candidates")
            .get(0)
            .path("content")
            .path("parts")
            .get(0)
            .path("inlineData");
    assertTrue(data.path("mimeType").asString().startsWith("audio/L16"));
  }

  @Test
  void words_fitTheSchema_andTellWhoReallyAnswered() throws Exception {
    JsonNode answer =
        generate(
            "gemini-3.7-flash",
            "{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"type\":\"object\","
                + "\"properties\":{\"n\":{\"type\":\"integer\"}}}}",
            "count");
    assertEquals("gemini-3.8-flash", answer.path("modelVersion").asString());
    String text =
        answer
            .path("candidates")
            .get(0)
            .path("content")
            .path("parts")
            .get(0)
            .path("text")
            .asString();
    assertTrue(Json.parse(text).path("n").isInt());
  }

  @Test
  void stream_endsWithAReason() throws Exception {
    String events =
        google
            .post(
                "/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}")
            .text();
    assertTrue(events.startsWith("data: {"));
    assertEquals(1, events.split("STOP", -1).length - 1);
  }

  @Test
  void blocked_isFeedbackWithoutCandidates_filtered_isAReasonWithoutPicture() throws Exception {
    JsonNode blocked = generate("gemini-nano-banana-2.1", "{}", "[[fault:moderated]]");
    assertEquals(
        "PROHIBITED_CONTENT", blocked.path("promptFeedback").path("blockReason").asString());
    JsonNode filtered = generate("gemini-nano-banana-2.1", "{}", "[[fault:filtered]]");
    assertEquals(
        "IMAGE_SAFETY", filtered.path("candidates").get(0).path("finishReason").asString());
  }

  @ParameterizedTest
  @CsvSource({
    "imagen-4.0-generate-001:predict",
    "veo-3.1-generate-preview:predictLongRunning",
    "gemini-2.5-flash-image:generateContent"
  })
  void retiredModel_isNotFound(String call) throws Exception {
    Reply reply = google.post("/v1beta/models/" + call, "{}");
    assertEquals(404, reply.status());
    assertTrue(reply.text().contains("no longer available"), reply.text());
    assertEquals("NOT_FOUND", reply.json().path("error").path("status").asString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | contents",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"prompt\":1} | prompt",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"generationConfig\":{\"imageConfig\":{\"aspectRatio\":\"9:21\"}}} | aspectRatio",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"generationConfig\":{\"imageConfig\":{\"personGeneration\":\"allow_all\"}}} | personGeneration",
      })
  void illegalRequest_isRefused(String body, String words) throws Exception {
    Reply reply = google.post("/v1beta/models/gemini-3-pro-image:generateContent", body);
    assertEquals(400, reply.status(), reply.text());
    assertEquals("INVALID_ARGUMENT", reply.json().path("error").path("status").asString());
    assertTrue(reply.text().contains(words), reply.text());
  }

  private JsonNode generate(String model, String config, String text) throws Exception {
    Reply reply =
        google.post(
            "/v1beta/models/" + model + ":generateContent",
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\""
                + text
                + "\"}]}],\"generationConfig\":"
                + config
                + "}");
    assertEquals(200, reply.status(), reply.text());
    return reply.json();
  }
}
