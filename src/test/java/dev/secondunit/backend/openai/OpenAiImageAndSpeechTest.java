package dev.secondunit.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.catalogue.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What OpenAI answers with the media itself. */
class OpenAiImageAndSpeechTest extends OpenAiBench {
  @Test
  void image_fromText_isSentAsDocumented() throws Exception {
    server.answerJson(200, picture());
    Shot shot =
        shots
            .with(Parameter.SIZE, "1536x1024")
            .with(Parameter.QUALITY, "high")
            .with(Parameter.IMAGE_BACKGROUND, "transparent")
            .with(Parameter.OUTPUT_FORMAT, "webp")
            .options("{\"moderation\":\"low\"}")
            .image("gpt-image-2.5-sunburst");

    Outcome outcome = ((Submission.Delivered) openai.submit(shot)).outcome();

    assertEquals("/v1/images/generations", server.last().target());
    assertJson(
        """
        {"model":"gpt-image-2.5-sunburst","prompt":"%s","size":"1536x1024","quality":"high",
         "background":"transparent","output_format":"webp","moderation":"low"}
        """
            .formatted(Shots.PROMPT));
    assertTrue(outcome.files().get(0).location().endsWith(".png"), "named by its bytes");
    assertEquals("openai_img", outcome.continuation().prefix());
    assertEquals(List.of("openai used a revised prompt: a boat"), outcome.warnings());
  }

  @Test
  void image_edit_sendsSourceInputsAndMask() throws Exception {
    server.answerJson(200, picture());
    Shot shot =
        shots
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("b.png", "image/png", "BBB")))
            .with(Parameter.MASK_IMAGE, shots.input("m.png", "image/png", "MMM"))
            .from(shots.input("a.png", "image/png", "AAA"), null, null, Map.of())
            .image("gpt-image-2");

    openai.submit(shot);

    assertEquals("/v1/images/edits", server.last().target());
    assertEquals(
        List.of(
            "model=gpt-image-2",
            "prompt=" + Shots.PROMPT,
            "image[](a.png,image/png)=AAA",
            "image[](b.png,image/png)=BBB",
            "mask(m.png,image/png)=MMM"),
        parts());
  }

  @Test
  void speech_isSentAsDocumentedAndPcmGetsAWavHeader() throws Exception {
    server.answer(FakeServer.reply(200, "audio/pcm", new byte[10], "x-request-id: r1"));
    Shot shot =
        shots
            .with(Parameter.VOICE, "alloy")
            .with(Parameter.INSTRUCTIONS, "calm")
            .with(Parameter.SPEED, 1.0)
            .with(Parameter.OUTPUT_FORMAT, "pcm")
            .audio("gpt-4o-mini-tts");

    Submission.Delivered delivered = (Submission.Delivered) openai.submit(shot);

    assertEquals("/v1/audio/speech", server.last().target());
    assertJson(
        """
        {"model":"gpt-4o-mini-tts","input":"%s","voice":"alloy","instructions":"calm",
         "response_format":"pcm","speed":1}
        """
            .formatted(Shots.PROMPT));
    Path made = Path.of(delivered.outcome().files().get(0).location());
    assertEquals("RIFF", new String(Files.readAllBytes(made), 0, 4, StandardCharsets.US_ASCII));
    assertEquals("r1", delivered.reference().id());
  }

  private static String picture() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return "{\"created\":1,\"data\":[{\"b64_json\":\""
        + java.util.Base64.getEncoder().encodeToString(png)
        + "\",\"revised_prompt\":\"a boat\"}]}";
  }
}
