package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.RawClient.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TwelveLabsWireTest {
  private static final String URL =
      "\"video\":{\"type\":\"url\",\"url\":\"http://example.com/a.mp4\"}";

  @RegisterExtension static final Stage STAGE = new Stage();

  private RawClient twelve;

  @BeforeEach
  void connect() {
    twelve = STAGE.client(Dialect.TWELVELABS, "x-api-key", "key");
  }

  @Test
  void asset_isUsableOnceItIsReady() throws Exception {
    String id = upload(STAGE.clip(5), "clip.mp4");
    String ask =
        "{\"video\":{\"type\":\"asset_id\",\"asset_id\":\""
            + id
            + "\"},\"prompt\":\"What?\",\"stream\":false}";
    assertEquals(400, twelve.post("/analyze", ask).status());
    STAGE.simulators().advance(Duration.ofSeconds(1));
    assertEquals("ready", twelve.get("/assets/" + id).json().path("status").asString());
    JsonNode answer = twelve.post("/analyze", ask).json();
    assertTrue(answer.path("data").isString());
    assertEquals("stop", answer.path("finish_reason").asString());
    assertEquals(204, twelve.delete("/assets/" + id).status());
    assertEquals(404, twelve.get("/assets/" + id).status());
  }

  @Test
  void shortClip_isRefused() throws Exception {
    String id = upload(STAGE.clip(2), "clip.mp4");
    STAGE.simulators().advance(Duration.ofSeconds(1));
    Reply reply =
        twelve.post(
            "/analyze",
            "{\"video\":{\"type\":\"asset_id\",\"asset_id\":\"" + id + "\"},\"prompt\":\"?\"}");
    assertEquals(400, reply.status());
    assertEquals("parameter_invalid", reply.json().path("code").asString());
  }

  @Test
  void parts_goToSignedAddressesWithoutTheKey() throws Exception {
    byte[] clip = Arrays.copyOf(STAGE.clip(5), (5 << 20) + 1000);
    JsonNode session =
        twelve
            .post(
                "/assets/multipart-uploads",
                "{\"filename\":\"a.mp4\",\"type\":\"video\",\"total_size\":" + clip.length + "}")
            .json();
    assertEquals(2, session.path("total_chunks").asInt());
    int size = session.path("chunk_size").asInt();
    RawClient bare = new RawClient(STAGE.simulators().controlUrl());
    StringBuilder done = new StringBuilder();
    for (JsonNode part : session.path("upload_urls")) {
      int index = part.path("chunk_index").asInt();
      byte[] bytes =
          Arrays.copyOfRange(clip, (index - 1) * size, Math.min(clip.length, index * size));
      String etag = bare.put(part.path("url").asString(), bytes).header("etag");
      done.append(done.isEmpty() ? "" : ",")
          .append("{\"chunk_index\":" + index + ",\"proof_type\":\"etag\",\"proof\":\"")
          .append(etag.replace("\"", ""))
          .append("\",\"chunk_size\":" + bytes.length + "}");
    }
    String upload = session.path("upload_id").asString();
    JsonNode reported =
        twelve
            .post("/assets/multipart-uploads/" + upload, "{\"completed_chunks\":[" + done + "]}")
            .json();
    assertEquals(2, reported.path("total_completed").asInt());
    STAGE.simulators().advance(Duration.ofSeconds(1));
    JsonNode asset = twelve.get("/assets/" + session.path("asset_id").asString()).json();
    assertEquals("ready", asset.path("status").asString());
    assertEquals(clip.length, asset.path("size").asInt());
  }

  @Test
  void failedAsset_saysSo() throws Exception {
    String id =
        twelve
            .form(
                "/assets",
                Map.of(
                    "method", "url", "url", "http://a/b.mp4", "filename", "[[fault:file_failed]]"))
            .json()
            .path("_id")
            .asString();
    STAGE.simulators().advance(Duration.ofSeconds(1));
    assertEquals("failed", twelve.get("/assets/" + id).json().path("status").asString());
  }

  @Test
  void schema_isAnsweredWithSomethingThatFits_orIsBrokenOnDemand() throws Exception {
    String format =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"object\","
            + "\"properties\":{\"title\":{\"type\":\"string\"},\"n\":{\"type\":\"integer\"}},"
            + "\"required\":[\"title\"]}}";
    JsonNode answer = Json.parse(analyze("fine", format).path("data").asString());
    assertTrue(answer.path("title").isString());
    assertTrue(answer.path("n").isInt());
    JsonNode broken =
        Json.parse(analyze("[[fault:schema_broken]]", format).path("data").asString());
    assertTrue(broken.path("title").isMissingNode());
    JsonNode cut = analyze("[[fault:length_cut]]", format);
    assertEquals("length", cut.path("finish_reason").asString());
    assertTrue(cut.path("error").path("message").isString());
    assertEquals("said", analyze("[[answer:said]]", "\"temperature\":0").path("data").asString());
  }

  @Test
  void task_underTheSameKeyIsOne() throws Exception {
    String body = "{" + URL + ",\"prompt\":\"What?\"}";
    String first = task(body, "k1");
    assertEquals(first, task(body, "k1"));
    assertNotEquals(first, task(body, "k2"));
    Counters counters = STAGE.simulators().counters();
    assertEquals(2, counters.of(Vendor.TWELVELABS).createsAccepted());
    assertEquals(2, counters.receivedByKey().get("k1"));
    assertEquals("queued", status(first));
    STAGE.simulators().completeJobs();
    JsonNode done = twelve.get("/analyze/tasks/" + first).json();
    assertEquals("ready", done.path("status").asString());
    assertTrue(done.path("result").path("data").isString());
    assertEquals(2, twelve.get("/analyze/tasks").json().path("data").size());
    assertEquals(204, twelve.delete("/analyze/tasks/" + first).status());
    assertEquals(404, twelve.get("/analyze/tasks/" + first).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"temperature\":1.1 | 400 | parameter_invalid",
        "\"max_tokens\":511 | 400 | parameter_invalid",
        "\"max_tokens\":98305 | 400 | parameter_invalid",
        "\"video_id\":\"v\" | 400 | parameter_unknown",
        "\"start_time\":1,\"end_time\":3 | 400 | parameter_invalid",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"string\",\"maxLength\":3}} | 422 | parameter_invalid",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"object\",\"additionalProperties\":false}} | 422 | parameter_invalid",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":2}} | 422 | parameter_invalid",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"object\",\"properties\":{\"start_time\":{\"type\":\"boolean\"}}}} | 400 | parameter_invalid",
      })
  void illegalRequest_isRefusedAndBuysNothing(String field, int status, String code)
      throws Exception {
    Reply reply = twelve.post("/analyze", "{" + URL + ",\"prompt\":\"What?\"," + field + "}");
    assertEquals(status, reply.status(), reply.text());
    assertEquals(code, reply.json().path("code").asString());
    assertEquals(0, STAGE.counters(Vendor.TWELVELABS).createsAccepted());
  }

  @Test
  void legacy_takesAVideoId_andHasItsTypedErrors() throws Exception {
    RawClient legacy = STAGE.client(Dialect.TWELVELABS_LEGACY, "x-api-key", "key");
    String ask = "{\"video_id\":\"%s\",\"prompt\":\"%s\",\"stream\":false,\"max_tokens\":1}";
    assertEquals(200, legacy.post("/analyze", ask.formatted("v1", "What?")).status());
    assertEquals(
        "index_not_supported_for_generate",
        legacy.post("/analyze", ask.formatted("marengo-1", "?")).json().path("code").asString());
    assertEquals(
        "token_limit_exceeded",
        legacy
            .post("/analyze", ask.formatted("v1", "word ".repeat(2000)))
            .json()
            .path("code")
            .asString());
  }

  @Test
  void key_missingOrWrong_isRefused() throws Exception {
    RawClient bearer = STAGE.client(Dialect.TWELVELABS, "Authorization", "Bearer key");
    assertEquals("api_key_invalid", bearer.get("/assets").json().path("code").asString());
    assertEquals(
        401, STAGE.client(Dialect.TWELVELABS, "x-api-key", "wrong").get("/assets").status());
  }

  private String upload(byte[] clip, String name) throws Exception {
    Reply reply =
        twelve.form("/assets", Map.of("method", "direct", "file", clip, "filename", name));
    assertEquals(201, reply.status(), reply.text());
    assertEquals("processing", reply.json().path("status").asString());
    return reply.json().path("_id").asString();
  }

  private JsonNode analyze(String prompt, String field) throws Exception {
    Reply reply =
        twelve.post(
            "/analyze",
            "{" + URL + ",\"stream\":false,\"prompt\":\"" + prompt + "\"," + field + "}");
    assertEquals(200, reply.status(), reply.text());
    return reply.json();
  }

  private String task(String body, String key) throws Exception {
    Reply reply = twelve.post("/analyze/tasks", body, "Idempotency-Key", key);
    assertEquals(202, reply.status(), reply.text());
    return reply.json().path("task_id").asString();
  }

  private String status(String id) throws Exception {
    return twelve.get("/analyze/tasks/" + id).json().path("status").asString();
  }
}
