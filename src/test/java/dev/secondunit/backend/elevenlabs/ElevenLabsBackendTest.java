package dev.secondunit.backend.elevenlabs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorBench;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ElevenLabs wire, request by request and answer by answer. */
class ElevenLabsBackendTest extends VendorBench {
  private static final String VOICE_ID = "21m00Tcm4TlvDq8ikWAM";
  private static final byte[] MP3 = {'I', 'D', '3', 4, 0, 0, 0, 0, 0, 0};
  private ElevenLabsBackend elevenlabs;

  @BeforeEach
  void connect() {
    Map<String, String> environment =
        Map.of(
            "ELEVENLABS_API_KEY", TestLayer.KEY, "ELEVENLABS_BASE_URL", server.uri("").toString());
    elevenlabs = new ElevenLabsBackend(settings(environment), layer.layer);
  }

  @Test
  void readiness_withoutKey_namesTheVariable() {
    ElevenLabsBackend without = new ElevenLabsBackend(settings(Map.of()), layer.layer);

    assertEquals("set ELEVENLABS_API_KEY", without.readiness().reason());
  }

  @Test
  void speech_withVoiceId_isSentAsDocumented() throws Exception {
    server.answer(FakeServer.reply(200, "audio/mpeg", MP3, "request-id: q1"));
    Shot shot =
        shots
            .with(Parameter.VOICE, VOICE_ID)
            .with(Parameter.LANGUAGE, "en")
            .with(Parameter.SPEED, 1.1)
            .with(Parameter.SEED, 7L)
            .with(Parameter.OUTPUT_FORMAT, "mp3_44100_128")
            .options("{\"stability\":0.5,\"previous_text\":\"before\",\"enable_logging\":false}")
            .audio("eleven_v4");

    Submission.Delivered delivered = (Submission.Delivered) elevenlabs.submit(shot);

    assertEquals(
        "/v1/text-to-speech/" + VOICE_ID + "?output_format=mp3_44100_128&enable_logging=false",
        server.last().target());
    assertEquals(TestLayer.KEY, server.last().headers().get("xi-api-key"));
    assertJson(
        """
        {"text":"%s","model_id":"eleven_v4","language_code":"en","seed":7,
         "voice_settings":{"stability":0.5,"speed":1.1},"previous_text":"before"}
        """
            .formatted(Shots.PROMPT));
    RemoteFile file = delivered.outcome().files().get(0);
    assertTrue(file.location().endsWith(".mp3"), file.location());
    assertEquals("audio/mpeg", file.mediaType());
    assertEquals("q1", delivered.reference().id());
  }

  @Test
  void speech_withVoiceName_findsTheIdOnce() throws Exception {
    server
        .answerJson(
            200,
            "{\"voices\":[{\"voice_id\":\"x\",\"name\":\"Rachelle\"},{\"voice_id\":\""
                + VOICE_ID
                + "\",\"name\":\"Rachel - calm\"}]}")
        .answer(FakeServer.reply(200, "audio/mpeg", MP3));
    Shot shot = shots.with(Parameter.VOICE, "rachel").audio("eleven_v3");

    elevenlabs.submit(shot);
    elevenlabs.submit(shot);

    assertEquals(1, server.count("GET"));
    assertEquals("/v2/voices?page_size=100&search=rachel", server.received().get(0).target());
    assertEquals("/v1/text-to-speech/" + VOICE_ID, server.last().target());
  }

  @Test
  void speech_withUnknownVoice_isRefusedBeforeTheCreate() throws Exception {
    server.answerJson(200, "{\"voices\":[{\"voice_id\":\"x\",\"name\":\"Sarah\"}]}");
    Shot shot = shots.with(Parameter.VOICE, "Nobody").audio("eleven_v3");

    BackendException thrown = failed(shot);

    assertEquals("voice", thrown.failure().field());
    assertEquals("[Sarah]", thrown.failure().allowed().toString());
    assertEquals(0, server.count("POST"));
  }

  @ParameterizedTest
  @CsvSource({"pcm_16000,1,16000", "ulaw_8000,7,8000", "alaw_8000,6,8000"})
  void speech_bareSamples_getAWavHeader(String format, int tag, int rate) throws Exception {
    server.answer(FakeServer.reply(200, "application/octet-stream", new byte[20]));
    Shot shot =
        shots
            .with(Parameter.VOICE, VOICE_ID)
            .with(Parameter.OUTPUT_FORMAT, format)
            .audio("eleven_v3");

    RemoteFile file = ((Submission.Delivered) elevenlabs.submit(shot)).outcome().files().get(0);

    byte[] wave = Files.readAllBytes(Path.of(file.location()));
    assertEquals("RIFF", new String(wave, 0, 4));
    assertEquals(tag, wave[20]);
    assertEquals(rate, (wave[24] & 0xff) | (wave[25] & 0xff) << 8);
    assertEquals("audio/wav", file.mediaType());
  }

