package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.RawClient.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GoogleInteractionsTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;
  private RawClient google;

  @BeforeEach
  void connect() {
    google = STAGE.client(Dialect.GOOGLE, "x-goog-api-key", "key");
  }

  @Test
  void background_isPolledAndFetchedWithTheKey() throws Exception {
    String id =
        create(
            "\"response_format\":{\"type\":\"video\",\"duration\":\"4s\","
                + "\"aspect_ratio\":\"9:16\",\"delivery\":\"uri\"}");
    assertEquals("in_progress", status(id));
    STAGE.simulators().completeJobs();
    String uri = video(google.get("/v1beta/interactions/" + id).json()).path("uri").asString();
    MediaFacts facts = STAGE.measure(folder, google.get(path(uri) + ":download?alt=media").body());
    assertEquals(720, facts.width());
    assertEquals(1280, facts.height());
    assertEquals(4, facts.durationSeconds(), 0.1);
    assertEquals(24, facts.framesPerSecond(), 0.1);
    assertEquals(UsdAmount.ofUsd("0.40"), STAGE.counters(Vendor.GOOGLE).bill());
    RawClient noKey = STAGE.client(Dialect.GOOGLE);
    assertEquals(403, noKey.get(path(uri) + "?alt=media").status());
  }

  @Test
  void editAndExtension_goOnFromThePreviousInteraction() throws Exception {
    String first = create("\"response_format\":{\"type\":\"video\",\"duration\":\"3s\"}");
    STAGE.simulators().completeJobs();
    String edit = create("\"previous_interaction_id\":\"" + first + "\"");
    STAGE.simulators().completeJobs();
    String extended =
        create(
            "\"previous_interaction_id\":\""
                + edit
                + "\","
                + "\"generation_config\":{\"video_config\":{\"task\":\"extend\"}},"
                + "\"response_format\":{\"type\":\"video\",\"duration\":\"3s\"}");
    STAGE.simulators().completeJobs();
    byte[] clip =
        java.util.Base64.getDecoder()
            .decode(
                video(google.get("/v1beta/interactions/" + extended).json())
                    .path("data")
                    .asString());
    assertEquals(6, STAGE.measure(folder, clip).durationSeconds(), 0.2);
    assertEquals(UsdAmount.ofUsd("0.90"), roundedBill());
  }

  @Test
  void cancelled_isNotBilled() throws Exception {
    String id = create("\"labels\":{}");
    google.post("/v1beta/interactions/" + id + "/cancel", "{}");
    STAGE.simulators().completeJobs();
    assertEquals("cancelled", status(id));
    assertEquals(UsdAmount.ZERO, STAGE.counters(Vendor.GOOGLE).bill());
  }

  @Test
  void filtered_isCompletedWithoutVideoAndUnbilled() throws Exception {
    String id =
        google
            .post(
                "/v1beta/interactions",
                "{\"model\":\"gemini-omni-1.2-flash\",\"input\":\"a [[fault:filtered]]\","
                    + "\"background\":true}")
            .json()
            .path("id")
            .asString();
    STAGE.simulators().completeJobs();
    JsonNode done = google.get("/v1beta/interactions/" + id).json();
    assertEquals("completed", done.path("status").asString());
    assertEquals(0, done.path("steps").size());
    assertEquals(0, done.path("usage").path("total_output_tokens").asInt());
    assertEquals(UsdAmount.ZERO, STAGE.counters(Vendor.GOOGLE).bill());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"response_format\":{\"type\":\"video\",\"duration\":\"2s\"} | invalid_request | minimum of 3s",
        "\"response_format\":{\"type\":\"video\",\"duration\":\"16s\"} | invalid_request | maximum of 15s",
        "\"response_format\":{\"type\":\"video\",\"duration\":8} | invalid_request | must be a string",
        "\"response_format\":{\"type\":\"video\",\"aspect_ratio\":\"1:1\"} | invalid_request | 16:9, 9:16",
        "\"negative_prompt\":\"x\" | parameter_unknown | negative_prompt",
        "\"store\":false | invalid_request | store",
        "\"previous_interaction_id\":\"nobody\" | not_found | nobody",
      })
  void illegalRequest_isRefusedAndBuysNothing(String field, String code, String words)
      throws Exception {
    Reply reply =
        google.post(
            "/v1beta/interactions",
            "{\"model\":\"gemini-omni-1.2-flash\",\"input\":\"a\",\"background\":true,"
                + field
                + "}");
    assertEquals(code, reply.json().path("error").path("code").asString(), reply.text());
    assertTrue(reply.text().contains(words), reply.text());
    assertEquals(0, STAGE.counters(Vendor.GOOGLE).createsAccepted());
  }

  @Test
  void key_inTheAddressOrUnknown_isRefused() throws Exception {
    RawClient none = STAGE.client(Dialect.GOOGLE);
    assertEquals(403, none.get("/v1beta/files/x?key=key").status());
    Reply wrong = STAGE.client(Dialect.GOOGLE, "x-goog-api-key", "wrong").get("/v1beta/files/x");
    assertEquals(400, wrong.status());
    assertTrue(wrong.text().contains("API_KEY_INVALID"));
  }

  @Test
  void file_isUploadedInPartsAndBecomesActive() throws Exception {
    byte[] clip = STAGE.clip(5);
    Reply start =
        google.post(
            "/upload/v1beta/files",
            "{\"file\":{\"display_name\":\"a clip\"}}",
            "X-Goog-Upload-Protocol",
            "resumable",
            "X-Goog-Upload-Command",
            "start",
            "X-Goog-Upload-Header-Content-Length",
            String.valueOf(clip.length),
            "X-Goog-Upload-Header-Content-Type",
            "video/mp4");
    String session = path(start.header("x-goog-upload-url"));
    int half = clip.length / 2;
    Reply first =
        google.postBytes(
            session,
            java.util.Arrays.copyOf(clip, half),
            "X-Goog-Upload-Command",
            "upload",
            "X-Goog-Upload-Offset",
            "0");
    assertEquals("active", first.header("x-goog-upload-status"));
    Reply query = google.postBytes(session, new byte[0], "X-Goog-Upload-Command", "query");
    assertEquals(String.valueOf(half), query.header("x-goog-upload-size-received"));
    Reply last =
        google.postBytes(
            session,
            java.util.Arrays.copyOfRange(clip, half, clip.length),
            "X-Goog-Upload-Command",
            "upload, finalize",
            "X-Goog-Upload-Offset",
            String.valueOf(half));
    JsonNode file = last.json().path("file");
    assertEquals("PROCESSING", file.path("state").asString());
    STAGE.simulators().advance(java.time.Duration.ofSeconds(1));
    String name = file.path("name").asString();
    assertEquals("ACTIVE", google.get("/v1beta/" + name).json().path("state").asString());
    String edited =
        create(
            "\"response_format\":{\"type\":\"video\"}",
            "[{\"type\":\"video\",\"mime_type\":\"video/mp4\",\"uri\":\""
                + file.path("uri").asString()
                + "\"},{\"type\":\"text\",\"text\":\"make it night\"}]");
    STAGE.simulators().completeJobs();
    assertEquals("completed", status(edited));
  }

  private UsdAmount roundedBill() {
    return UsdAmount.ofUsd(
        STAGE.counters(Vendor.GOOGLE).bill().usd().setScale(1, java.math.RoundingMode.HALF_UP));
  }

  private String create(String field) throws Exception {
    return create(field, "\"a boat\"");
  }

  private String create(String field, String input) throws Exception {
    Reply reply =
        google.post(
            "/v1beta/interactions",
            "{\"model\":\"gemini-omni-1.2-flash\",\"background\":true,\"input\":"
                + input
                + ","
                + field
                + "}");
    assertEquals(200, reply.status(), reply.text());
    return reply.json().path("id").asString();
  }

  private String status(String id) throws Exception {
    return google.get("/v1beta/interactions/" + id).json().path("status").asString();
  }

  private static JsonNode video(JsonNode done) {
    return done.path("steps").get(0).path("content").get(0);
  }

  private static String path(String uri) {
    return uri.substring(uri.indexOf("/google") + "/google".length());
  }
}
