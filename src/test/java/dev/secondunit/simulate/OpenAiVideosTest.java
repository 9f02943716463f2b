package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.RawClient.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OpenAiVideosTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;

  @Test
  void openAi_createPollContentListDelete() throws Exception {
    RawClient openAi = client(Dialect.OPENAI);
    JsonNode created =
        openAi
            .post("/videos", "{\"prompt\":\"a boat\",\"seconds\":\"4\",\"size\":\"1280x720\"}")
            .json();
    String id = created.path("id").asString();
    assertEquals("queued", created.path("status").asString());
    assertEquals("4", created.path("seconds").stringValue());
    assertEquals(404, openAi.get("/videos/" + id + "/content").status());
    STAGE.simulators().completeJobs();
    assertEquals("completed", openAi.get("/videos/" + id).json().path("status").asString());
    var facts = STAGE.measure(folder, openAi.get("/videos/" + id + "/content").body());
    assertEquals(1280, facts.width());
    assertEquals(4, facts.durationSeconds(), 0.1);
    assertEquals(
        "image/webp",
        STAGE
            .measure(folder, openAi.get("/videos/" + id + "/content?variant=thumbnail").body())
            .mediaType());
    assertEquals(UsdAmount.ofUsd("0.40"), STAGE.counters(Vendor.OPENAI).bill());

    String remix =
        openAi
            .post("/videos/" + id + "/remix", "{\"prompt\":\"at night\"}")
            .json()
            .path("id")
            .asString();
    String longer =
        openAi
            .post(
                "/videos/extensions",
                "{\"video\":{\"id\":\"" + id + "\"},\"prompt\":\"on\",\"seconds\":\"4\"}")
            .json()
            .path("id")
            .asString();
    STAGE.simulators().completeJobs();
    JsonNode page = openAi.get("/videos?limit=2").json();
    assertEquals(longer, page.path("first_id").asString());
    assertEquals(remix, page.path("last_id").asString());
    assertTrue(page.path("has_more").asBoolean());
    assertEquals("8", openAi.get("/videos/" + longer).json().path("seconds").asString());
    assertTrue(openAi.delete("/videos/" + id).json().path("deleted").asBoolean());
    assertEquals(404, openAi.get("/videos/" + id).status());
  }

  @Test
  void openAiToday_hasNoVideosAnyMore() throws Exception {
    assertEquals(404, client(Dialect.OPENAI_TODAY).post("/videos", "{\"prompt\":\"a\"}").status());
  }

  @Test
  void vllmOmni_takesFormsOnly_andDeleteStopsAJob() throws Exception {
    RawClient vllm = client(Dialect.VLLM_OMNI);
    assertEquals(422, vllm.post("/videos", "{\"prompt\":\"a\"}").status());
    JsonNode created =
        vllm.form(
                "/videos",
                Map.of(
                    "prompt",
                    "a",
                    "num_frames",
                    "48",
                    "fps",
                    "24",
                    "width",
                    "320",
                    "height",
                    "240",
                    "seed",
                    "7"))
            .json();
    assertEquals(3, created.size());
    String id = created.path("id").asString();
    assertTrue(vllm.delete("/videos/" + id).json().path("deleted").asBoolean());
    assertEquals(404, vllm.get("/videos/" + id).status());
  }

  @Test
  void sglang_countsSecondsAsANumber_andErrsWithDetail() throws Exception {
    RawClient sglang = client(Dialect.SGLANG);
    Reply text = sglang.post("/videos", "{\"prompt\":\"a\",\"seconds\":\"4\"}");
    assertEquals(422, text.status());
    assertTrue(text.json().path("detail").isString());
    JsonNode video =
        sglang.post("/videos", "{\"prompt\":\"a\",\"seconds\":2,\"size\":\"320x240\"}").json();
    assertTrue(video.path("seconds").isInt());
    assertEquals(
        "Generation is still in-progress",
        sglang
            .get("/videos/" + video.path("id").asString() + "/content")
            .json()
            .path("detail")
            .asString());
  }

  @Test
  void gateway_billsAtOnce_andGivesAPublicAddress() throws Exception {
    RawClient gateway = client(Dialect.GATEWAY);
    String id =
        gateway
            .post("/videos", "{\"model\":\"any\",\"prompt\":\"a\",\"seconds\":2}")
            .json()
            .path("id")
            .asString();
    assertEquals(UsdAmount.ofUsd("0.20"), STAGE.counters(Vendor.OPENAI).bill());
    STAGE.simulators().completeJobs();
    JsonNode video = gateway.get("/videos/" + id).json();
    assertTrue(video.path("created_at").asLong() > 1_000_000_000_000L);
    assertEquals(404, gateway.get("/videos/" + id + "/content").status());
    byte[] clip = gateway.get(video.path("video_url").asString()).body();
    assertEquals(2, STAGE.measure(folder, clip).durationSeconds(), 0.1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"seconds\":\"5\" | seconds",
        "\"seconds\":4 | seconds",
        "\"size\":\"1024x1792\" | size",
        "\"seed\":1 | seed",
        "\"model\":\"sora-3\" | model",
      })
  void illegalRequest_isRefusedAndBuysNothing(String field, String param) throws Exception {
    Reply reply = client(Dialect.OPENAI).post("/videos", "{\"prompt\":\"a\"," + field + "}");
    assertTrue(reply.status() == 400 || reply.status() == 404, reply.text());
    assertEquals(param, reply.json().path("error").path("param").asString());
    assertEquals(0, STAGE.counters(Vendor.OPENAI).createsAccepted());
  }

  private static RawClient client(Dialect dialect) {
    return STAGE.client(dialect, "Authorization", "Bearer key");
  }
}
