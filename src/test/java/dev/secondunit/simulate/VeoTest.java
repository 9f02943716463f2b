package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.RawClient.Reply;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class VeoTest {
  private static final String MODEL =
      "/v1/projects/p/locations/us-central1/publishers/google/models/";

  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;

  @Test
  void withAKey_operationIsPolled_andTheClipExtended() throws Exception {
    RawClient legacy = STAGE.client(Dialect.GOOGLE_LEGACY, "x-goog-api-key", "key");
    String uri = made(legacy, "{\"prompt\":\"a boat\"}", "{\"durationSeconds\":4}");
    String path = uri.substring(uri.indexOf("/v1beta"));
    assertEquals(4, STAGE.measure(folder, legacy.get(path).body()).durationSeconds(), 0.1);
    String longer = made(legacy, "{\"prompt\":\"on\",\"video\":{\"uri\":\"" + uri + "\"}}", "{}");
    MediaFacts facts =
        STAGE.measure(folder, legacy.get(longer.substring(longer.indexOf("/v1beta"))).body());
    assertEquals(11, facts.durationSeconds(), 0.2);
    assertEquals(UsdAmount.ofUsd("4.40"), STAGE.counters(Vendor.GOOGLE).bill());
  }

  @Test
  void filtered_countsAndSaysWhy_unbilled() throws Exception {
    RawClient legacy = STAGE.client(Dialect.GOOGLE_LEGACY, "x-goog-api-key", "key");
    JsonNode done = operation(legacy, "{\"prompt\":\"a [[fault:filtered]]\"}", "{}");
    JsonNode response = done.path("response").path("generateVideoResponse");
    assertEquals(1, response.path("raiMediaFilteredCount").asInt());
    assertEquals(1, response.path("raiMediaFilteredReasons").size());
    assertEquals(UsdAmount.ZERO, STAGE.counters(Vendor.GOOGLE).bill());
    JsonNode failed = operation(legacy, "{\"prompt\":\"a [[fault:failed]]\"}", "{}");
    assertEquals(13, failed.path("error").path("code").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\":\"a\"} | {\"durationSeconds\":5} | durationSeconds",
        "{\"prompt\":\"a\"} | {\"durationSeconds\":9} | durationSeconds",
        "{\"prompt\":\"a\"} | {\"durationSeconds\":6,\"resolution\":\"1080p\"} | resolution",
        "{\"prompt\":\"a\"} | {\"aspectRatio\":\"1:1\"} | aspectRatio",
        "{\"prompt\":\"a\"} | {\"generateAudio\":true} | generateAudio",
        "{} | {} | prompt",
        "{\"prompt\":\"a\",\"image\":{\"inlineData\":{}}} | {} | bytesBase64Encoded",
      })
  void illegalRequest_isRefusedAndBuysNothing(String instance, String parameters, String words)
      throws Exception {
    RawClient legacy = STAGE.client(Dialect.GOOGLE_LEGACY, "x-goog-api-key", "key");
    Reply reply =
        legacy.post(
            "/v1beta/models/veo-3.1-generate-preview:predictLongRunning",
            "{\"instances\":[" + instance + "],\"parameters\":" + parameters + "}");
    assertEquals(400, reply.status(), reply.text());
    assertTrue(reply.text().contains(words), reply.text());
    assertEquals(0, STAGE.counters(Vendor.GOOGLE).createsAccepted());
  }

  @Test
  void vertex_takesTokensFromItsEndpointOnly() throws Exception {
    assertEquals(
        401,
        STAGE
            .client(Dialect.VERTEX, "Authorization", "Bearer made-up")
            .post(MODEL + "veo-3.1-generate-001:predictLongRunning", "{}")
            .status());
    RawClient vertex = vertex();
    JsonNode created =
        vertex
            .post(
                MODEL + "veo-3.1-fast-generate-001:predictLongRunning",
                "{\"instances\":[{\"prompt\":\"a\"}],\"parameters\":{\"durationSeconds\":4,"
                    + "\"generateAudio\":false,\"seed\":3}}")
            .json();
    String name = created.path("name").asString();
    String ask = "{\"operationName\":\"" + name + "\"}";
    String fetch = MODEL + "veo-3.1-fast-generate-001:fetchPredictOperation";
    assertFalse(vertex.post(fetch, ask).json().path("done").asBoolean());
    STAGE.simulators().completeJobs();
    JsonNode video = vertex.post(fetch, ask).json().path("response").path("videos").get(0);
    byte[] clip = Base64.getDecoder().decode(video.path("bytesBase64Encoded").asString());
    MediaFacts facts = STAGE.measure(folder, clip);
    assertEquals(4, facts.durationSeconds(), 0.1);
    assertFalse(facts.hasAudio());
    STAGE.simulators().advance(java.time.Duration.ofHours(2));
    assertEquals(401, vertex.post(fetch, ask).status());
  }

  @Test
  void imagen_isASynchronousPicture() throws Exception {
    JsonNode body =
        vertex()
            .post(
                MODEL + "imagen-4.0-generate-001:predict",
                "{\"instances\":[{\"prompt\":\"a\"}],\"parameters\":{\"sampleCount\":2}}")
            .json();
    assertEquals(2, body.path("predictions").size());
    assertEquals("image/png", body.path("predictions").get(0).path("mimeType").asString());
    assertEquals(UsdAmount.ofUsd("0.08"), STAGE.counters(Vendor.VERTEX).bill());
  }

  private static RawClient vertex() throws Exception {
    String token =
        STAGE
            .client(Dialect.VERTEX)
            .postBytes(
                "/token",
                "grant_type=refresh_token&refresh_token=r".getBytes(),
                "Content-Type",
                "application/x-www-form-urlencoded")
            .json()
            .path("access_token")
            .asString();
    return STAGE.client(Dialect.VERTEX, "Authorization", "Bearer " + token);
  }

  private static JsonNode operation(RawClient client, String instance, String parameters)
      throws Exception {
    Reply reply =
        client.post(
            "/v1beta/models/veo-3.1-generate-preview:predictLongRunning",
            "{\"instances\":[" + instance + "],\"parameters\":" + parameters + "}");
    assertEquals(200, reply.status(), reply.text());
    String name = reply.json().path("name").asString();
    assertFalse(client.get("/v1beta/" + name).json().has("done"));
    STAGE.simulators().completeJobs();
    return client.get("/v1beta/" + name).json();
  }

  private static String made(RawClient client, String instance, String parameters)
      throws Exception {
    return operation(client, instance, parameters)
        .path("response")
        .path("generateVideoResponse")
        .path("generatedSamples")
        .get(0)
        .path("video")
        .path("uri")
        .asString();
  }
}
