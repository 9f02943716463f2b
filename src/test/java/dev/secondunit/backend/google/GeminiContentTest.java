package dev.secondunit.backend.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BadAnswer;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Shots;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorBench;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images, speech and music of the {@code generateContent} wire. */
class GeminiContentTest extends VendorBench {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private GoogleBackend google;

  @BeforeEach
  void connect() {
    Map<String, String> environment =
        Map.of(
            "GEMINI_API_KEY", TestLayer.KEY, "GOOGLE_GEMINI_BASE_URL", server.uri("").toString());
    google = new GoogleBackend(settings(environment), layer.layer);
  }

  @Test
  void readiness_keyOrProject_isEnough() {
    Settings none = settings(Map.of());
    Settings project = settings(Map.of("GOOGLE_CLOUD_PROJECT", "p"));

    assertFalse(new GoogleBackend(none, layer.layer).readiness().usable());
    assertTrue(new GoogleBackend(project, layer.layer).readiness().usable());
    assertTrue(google.readiness().usable());
  }

  @Test
  void image_edit_isSentAsDocumentedAndDraftsAreSkipped() throws Exception {
    String draft = part("image/png", "draft").replace("{\"inline", "{\"thought\":true,\"inline");
    server.answerJson(200, answer(draft + "," + part("image/png", new String(PNG, "ISO-8859-1"))));
    Shot shot =
        shots
            .with(Parameter.ASPECT_RATIO, "16:9")
            .with(Parameter.SIZE, "1K")
            .with(Parameter.SEED, 1L)
            .with(Parameter.INPUT_IMAGES, List.of(shots.input("b.png", "image/png", "B")))
            .from(shots.input("a.png", "image/png", "A"), null, null, Map.of())
            .image("gemini-nano-banana-2.1");

    Submission.Delivered delivered = (Submission.Delivered) google.submit(shot);

    assertEquals("/v1beta/models/gemini-nano-banana-2.1:generateContent", server.last().target());
    assertJson(
        """
        {"contents":[{"role":"user","parts":[{"text":"%s"},
           {"inlineData":{"mimeType":"image/png","data":"QQ=="}},
           {"inlineData":{"mimeType":"image/png","data":"Qg=="}}]}],
         "generationConfig":{"responseModalities":["IMAGE"],
           "imageConfig":{"aspectRatio":"16:9","imageSize":"1K"},"seed":1}}
        """
            .formatted(Shots.PROMPT));
    Outcome outcome = delivered.outcome();
    assertEquals("image/png", outcome.files().get(0).mediaType());
    assertEquals(8L, outcome.files().get(0).bytes());
    assertEquals("gemini-x", outcome.model());
    assertEquals("gemini_img", outcome.continuation().prefix());
    assertEquals("resp1", delivered.reference().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 | {'promptFeedback':{'blockReason':'SAFETY'}} | REJECTED | VENDOR_REFUSED | NO | NEVER",
        "200 | {'candidates':[{'finishReason':'IMAGE_SAFETY'}]} | REJECTED | VENDOR_REFUSED | NO | NEVER",
        "200 | {'candidates':[{'finishReason':'NO_IMAGE'}],'usageMetadata':{'candidatesTokenCount':5}} | REJECTED | VENDOR_REFUSED | UNKNOWN | NEVER",
        "200 | {'candidates':[{'finishReason':'STOP','content':{'parts':[{'text':'no'}]}}]} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB",
        "200 | {} | UNKNOWN | SUBMIT_UNKNOWN | UNKNOWN | USE_JOB"
      })
  void image_withoutPicture_isUnderstood(BadAnswer answer) throws Exception {
    Shot shot = shots.image("gemini-nano-banana-2.1");

    answer.toCreate(server, () -> failed(google, shot));
  }

  @Test
  void speech_ofANewModel_sendsStyleAndFormat() throws Exception {
    server.answerJson(200, answer(part("audio/wav", "RIFF....WAVE")));
    Shot shot =
        shots
            .with(Parameter.VOICE, "Kore")
            .with(Parameter.INSTRUCTIONS, "calm")
            .with(Parameter.LANGUAGE, "en-US")
            .with(Parameter.OUTPUT_FORMAT, "wav")
            .audio("gemini-3.8-flash-tts");

    RemoteFile file = file(shot);

    assertJson(
        """
        {"contents":[{"role":"user","parts":[{"text":"%s","speechMetadata":{"style":"calm"}}]}],
         "generationConfig":{"responseModalities":["AUDIO"],
           "speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}},
                           "languageCode":"en-US"},
           "responseFormat":{"audio":{"mimeType":"AUDIO_WAV"}}}}
        """
            .formatted(Shots.PROMPT));
    assertEquals(12L, file.bytes(), "a finished WAV stays as it is");
  }

