package dev.secondunit.backend.grok;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What xAI answers with the media itself. */
class GrokImageAndSpeechTest extends GrokBench {
  @Test
  void image_fromText_isUnpackedIntoTheScratchFolder() throws Exception {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    server.answerJson(
        200,
        "{\"data\":[{\"b64_json\":\""
            + Base64.getEncoder().encodeToString(png)
            + "\"}],\"usage\":{\"cost_in_usd_ticks\":200000000}}");
    Shot shot =
        shots
            .with(Parameter.ASPECT_RATIO, "1:1")
            .with(Parameter.SIZE, "2K")
            .image("grok-imagine-image");

    Outcome outcome = ((Submission.Delivered) grok.submit(shot)).outcome();

    assertEquals("/v1/images/generations", server.last().target());
    assertJson(
        """
        {"model":"grok-imagine-image","prompt":"%s","aspect_ratio":"1:1","resolution":"2k",
         "response_format":"b64_json"}
        """
            .formatted(Shots.PROMPT));
    Path made = Path.of(outcome.files().get(0).location());
    assertTrue(
        made.startsWith(shot.scratch()) && made.toString().endsWith(".png"), made.toString());
    assertEquals(8, Files.size(made));
    assertEquals("image/png", outcome.files().get(0).mediaType());
    assertEquals(UsdAmount.ofUsd("0.02"), outcome.cost());
    assertEquals("grok_img", outcome.continuation().prefix());
  }

  @Test
  void image_edit_sendsSourceFirstThenInputs() throws Exception {
    server.answerJson(200, "{\"data\":[{\"url\":\"https://img.test/a.jpg\"}]}");
    Shot shot =
        shots
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("b.png", "image/png", "B")))
            .from(shots.input("a.png", "image/png", "A"), null, null, Map.of())
            .image("grok-imagine-image");

    Outcome outcome = ((Submission.Delivered) grok.submit(shot)).outcome();

    assertEquals("/v1/images/edits", server.last().target());
    assertJson(
        """
        {"model":"grok-imagine-image","prompt":"%s","response_format":"b64_json",
         "images":[{"url":"data:image/png;base64,QQ==","type":"image_url"},
                   {"url":"data:image/png;base64,Qg==","type":"image_url"}]}
        """
            .formatted(Shots.PROMPT));
    assertEquals("https://img.test/a.jpg", outcome.files().get(0).location());
  }

  @Test
  void image_blocked_isRefusedAndBilled() throws Exception {
    server.answerJson(200, "{\"data\":[{\"respect_moderation\":false,\"url\":\"\"}]}");

    BackendException thrown = failed(shots.image("grok-imagine-image"));

    assertEquals(Fate.REJECTED, thrown.fate());
    assertEquals(ErrorCode.VENDOR_REFUSED, thrown.failure().code());
    assertEquals(Charged.YES, thrown.failure().charged());
  }

  @Test
  void image_answerWithoutImage_isUnknown() throws Exception {
    server.answerJson(200, "{\"data\":[]}");

    assertEquals(Fate.UNKNOWN, failed(shots.image("grok-imagine-image")).fate());
  }

  @Test
  void speech_bareSamples_getAWavHeader() throws Exception {
    server.answer(FakeServer.reply(200, "audio/pcm", new byte[100], "x-trace-id: t1"));
    Shot shot =
        shots
            .with(Parameter.VOICE, "eve")
            .with(Parameter.LANGUAGE, "en")
            .with(Parameter.SPEED, 1.2)
            .with(Parameter.OUTPUT_FORMAT, "pcm")
            .options("{\"text_normalization\":true}")
            .audio("grok-tts");

    Submission.Delivered delivered = (Submission.Delivered) grok.submit(shot);

    assertEquals("/v1/tts", server.last().target());
    assertJson(
        """
        {"text":"%s","voice_id":"eve","language":"en","speed":1.2,
         "output_format":{"codec":"pcm","sample_rate":24000},"text_normalization":true}
        """
            .formatted(Shots.PROMPT));
    Outcome.RemoteFile file = delivered.outcome().files().get(0);
    assertEquals("audio/wav", file.mediaType());
    assertEquals(144L, file.bytes());
    assertEquals("t1", delivered.reference().id());
    assertFalse(Files.exists(shot.scratch().resolve("speech.bin")), "the bare samples are gone");
  }
}