  @Test
  void soundEffect_isSentAsDocumented() throws Exception {
    server.answer(FakeServer.reply(200, "audio/mpeg", MP3));
    Shot shot =
        shots
            .with(Parameter.AUDIO_TYPE, "sound_effect")
            .with(Parameter.DURATION, 2.5)
            .with(Parameter.OUTPUT_FORMAT, "mp3_44100_128")
            .options("{\"prompt_influence\":0.4,\"loop\":true}")
            .audio("eleven_text_to_sound_v2");

    elevenlabs.submit(shot);

    assertEquals("/v1/sound-generation?output_format=mp3_44100_128", server.last().target());
    assertJson(
        """
        {"text":"%s","duration_seconds":2.5,"model_id":"eleven_text_to_sound_v2",
         "prompt_influence":0.4,"loop":true}
        """
            .formatted(Shots.PROMPT));
  }

  @Test
  void music_fromPrompt_isSentInMilliseconds() throws Exception {
    server.answer(FakeServer.reply(200, "audio/mpeg", MP3, "song-id: s1"));
    Shot shot =
        shots
            .with(Parameter.AUDIO_TYPE, "music")
            .with(Parameter.DURATION, 30.5)
            .options("{\"force_instrumental\":true}")
            .audio("music_v2_5");

    Submission.Delivered delivered = (Submission.Delivered) elevenlabs.submit(shot);

    assertEquals("/v1/music", server.last().target());
    assertJson(
        """
        {"model_id":"music_v2_5","prompt":"%s","music_length_ms":30500,"force_instrumental":true}
        """
            .formatted(Shots.PROMPT));
    assertEquals("s1", delivered.reference().id());
  }

  @Test
  void music_fromPlan_sendsNeitherPromptNorLength() throws Exception {
    server.answer(FakeServer.reply(200, "audio/mpeg", MP3));
    Shot shot =
        shots
            .with(Parameter.AUDIO_TYPE, "music")
            .with(Parameter.DURATION, 30.0)
            .with(Parameter.SEED, 5L)
            .options("{\"composition_plan\":{\"chunks\":[]},\"force_instrumental\":true}")
            .audio("music_v2_5");

    elevenlabs.submit(shot);

    assertJson("{\"model_id\":\"music_v2_5\",\"seed\":5,\"composition_plan\":{\"chunks\":[]}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 | {'detail':{'status':'max_character_limit_exceeded','message':'m'}} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "404 | {'detail':{'code':'voice_not_found','message':'m'}} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "400 | {'detail':{'status':'bad_prompt','message':'m'}} | REJECTED | VENDOR_REFUSED | NO | NEVER",
        "401 | {'detail':{'status':'invalid_api_key','message':'m'}} | REJECTED | VENDOR_AUTHENTICATION | NO | NEVER",
        "401 | {'detail':{'status':'quota_exceeded','message':'m'}} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "403 | {'detail':{'message':'needs a higher subscription'}} | REJECTED | VENDOR_QUOTA | NO | NEVER",
        "422 | {'detail':[{'loc':['body','text'],'msg':'m'}]} | REJECTED | INVALID_ARGUMENT | NO | NEVER",
        "429 | {'detail':{'code':'concurrent_limit_exceeded','message':'m'}} | NOT_ACCEPTED | RATE_LIMITED | NO | AFTER",
        "500 | {'detail':'m'} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void create_error_isUnderstood(BadAnswer answer) throws Exception {
    Shot shot = shots.with(Parameter.VOICE, VOICE_ID).audio("eleven_v3");

    answer.toCreate(server, () -> failed(shot));
  }

  @Test
  void create_jsonInsteadOfSound_isUnknown() throws Exception {
    server.answerJson(200, "{\"surprise\":true}");

    assertEquals(
        Fate.UNKNOWN, failed(shots.with(Parameter.VOICE, VOICE_ID).audio("eleven_v3")).fate());
  }

  @Test
  void poll_neverHasAnythingUnderWay() {
    assertInstanceOf(Poll.Expired.class, elevenlabs.poll(new VendorReference("x", Map.of())));
  }

  @Test
  void video_isRefusedBeforeAnyCall() throws Exception {
    Shot shot = shots.video("eleven_v3", Operation.GENERATE);

    assertEquals(ErrorCode.UNSUPPORTED_OPERATION, failed(shot).failure().code());
    assertEquals(0, server.received().size());
  }

  private BackendException failed(Shot shot) {
    return failed(elevenlabs, shot);
  }
}
