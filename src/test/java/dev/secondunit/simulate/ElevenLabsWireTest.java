package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.RawClient.Reply;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElevenLabsWireTest {
  private static final String VOICE = "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb";

  @RegisterExtension static final Stage STAGE = new Stage();

  @TempDir Path folder;
  private RawClient eleven;

  @BeforeEach
  void connect() {
    eleven = STAGE.client(Dialect.ELEVENLABS, "xi-api-key", "key");
  }

  @ParameterizedTest
  @CsvSource({
    "mp3_44100_128, audio/mpeg, 44100",
    "opus_48000_64, audio/ogg, 48000",
    "wav_24000, audio/wav, 24000",
  })
  void speech_isInTheFormatAsked(String format, String type, int rate) throws Exception {
    Reply reply = eleven.post(VOICE + "?output_format=" + format, "{\"text\":\"Hello there\"}");
    assertEquals(200, reply.status(), reply.text());
    MediaFacts facts = STAGE.measure(folder, reply.body());
    assertEquals(type, facts.mediaType());
    assertEquals(rate, facts.sampleRate());
    assertEquals("11", reply.header("character-cost"));
    assertEquals(UsdAmount.ofUsd("0.0011"), STAGE.counters(Vendor.ELEVENLABS).bill());
  }

  @Test
  void pcm_isBareSamplesOfTheLengthSpoken() throws Exception {
    byte[] samples =
        eleven
            .post(VOICE + "?output_format=pcm_16000", "{\"text\":\"" + "a".repeat(30) + "\"}")
            .body();
    assertEquals(2 * 16_000 * 2, samples.length);
  }

  @Test
  void timestamps_comeWithTheSound() throws Exception {
    Reply reply = eleven.post(VOICE + "/with-timestamps", "{\"text\":\"Hello\"}");
    assertEquals(5, reply.json().path("alignment").path("characters").size());
    byte[] sound = Base64.getDecoder().decode(reply.json().path("audio_base64").asString());
    assertEquals("audio/mpeg", STAGE.measure(folder, sound).mediaType());
  }

  @Test
  void effectAndMusic_haveTheLengthAsked() throws Exception {
    byte[] effect =
        eleven.post("/v1/sound-generation", "{\"text\":\"rain\",\"duration_seconds\":2}").body();
    assertEquals(2, STAGE.measure(folder, effect).durationSeconds(), 0.1);
    Reply music =
        eleven.post(
            "/v1/music",
            "{\"prompt\":\"slow piano\",\"model_id\":\"music_v2_5\",\"music_length_ms\":5000}");
    assertEquals(5, STAGE.measure(folder, music.body()).durationSeconds(), 0.1);
    assertTrue(music.header("song-id").startsWith("song"));
    String detailed =
        new String(
            eleven.post("/v1/music/detailed", "{\"prompt\":\"x\",\"music_length_ms\":3000}").body(),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(detailed.contains("song_id") && detailed.contains("audio/mpeg"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/text-to-speech/nobody | {\"text\":\"a\"} | 404 | voice_not_found",
        "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb | {\"text\":\"a\",\"pitch\":1} | 400 | invalid_parameters",
        "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb?output_format=mp3_1 | {\"text\":\"a\"} | 400 | invalid_parameters",
        "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/stream?output_format=wav_24000 | {\"text\":\"a\"} | 400 | invalid_parameters",
        "/v1/sound-generation | {\"text\":\"a\",\"duration_seconds\":31} | 400 | invalid_parameters",
        "/v1/music | {\"prompt\":\"a\",\"seed\":1} | 400 | invalid_parameters",
        "/v1/music | {\"prompt\":\"a\",\"music_length_ms\":2999} | 400 | invalid_parameters",
        "/v1/music | {\"prompt\":\"[[fault:moderated]]\"} | 400 | bad_prompt",
      })
  void illegalRequest_isRefusedAndUnbilled(String path, String body, int status, String code)
      throws Exception {
    Reply reply = eleven.post(path, body);
    assertEquals(status, reply.status(), reply.text());
    assertEquals(code, reply.json().path("detail").path("code").asString());
    assertEquals(UsdAmount.ZERO, STAGE.counters(Vendor.ELEVENLABS).bill());
  }

  @Test
  void missingText_isAListOfDetails_andQuotaIsA401() throws Exception {
    Reply missing = eleven.post(VOICE, "{}");
    assertEquals(422, missing.status());
    assertTrue(missing.json().path("detail").isArray());
    Reply quota = eleven.post(VOICE, "{\"text\":\"[[fault:quota_exceeded]]\"}");
    assertEquals(401, quota.status());
    assertEquals("quota_exceeded", quota.json().path("detail").path("status").asString());
  }

  @Test
  void textBeyondTheModel_namesTheLimit() throws Exception {
    Reply reply = eleven.post(VOICE, "{\"text\":\"" + "a".repeat(10_001) + "\"}");
    assertEquals(
        "max_character_limit_exceeded", reply.json().path("detail").path("code").asString());
  }

  @Test
  void voicesAndModels_areListed() throws Exception {
    assertTrue(eleven.get("/v2/voices").json().path("voices").size() > 0);
    assertTrue(eleven.get("/v1/models").json().isArray());
    assertEquals(401, STAGE.client(Dialect.ELEVENLABS).get("/v1/models").status());
  }
}
