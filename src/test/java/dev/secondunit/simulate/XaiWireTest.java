package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.RawClient.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class XaiWireTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;
  private RawClient xai;

  @BeforeEach
  void connect() {
    xai = STAGE.client(Dialect.XAI, "Authorization", "Bearer key");
  }

  @Test
  void video_runsThroughEveryFormOfPending_andIsWhatWasAsked() throws Exception {
    String id =
        create(
            "/videos/generations",
            "\"duration\":2,\"aspect_ratio\":\"9:16\",\"resolution\":\"720p\"");

    Reply first = xai.get("/videos/" + id);
    assertEquals(202, first.status());
    assertEquals("", first.text());
    Reply second = xai.get("/videos/" + id);
    assertEquals(202, second.status());
    assertEquals("pending", second.json().path("status").asString());
    assertEquals(200, xai.get("/videos/" + id).status());
    assertEquals(UsdAmount.ZERO, STAGE.counters(Vendor.XAI).bill());

    STAGE.simulators().completeJobs();
    JsonNode done = xai.get("/videos/" + id).json();
    assertEquals("done", done.path("status").asString());
    assertEquals(1_400_000_000L, done.path("usage").path("cost_in_usd_ticks").asLong());
    assertEquals(UsdAmount.ofUsd("0.14"), STAGE.counters(Vendor.XAI).bill());
    MediaFacts facts = STAGE.measure(folder, xai.get(url(done)).body());
    assertEquals("video/mp4", facts.mediaType());
    assertEquals(720, facts.width());
    assertEquals(1280, facts.height());
    assertEquals(2.0, facts.durationSeconds(), 0.1);
    assertTrue(facts.hasAudio());
  }

  @Test
  void mediaUrl_diesAfterADay() throws Exception {
    JsonNode done = finished(create("/videos/generations", "\"duration\":1"));
    STAGE.simulators().advance(Duration.ofHours(25));
    assertEquals(404, xai.get(url(done)).status());
  }

  @Test
  void mediaUrl_withAKey_isCountedAsALeak() throws Exception {
    JsonNode done = finished(create("/videos/generations", "\"duration\":1"));
    assertEquals(400, xai.get(url(done), "Authorization", "Bearer key").status());
    assertEquals(1, STAGE.counters(Vendor.XAI).keysLeaked());
  }

  @Test
  void extension_ofAnEarlierResult_isTheSourceAndTheTail() throws Exception {
    JsonNode source = finished(create("/videos/generations", "\"duration\":3"));
    JsonNode extended =
        finished(
            create(
                "/videos/extensions",
                "\"duration\":2,\"video\":{\"url\":\"" + url(source) + "\"}"));
    assertEquals(5.0, STAGE.measure(folder, xai.get(url(extended)).body()).durationSeconds(), 0.15);
  }

  @Test
  void edit_ofAnUploadedFile_keepsItsLength() throws Exception {
    byte[] clip = xai.get(url(finished(create("/videos/generations", "\"duration\":2")))).body();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("expires_after", "3600");
    form.put("file", clip);
    String file = xai.form("/files", form).json().path("id").asString();
    JsonNode edited = finished(create("/videos/edits", "\"video\":{\"file_id\":\"" + file + "\"}"));
    assertEquals(2.0, STAGE.measure(folder, xai.get(url(edited)).body()).durationSeconds(), 0.15);
  }

  @Test
  void moderated_isBilledAndHasNoUrl() throws Exception {
    JsonNode done =
        finished(
            xai.post(
                    "/videos/generations",
                    "{\"model\":\"grok-imagine-video\",\"prompt\":\"x [[fault:moderated]]\"}")
                .json()
                .path("request_id")
                .asString());
    assertEquals(false, done.path("video").path("respect_moderation").asBoolean());
    assertEquals("", done.path("video").path("url").asString());
    assertEquals(UsdAmount.ofUsd("0.40"), STAGE.counters(Vendor.XAI).bill());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "generations | \"duration\":16 | duration must be between 1 and 15",
        "generations | \"duration\":2.5 | duration must be an integer",
        "generations | \"seed\":1 | Argument not supported: seed",
        "generations | \"resolution\":\"1080p\" | resolution 1080p is not supported",
        "generations | \"aspect_ratio\":\"21:9\" | aspect_ratio must be one of",
        "generations | \"image_url\":\"data:,\" | Argument not supported: image_url",
        "edits | \"duration\":3 | Argument not supported: duration",
        "edits | \"resolution\":\"720p\" | Argument not supported: resolution",
        "extensions | \"duration\":11 | duration must be between 2 and 10",
      })
  void illegalRequest_isRefusedAndBuysNothing(String kind, String field, String words)
      throws Exception {
    byte[] clip = STAGE.clip(3);
    String video =
        kind.equals("generations")
            ? ""
            : ",\"video\":{\"url\":\"data:video/mp4;base64,"
                + Base64.getEncoder().encodeToString(clip)
                + "\"}";
    Reply reply =
        xai.post(
            "/videos/" + kind,
            "{\"model\":\"grok-imagine-video\",\"prompt\":\"x\"," + field + video + "}");
    assertEquals(400, reply.status(), reply.text());
    assertEquals("invalid-argument", reply.json().path("code").asString());
    assertTrue(reply.json().path("error").asString().contains(words), reply.text());
    assertEquals(0, STAGE.counters(Vendor.XAI).createsAccepted());
    assertEquals(1, STAGE.counters(Vendor.XAI).createsReceived());
  }

  @Test
  void key_inAnotherHeader_isNoKey() throws Exception {
    RawClient wrong = STAGE.client(Dialect.XAI, "x-api-key", "key");
    assertEquals(401, wrong.post("/videos/generations", "{}").status());
    RawClient unknown = STAGE.client(Dialect.XAI, "Authorization", "Bearer wrong");
    assertEquals(400, unknown.post("/videos/generations", "{}").status());
  }

  @Test
  void image_inline_isTheSizeAsked() throws Exception {
    JsonNode body =
        xai.post(
                "/images/generations",
                "{\"model\":\"grok-imagine-image\",\"prompt\":\"x\",\"n\":2,"
                    + "\"aspect_ratio\":\"1:1\",\"response_format\":\"b64_json\"}")
            .json();
    assertEquals(2, body.path("data").size());
    byte[] picture =
        Base64.getDecoder().decode(body.path("data").get(1).path("b64_json").asString());
    assertEquals(1024, STAGE.measure(folder, picture).width());
    assertEquals(400_000_000L, body.path("usage").path("cost_in_usd_ticks").asLong());
  }

  @Test
  void speech_isSoundOfTheCodecAsked() throws Exception {
    Reply reply =
        xai.post("/tts", "{\"text\":\"Hello there\",\"output_format\":{\"codec\":\"wav\"}}");
    assertEquals("audio/wav", STAGE.measure(folder, reply.body()).mediaType());
    assertEquals(
        "speed must be between 0.7 and 1.5",
        xai.post("/tts", "{\"text\":\"x\",\"speed\":2}").json().path("error").asString());
  }

  private String create(String path, String fields) throws Exception {
    Reply reply =
        xai.post(path, "{\"model\":\"grok-imagine-video\",\"prompt\":\"a boat\"," + fields + "}");
    assertEquals(200, reply.status(), reply.text());
    return reply.json().path("request_id").asString();
  }

  private JsonNode finished(String id) throws Exception {
    STAGE.simulators().completeJobs();
    return xai.get("/videos/" + id).json();
  }

  private static String url(JsonNode done) {
    return done.path("video").path("url").asString();
  }
}