  @Test
  void speech_ofAnOlderModel_sendsNoStyleAndGetsAWavHeader() throws Exception {
    server.answerJson(200, answer(part("audio/L16;codec=pcm;rate=22050", "samples!")));
    Shot shot =
        shots
            .with(Parameter.VOICE, "Kore")
            .with(Parameter.INSTRUCTIONS, "calm")
            .with(Parameter.OUTPUT_FORMAT, "wav")
            .audio("gemini-3.1-flash-tts-preview");

    RemoteFile file = file(shot);

    assertJson(
        """
        {"contents":[{"role":"user","parts":[{"text":"%s"}]}],
         "generationConfig":{"responseModalities":["AUDIO"],
           "speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}}}
        """
            .formatted(Shots.PROMPT));
    byte[] wave = Files.readAllBytes(Path.of(file.location()));
    assertEquals(44 + 8, wave.length);
    assertEquals(22_050, (wave[24] & 0xff) | (wave[25] & 0xff) << 8);
    assertEquals(1, wave[20]);
  }

  @ParameterizedTest
  @CsvSource({"audio/PCMU,7", "audio/mulaw;rate=8000,7", "audio/x-alaw,6", "audio/PCMA,6"})
  void speech_telephoneCodings_getTheirOwnWavHeader(String type, int tag) throws Exception {
    server.answerJson(200, answer(part(type, "samples!")));

    byte[] wave = Files.readAllBytes(Path.of(file(shots.audio("gemini-3.8-flash-tts")).location()));

    assertEquals(tag, wave[20]);
    assertEquals(8_000, (wave[24] & 0xff) | (wave[25] & 0xff) << 8);
  }

  @Test
  void speech_ofTwo_namesBothVoices() throws Exception {
    server.answerJson(200, answer(part("audio/wav", "RIFF....WAVE")));
    Shot shot =
        shots
            .options(
                "{\"speakers\":[{\"speaker\":\"A\",\"voice\":\"Kore\"},{\"speaker\":\"B\",\"voice\":\"Puck\"}]}")
            .audio("gemini-3.8-flash-tts");

    google.submit(shot);

    assertEquals(
        "Puck",
        server
            .last()
            .json()
            .at("/generationConfig/speechConfig/multiSpeakerVoiceConfig/speakerVoiceConfigs/1")
            .at("/voiceConfig/prebuiltVoiceConfig/voiceName")
            .asString());
  }

  @Test
  void music_isSentAsDocumented() throws Exception {
    server.answerJson(200, answer("{\"text\":\"lyrics\"}," + part("audio/mpeg", "ID3....")));
    Shot shot =
        shots
            .with(Parameter.SEED, 4L)
            .with(Parameter.AUDIO_TYPE, "music")
            .audio("lyria-3-clip-preview");

    RemoteFile file = file(shot);

    assertJson(
        """
        {"contents":[{"role":"user","parts":[{"text":"%s"}]}],
         "generationConfig":{"responseModalities":["AUDIO","TEXT"],"seed":4}}
        """
            .formatted(Shots.PROMPT));
    assertTrue(file.location().endsWith(".mp3"), file.location());
  }

  private RemoteFile file(Shot shot) throws Exception {
    return ((Submission.Delivered) google.submit(shot)).outcome().files().get(0);
  }

  private static String answer(String parts) {
    return "{\"responseId\":\"resp1\",\"modelVersion\":\"gemini-x\",\"candidates\":[{\"finishReason\":"
        + "\"STOP\",\"content\":{\"parts\":["
        + parts
        + "]}}]}";
  }

  private static String part(String type, String bytes) throws IOException {
    String data = Base64.getEncoder().encodeToString(bytes.getBytes("ISO-8859-1"));
    return "{\"inlineData\":{\"mimeType\":\"" + type + "\",\"data\":\"" + data + "\"}}";
  }
}
