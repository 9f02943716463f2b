package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.simulate.RawClient.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Simulated models tell what they were really sent. */
class ModelsLookTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;
  private RawClient google;
  private RawClient openAi;
  private RawClient grok;

  @BeforeEach
  void connect() {
    google = STAGE.client(Dialect.GOOGLE, "x-goog-api-key", "key");
    openAi = STAGE.client(Dialect.OPENAI_TODAY, "Authorization", "Bearer key");
    grok = STAGE.client(Dialect.XAI, "Authorization", "Bearer key");
  }

  @Test
  void google_film_isSeenAsOftenAsAskedAndWhereAsked() throws Exception {
    String film = base64(film());

    assertEquals(
        "Shown were 6 things:\n[0.00s-2.00s] grey\n[3.00s-3.00s] red\n[4.00s-5.00s] grey",
        watched(film, ""));
    assertEquals(
        "Shown were 4 things:\n[3.00s-3.50s] red\n[4.00s-4.50s] grey",
        watched(
            film, ",\"videoMetadata\":{\"fps\":2,\"startOffset\":\"3s\",\"endOffset\":\"5s\"}"));
  }

  @Test
  void google_fileThatIsNotReady_isRefused() throws Exception {
    byte[] film = Files.readAllBytes(film());
    Reply start =
        google.post(
            "/upload/v1beta/files",
            "{\"file\":{\"display_name\":\"film.mp4\"}}",
            "X-Goog-Upload-Protocol",
            "resumable",
            "X-Goog-Upload-Command",
            "start",
            "X-Goog-Upload-Header-Content-Type",
            "video/mp4");
    JsonNode file =
        google
            .postBytes(
                start.header("x-goog-upload-url"),
                film,
                "X-Goog-Upload-Offset",
                "0",
                "X-Goog-Upload-Command",
                "upload, finalize",
                "x-goog-api-key",
                "key")
            .json()
            .path("file");
    String question =
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"fileData\":{\"fileUri\":\""
            + file.path("uri").asString()
            + "\",\"mimeType\":\"video/mp4\"}},{\"text\":\"What?\"}]}]}";

    Reply early = google.post("/v1beta/models/gemini-3.8-flash:generateContent", question);
    STAGE.simulators().advance(java.time.Duration.ofSeconds(1));
    Reply later = google.post("/v1beta/models/gemini-3.8-flash:generateContent", question);

    assertEquals(400, early.status(), early.text());
    assertTrue(early.text().contains("not in an ACTIVE state"), early.text());
    assertTrue(later.text().contains("[3.00s-3.00s] red"), later.text());
  }

  @Test
  void openAi_timedPictures_areSeenAndFillTheSchema() throws Exception {
    String content = frame("red", 50) + "," + frame("grey", 51) + "," + frame("grey", 52);
    String body = "{\"model\":\"gpt-6-luna\",\"input\":[{\"role\":\"user\",\"content\":[%s]}]%s}";

    JsonNode words = openAi.post("/responses", body.formatted(content, "")).json();
    JsonNode data =
        openAi
            .post(
                "/responses",
                body.formatted(
                    content,
                    ",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"a\",\"schema\":{"
                        + "\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"number\"},"
                        + "\"what\":{\"type\":\"string\"}}}}}"))
            .json();

    assertEquals("Shown were 3 things:\n[50.00s-50.00s] red\n[51.00s-52.00s] grey", text(words));
    assertEquals("{\"at\":50.0,\"what\":\"red\"}", text(data));
  }

  @Test
  void openAi_lengthCutVideoPartAndGarbage_areAnsweredAsTheVendorDoes() throws Exception {
    String body = "{\"model\":\"gpt-6-luna\",\"input\":[{\"role\":\"user\",\"content\":[%s]}]%s}";

    JsonNode cut =
        openAi
            .post(
                "/responses",
                body.formatted(
                    "{\"type\":\"input_text\",\"text\":\"[[answer:" + "long ".repeat(40) + "]]\"}",
                    ",\"max_output_tokens\":16"))
            .json();

    assertEquals("incomplete", cut.path("status").asString(), cut.toString());
    assertEquals("max_output_tokens", cut.path("incomplete_details").path("reason").asString());
    for (String wrong :
        new String[] {
          "{\"type\":\"input_video\"}",
          "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AAAA\"}"
        }) {
      assertEquals(400, openAi.post("/responses", body.formatted(wrong, "")).status(), wrong);
    }
  }

  @Test
  void openAi_stream_endsWithTheWholeAnswer() throws Exception {
    String events =
        openAi
            .post(
                "/responses",
                "{\"model\":\"gpt-6-luna\",\"stream\":true,\"input\":\"[[answer:one two three]]\"}")
            .text();

    assertTrue(events.startsWith("event: response.created\n"), events);
    assertTrue(events.contains("\"delta\":\"one "), events);
    assertTrue(events.contains("event: response.completed\n"), events);
  }

  @Test
  void openAi_transcription_isOfTheSoundThatCame() throws Exception {
    byte[] sound = Files.readAllBytes(TestMedia.sound(folder.resolve("a.wav"), 2));

    Reply reply =
        openAi.form("/audio/transcriptions", Map.of("model", "gpt-transcribe", "file", sound));

    assertEquals("A steady tone for 2.0 seconds.", reply.json().path("text").asString());
    assertEquals(
        404,
        openAi.form("/audio/transcriptions", Map.of("model", "gpt-lost", "file", sound)).status());
  }

  @Test
  void grok_tellsItsCostAndWhoAnswered_andTakesNoWebp() throws Exception {
    String body =
        "{\"model\":\"grok-4-1-fast-reasoning\",\"input\":[{\"role\":\"user\",\"content\":[%s]}]}";

    JsonNode answer = grok.post("/responses", body.formatted(frame("red", 1))).json();
    Reply webp =
        grok.post("/responses", body.formatted(frame("red", 1).replace("image/png", "image/webp")));

    assertEquals("grok-4.3", answer.path("model").asString());
    assertEquals(20_000_000L, answer.path("usage").path("cost_in_usd_ticks").asLong());
    assertTrue(text(answer).contains("[1.00s-1.00s] red"), text(answer));
    assertEquals(400, webp.status());
  }

  private String watched(String film, String metadata) throws Exception {
    Reply reply =
        google.post(
            "/v1beta/models/gemini-3.8-flash:generateContent",
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"inlineData\":{\"mimeType\":\"video/mp4\","
                + "\"data\":\""
                + film
                + "\"}"
                + metadata
                + "},{\"text\":\"What?\"}]}]}");
    assertEquals(200, reply.status(), reply.text());
    JsonNode content = reply.json().path("candidates").path(0).path("content");
    return content.path("parts").path(0).path("text").asString();
  }

  private static String text(JsonNode answer) {
    return answer.path("output").path(0).path("content").path(0).path("text").asString("");
  }

  private String frame(String colour, int second) throws Exception {
    Path file = folder.resolve(colour + ".png");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=c=" + colour.replace("grey", "gray") + ":s=64x36")
            .output(file, "-frames:v", "1", "-update", "1"));
    return "{\"type\":\"input_text\",\"text\":\"t="
        + second
        + ".0s\"},{\"type\":\"input_image\",\"detail\":\"low\",\"image_url\":\"data:image/png;base64,"
        + base64(file)
        + "\"}";
  }

  /** Six seconds of grey, the fourth of them red. */
  private Path film() throws InterruptedException {
    Path file = folder.resolve("film.mp4");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(
                "color=c=gray:s=64x36:r=10:d=6,drawbox=c=red:t=fill:enable='between(t,2.95,3.85)'")
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    return file;
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }
}
