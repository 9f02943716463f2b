package dev.secondunit.backend.twelvelabs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.VendorBench;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.MediaInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The TwelveLabs wire, request by request and answer by answer. */
class TwelveLabsClientTest extends VendorBench {
  private static final JsonMapper MAPPER = new JsonMapper();
  private TwelveLabsClient client;

  @BeforeEach
  void connect() {
    Map<String, String> environment =
        Map.of(
            "TWELVELABS_API_KEY",
            TestLayer.KEY,
            "TWELVELABS_BASE_URL",
            server.uri("/v1.3").toString());
    client = new TwelveLabsClient(settings(environment), layer.layer);
  }

  @Test
  void readiness_withoutKey_namesTheVariable() {
    TwelveLabsClient without = new TwelveLabsClient(settings(Map.of()), layer.layer);

    assertEquals("set TWELVELABS_API_KEY", without.readiness().reason());
  }

  @Test
  void upload_small_travelsDirectly() throws Exception {
    server.answerJson(200, "{\"_id\":\"a1\",\"status\":\"processing\"}");

    assertEquals("a1", client.upload(video("clip")));

    assertEquals("/v1.3/assets", server.last().target());
    assertEquals(TestLayer.KEY, server.last().headers().get("x-api-key"));
    assertTrue(server.last().text().contains("name=\"method\"\r\n\r\ndirect"));
  }

  @Test
  void upload_large_travelsInPiecesWithoutTheKey() throws Exception {
    String signed = server.uri("/v1.3/part").toString();
    server
        .answerJson(
            200,
            """
            {"upload_id":"u1","asset_id":"a2","chunk_size":4,"total_chunks":2,
             "upload_headers":{"x-amz-acl":"private"},
             "upload_urls":[{"chunk_index":1,"url":"%s1?s=x"}]}
            """
                .formatted(signed))
        .answer(FakeServer.reply(200, null, new byte[0], "ETag: \"e1\""))
        .answerJson(200, "{}")
        .answerJson(200, "{\"upload_urls\":[{\"chunk_index\":2,\"url\":\"" + signed + "2?s=x\"}]}")
        .answer(FakeServer.reply(200, null, new byte[0], "ETag: \"e2\""))
        .answerJson(200, "{}");

    String id = new AssetUpload(client.http(), 3).upload(video("clip-x"));

    assertEquals("a2", id);
    List<FakeServer.Received> sent = server.received();
    assertEquals("PUT", sent.get(1).method());
    assertEquals("clip", sent.get(1).text());
    assertEquals("private", sent.get(1).headers().get("x-amz-acl"));
    assertFalse(sent.get(1).headers().containsKey("x-api-key"), "signed addresses get no key");
    assertEquals("/v1.3/assets/multipart-uploads/u1/presigned-urls", sent.get(3).target());
    assertEquals("-x", sent.get(4).text());
    assertJson(
        "{\"completed_chunks\":[{\"chunk_index\":2,\"proof\":\"e2\",\"proof_type\":\"etag\","
            + "\"chunk_size\":2}]}");
  }

  @Test
  void ready_followsTheStatus() throws Exception {
    server
        .answerJson(200, "{\"status\":\"processing\"}")
        .answerJson(200, "{\"status\":\"ready\"}")
        .answerJson(200, "{\"status\":\"failed\",\"error\":{\"message\":\"no video\"}}");

    assertEquals(Availability.PROCESSING, client.availability("a1"));
    assertEquals(Availability.READY, client.availability("a1"));
    BackendException thrown = assertThrows(BackendException.class, () -> client.availability("a1"));
    assertEquals(ErrorCode.MEDIA_CORRUPT, thrown.failure().code());
  }

