package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.DeliveredFile;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.WaveContainer.Coding;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Speech of the TTS models and music of Lyria. Newer TTS models answer with a finished WAV; older
 * ones with bare samples, which get a header.
 */
final class GeminiSound {
  private static final Pattern RATE = Pattern.compile("rate=(\\d{4,6})");
  private static final int USUAL_RATE = 24_000;
  private static final int TELEPHONE_RATE = 8_000;

  private final GeminiContent content;

  GeminiSound(Home home) {
    this.content = new GeminiContent(home);
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    boolean music = shot.plan().model().startsWith("lyria");
    Answer answer = content.send(shot, music ? music(shot) : speech(shot));
    GeminiContent.Found found = content.media(answer, "audio/");
    Outcome outcome =
        new Outcome(List.of(file(found)), GeminiContent.model(answer), null, null, List.of());
    return new Submission.Delivered(
        new VendorReference(GeminiContent.id(answer, shot), Map.of()), outcome);
  }

  private static ObjectNode music(Shot shot) {
    Parameters asked = shot.plan().effective();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    part(json).put("text", asked.text(Parameter.PROMPT).orElse(""));
    RequestJson configuration = new RequestJson();
    configuration.json().putArray("responseModalities").add("AUDIO").add("TEXT");
    configuration.integer("seed", asked.integer(Parameter.SEED));
    json.set("generationConfig", configuration.json());
    return json;
  }

  private static ObjectNode speech(Shot shot) {
    Parameters asked = shot.plan().effective();
    boolean older = takesNoStyle(shot.plan().model());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode part = part(json);
    part.put("text", asked.text(Parameter.PROMPT).orElse(""));
    if (!older) {
      asked
          .text(Parameter.INSTRUCTIONS)
          .ifPresent(style -> part.putObject("speechMetadata").put("style", style));
    }
    ObjectNode configuration = json.putObject("generationConfig");
    configuration.putArray("responseModalities").add("AUDIO");
    configuration.set("speechConfig", voices(asked));
    Optional<String> format = asked.text(Parameter.OUTPUT_FORMAT);
    if (!older && format.isPresent()) {
      configuration
          .putObject("responseFormat")
          .putObject("audio")
          .put("mimeType", "AUDIO_" + format.get().toUpperCase(Locale.ROOT));
    }
    return json;
  }

  private static ObjectNode part(ObjectNode json) {
    ObjectNode turn = json.putArray("contents").addObject().put("role", "user");
    return turn.putArray("parts").addObject();
  }

  private static ObjectNode voices(Parameters asked) {
    RequestJson speech = new RequestJson();
    JsonNode speakers =
        asked
            .object(Parameter.VENDOR_OPTIONS)
            .map(options -> options.path("speakers"))
            .orElseGet(JsonNodeFactory.instance::missingNode);
    if (speakers.isArray() && !speakers.isEmpty()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (JsonNode speaker : speakers) {
        ObjectNode each = list.addObject().put("speaker", speaker.path("speaker").asString(""));
        each.set("voiceConfig", voice(speaker.path("voice").asString("")));
      }
      ObjectNode several = JsonNodeFactory.instance.objectNode();
      several.set("speakerVoiceConfigs", list);
      speech.node("multiSpeakerVoiceConfig", several);
    } else {
      speech.node("voiceConfig", asked.text(Parameter.VOICE).map(GeminiSound::voice));
    }
    return speech.text("languageCode", asked.text(Parameter.LANGUAGE)).json();
  }

  private static ObjectNode voice(String name) {
    ObjectNode voice = JsonNodeFactory.instance.objectNode();
    voice.putObject("prebuiltVoiceConfig").put("voiceName", name);
    return voice;
  }

  /** The 2.5 and 3.1 models refuse the fields that came with 3.8. */
  private static boolean takesNoStyle(String model) {
    return model.startsWith("gemini-2.") || model.startsWith("gemini-3.1-");
  }

  private static RemoteFile file(GeminiContent.Found found) throws BackendException {
    String type = found.mediaType().toLowerCase(Locale.ROOT);
    Matcher matcher = RATE.matcher(type);
    Coding coding = coding(type);
    boolean telephone = coding == Coding.MU_LAW || coding == Coding.A_LAW;
    int usual = telephone ? TELEPHONE_RATE : USUAL_RATE;
    int rate = matcher.find() ? Integer.parseInt(matcher.group(1)) : usual;
    try {
      return coding == null
          ? DeliveredFile.of(found.file().path(), found.mediaType())
          : DeliveredFile.ofSamples(found.file().path(), coding, rate);
    } catch (IOException e) {
      throw Failures.notKept(GoogleBackend.NAME, e);
    }
  }

  /** How bare samples of this type are coded; null for a finished file. */
  private static Coding coding(String type) {
    if (type.contains("mulaw") || type.contains("pcmu") || type.contains("basic")) {
      return Coding.MU_LAW;
    }
    if (type.contains("alaw") || type.contains("pcma")) {
      return Coding.A_LAW;
    }
    return type.contains("l16") || type.contains("pcm") ? Coding.PCM_16 : null;
  }
}
