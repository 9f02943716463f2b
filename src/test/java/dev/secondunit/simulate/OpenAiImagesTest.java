package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.RawClient.Reply;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiImagesTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;
  private RawClient openAi;

  @BeforeEach
  void connect() {
    openAi = STAGE.client(Dialect.OPENAI_TODAY, "Authorization", "Bearer key");
  }

  @Test
  void picture_isTheSizeAndFormatAsked() throws Exception {
    MediaFacts facts =
        picture(
            openAi.post(
                "/images/generations",
                "{\"model\":\"gpt-image-2\",\"prompt\":\"a\",\"size\":\"1280x720\","
                    + "\"output_format\":\"jpeg\"}"));
    assertEquals(1280, facts.width());
    assertEquals("image/jpeg", facts.mediaType());
    assertEquals(UsdAmount.ofUsd("0.04"), STAGE.counters(Vendor.OPENAI).bill());
  }

  @Test
  void edit_takesAFormWithAMaskOfTheSameSize() throws Exception {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("model", "gpt-image-2");
    form.put("prompt", "night");
    form.put("image", STAGE.picture());
    form.put("mask", STAGE.picture());
    assertEquals(1024, picture(openAi.form("/images/edits", form)).width());
    form.put("input_fidelity", "high");
    assertEquals(400, openAi.form("/images/edits", form).status());
    assertEquals(415, openAi.post("/images/edits", "{}").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"model\":\"gpt-image-1\" | 404 | model",
        "\"model\":\"gpt-image-2\",\"size\":\"1000x1000\" | 400 | size",
        "\"model\":\"gpt-image-2\",\"size\":\"3200x1024\" | 400 | size",
        "\"model\":\"gpt-image-2\",\"response_format\":\"url\" | 400 | response_format",
        "\"model\":\"gpt-image-2\",\"quality\":\"max\" | 400 | quality",
        "\"model\":\"gpt-image-2\",\"n\":11 | 400 | n",
      })
  void illegalRequest_isRefusedAndBuysNothing(String field, int status, String param)
      throws Exception {
    Reply reply = openAi.post("/images/generations", "{\"prompt\":\"a\"," + field + "}");
    assertEquals(status, reply.status(), reply.text());
    assertEquals(param, reply.json().path("error").path("param").asString());
    assertEquals(0, STAGE.counters(Vendor.OPENAI).createsAccepted());
  }

  @Test
  void moderated_is400AndUnbilled() throws Exception {
    Reply reply =
        openAi.post(
            "/images/generations",
            "{\"model\":\"gpt-image-2\",\"prompt\":\"[[fault:moderated]]\"}");
    assertEquals("moderation_blocked", reply.json().path("error").path("code").asString());
    assertEquals(UsdAmount.ZERO, STAGE.counters(Vendor.OPENAI).bill());
  }

  @Test
  void speech_isSound() throws Exception {
    byte[] sound =
        openAi
            .post(
                "/audio/speech",
                "{\"model\":\"gpt-4o-mini-tts\",\"input\":\"Hello\",\"voice\":\"alloy\","
                    + "\"response_format\":\"wav\"}")
            .body();
    assertEquals("audio/wav", STAGE.measure(folder, sound).mediaType());
  }

  private MediaFacts picture(Reply reply) throws Exception {
    assertEquals(200, reply.status(), reply.text());
    String data = reply.json().path("data").get(0).path("b64_json").asString();
    return STAGE.measure(folder, Base64.getDecoder().decode(data));
  }
}