  @Test
  void start_isSentAsDocumentedWithItsKeyAgainstDoubles() throws Exception {
    server.answerJson(200, "{\"task_id\":\"t1\",\"status\":\"pending\"}");

    String id = client.start(request("{\"type\":\"object\"}"), "job_1-1");

    assertEquals("t1", id);
    assertEquals("/v1.3/analyze/tasks", server.last().target());
    assertEquals("job_1-1", server.last().headers().get("Idempotency-Key"));
    assertJson(
        """
        {"model_name":"pegasus1.5","video":{"type":"asset_id","asset_id":"a1"},
         "prompt":"%s","temperature":0.2,"max_tokens":2048,"start_time":1.5,"end_time":9,
         "response_format":{"type":"json_schema","json_schema":{"type":"object"}}}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void start_withEveryOption_isSentAsDocumented() throws Exception {
    server.answerJson(200, "{\"task_id\":\"t1\",\"status\":\"pending\"}");
    TwelveLabsOptions options =
        TwelveLabsOptions.read(
            (ObjectNode)
                MAPPER.readTree(
                    """
                    {"custom_id":"c-1",
                     "media_sources":[{"name":"ref","url":"https://img.test/a.png"}],
                     "segment_definitions":[{"id":"turn","description":"it turns"}],
                     "segment_time_format":"hh:mm:ss",
                     "min_segment_duration":2.5,"max_segment_duration":9}
                    """));

    client.start(
        new AnalyzeRequest("pegasus1.5", "a1", Shots.PROMPT, 0.2, null, 2048, null, null, options),
        "k");

    assertJson(
        """
        {"model_name":"pegasus1.5","video":{"type":"asset_id","asset_id":"a1"},
         "prompt_v2":{"input_text":"%s",
           "media_sources":[{"name":"ref","url":"https://img.test/a.png"}]},
         "temperature":0.2,"max_tokens":2048,"custom_id":"c-1",
         "min_segment_duration":2.5,"max_segment_duration":9,
         "analysis_mode":"time_based_metadata",
         "response_format":{"type":"segment_definitions",
           "segment_definitions":[{"id":"turn","description":"it turns"}],
           "segment_time_format":"hh:mm:ss"}}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void start_withASchemaTheVendorRefuses_isRefusedBeforeAnyCall() {
    BackendException thrown =
        assertThrows(
            BackendException.class,
            () -> client.start(request("{\"type\":\"string\",\"maxLength\":5}"), "k"));

    assertEquals("response_format", thrown.failure().field());
    assertEquals(0, server.received().size());
  }

  @Test
  void task_everyState_isUnderstood() throws Exception {
    server
        .answerJson(200, "{\"task_id\":\"t1\",\"status\":\"processing\"}")
        .answerJson(
            200,
            """
            {"status":"ready","error":{"message":"cut at max_tokens"},
             "result":{"data":"{\\"a\\":","finish_reason":"length",
                       "usage":{"output_tokens":10,"input_tokens":20}}}
            """)
        .answerJson(200, "{\"status\":\"failed\",\"error\":{\"message\":\"boom\"}}")
        .answerJson(404, "{\"code\":\"resource_not_exist\",\"message\":\"m\"}");

    assertEquals(new AnalyzeTask.Running("processing"), client.task("t1"));
    AnalyzeAnswer answer = assertInstanceOf(AnalyzeTask.Ready.class, client.task("t1")).answer();
    assertEquals(new AnalyzeAnswer("{\"a\":", "length", "cut at max_tokens", 20L, 10L), answer);
    assertTrue(answer.truncated());
    AnalyzeTask.Failed failed = assertInstanceOf(AnalyzeTask.Failed.class, client.task("t1"));
    assertEquals("twelvelabs could not make it: boom.", failed.failure().message());
    assertEquals(Charged.UNKNOWN, failed.failure().charged());
    assertTrue(assertThrows(BackendException.class, () -> client.task("t1")).notFound());
  }

  @Test
  void stream_handsOverThePiecesAndTheWhole() throws Exception {
    serve(
        """
        {"event_type":"stream_start","metadata":{"generation_id":"g"}}
        {"event_type":"text_generation","text":"A man "}
        {"event_type":"text_generation","text":"runs."}
        {"event_type":"stream_end","finish_reason":"stop","metadata":{"usage":{"output_tokens":4}}}
        """);
    List<String> pieces = new ArrayList<>();

    AnalyzeAnswer answer = client.stream(request(null), pieces::add);

    assertEquals(List.of("A man ", "runs."), pieces);
    assertEquals(new AnalyzeAnswer("A man runs.", "stop", null, null, 4L), answer);
    assertTrue(server.last().json().path("stream").asBoolean());
  }

  @Test
  void stream_withoutItsEnd_isUnknown() {
    serve("{\"event_type\":\"text_generation\",\"text\":\"A man \"}\n");

    BackendException thrown =
        assertThrows(BackendException.class, () -> client.stream(request(null), piece -> {}));

    assertEquals(Fate.UNKNOWN, thrown.fate());
    assertEquals(1, server.count("POST"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 | {'code':'parameter_invalid','message':'m'} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "401 | {'code':'api_key_invalid','message':'m'} | REJECTED | VENDOR_AUTHENTICATION | NO | NEVER",
        "403 | {'code':'api_allowed_for_paid_plan','message':'m'} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "404 | {'error':{'code':'resource_not_exist','message':'m'}} | REJECTED | UNKNOWN_ID | NO | NEVER",
        "429 | {'code':'too_many_requests','message':'m'} | NOT_ACCEPTED | RATE_LIMITED | NO | AFTER",
        "500 | {'code':'x','message':'m'} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void start_error_isUnderstood(BadAnswer answer) {
    answer.toCreate(server, () -> failed(() -> client.start(request(null), "k")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"type\":\"object\",\"additionalProperties\":false}|$",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"maxItems\":3}}}|$.a",
        "{\"type\":\"array\",\"items\":{\"type\":\"number\",\"minimum\":0}}|$[]",
        "{\"type\":\"array\",\"minItems\":2}|$",
        "{\"type\":\"timestamp\"}|$",
        "{\"type\":\"string\",\"format\":\"email\"}|$",
        "{\"anyOf\":[{\"type\":\"tuple\"}]}|$|"
      })
  void schema_beyondTheRules_isRefusedWithItsPlace(String schema, String place) {
    String wanted = schema.contains("anyOf") ? "$|" : place;

    assertEquals(wanted, SchemaRules.firstBroken(MAPPER.readTree(schema)).orElseThrow().value());
  }

  @Test
  void schema_withinTheRules_passes() {
    String schema =
        """
        {"type":"object","required":["at"],"properties":{
          "at":{"type":"timestamp","format":"seconds"},
          "n":{"type":"integer","minimum":0,"maximum":9},
          "s":{"type":"string","pattern":"a+","enum":["a"]},
          "l":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/x"}}},
         "$defs":{"x":{"type":"string","format":"date"}}}
        """;

    assertTrue(SchemaRules.firstBroken(MAPPER.readTree(schema)).isEmpty());
  }

  private void serve(String lines) {
    server.answer(
        FakeServer.reply(200, "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8)));
  }

  private static AnalyzeRequest request(String schema) {
    return new AnalyzeRequest(
        "pegasus1.5",
        "a1",
        Shots.PROMPT,
        0.2,
        schema == null ? null : MAPPER.readTree(schema),
        2048,
        1.5,
        9.0,
        TwelveLabsOptions.NONE);
  }

  private MediaInput video(String bytes) throws IOException {
    return shots.input("clip.mp4", "video/mp4", bytes);
  }
}
