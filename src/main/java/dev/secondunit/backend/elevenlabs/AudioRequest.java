package dev.secondunit.backend.elevenlabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The request for one piece of sound, by what is asked for.
 *
 * @param format the vendor's word for the output format, or null to leave it to the vendor
 */
record AudioRequest(Call call, String format) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Music can hold the connection for minutes. */
  private static final Duration PATIENCE_FOR_MUSIC = Duration.ofMinutes(12);

  private static final List<String> VOICE_SETTINGS =
      List.of("stability", "similarity_boost", "style", "use_speaker_boost");

  /** Turns a voice's name into its id; does I/O. */
  @FunctionalInterface
  interface VoiceLookup {
    String id(String voice) throws BackendException, InterruptedException;
  }

  static AudioRequest of(Shot shot, VoiceLookup voices)
      throws BackendException, InterruptedException {
    return switch (kind(shot)) {
      case "music" -> music(shot);
      case "sound_effect" -> soundEffect(shot);
      default -> speech(shot, voices);
    };
  }

  private static String kind(Shot shot) {
    String model = shot.plan().model();
    String usual =
        model.startsWith("music")
            ? "music"
            : model.contains("text_to_sound") ? "sound_effect" : "speech";
    return shot.plan().effective().text(Parameter.AUDIO_TYPE).orElse(usual);
  }

  private static AudioRequest speech(Shot shot, VoiceLookup voices)
      throws BackendException, InterruptedException {
    Parameters asked = shot.plan().effective();
    String voice = voices.id(asked.text(Parameter.VOICE).orElse("Rachel"));
    ObjectNode options = options(asked);
    RequestJson settings = new RequestJson();
    for (String name : VOICE_SETTINGS) {
      settings.node(name, Optional.ofNullable(options.get(name)));
    }
    settings.number("speed", asked.number(Parameter.SPEED));
    RequestJson json =
        new RequestJson()
            .text("text", asked.text(Parameter.PROMPT))
            .text("model_id", shot.plan().model())
            .text("language_code", asked.text(Parameter.LANGUAGE))
            .integer("seed", asked.integer(Parameter.SEED));
    if (!settings.isEmpty()) {
      json.node("voice_settings", settings.json());
    }
    Set<String> placed =
        Set.of("stability", "similarity_boost", "style", "use_speaker_boost", "enable_logging");
    json.options(Optional.of(options), placed);
    String path = "/v1/text-to-speech/" + URLEncoder.encode(voice, StandardCharsets.UTF_8);
    JsonNode logging = options.get("enable_logging");
    return request(shot, path, logging, json, PATIENCE);
  }

  private static AudioRequest soundEffect(Shot shot) {
    Parameters asked = shot.plan().effective();
    RequestJson json =
        new RequestJson()
            .text("text", asked.text(Parameter.PROMPT))
            .number("duration_seconds", asked.number(Parameter.DURATION))
            .text("model_id", shot.plan().model())
            .options(asked.object(Parameter.VENDOR_OPTIONS), Set.of());
    return request(shot, "/v1/sound-generation", null, json, PATIENCE);
  }

  /** A composition plan replaces prompt and length; only with a plan is a seed taken. */
  private static AudioRequest music(Shot shot) {
    Parameters asked = shot.plan().effective();
    RequestJson json = new RequestJson().text("model_id", shot.plan().model());
    if (options(asked).has("composition_plan")) {
      json.integer("seed", asked.integer(Parameter.SEED))
          .options(asked.object(Parameter.VENDOR_OPTIONS), Set.of("force_instrumental"));
    } else {
      json.text("prompt", asked.text(Parameter.PROMPT))
          .whole("music_length_ms", asked.number(Parameter.DURATION).map(s -> s * 1_000))
          .options(asked.object(Parameter.VENDOR_OPTIONS), Set.of());
    }
    return request(shot, "/v1/music", null, json, PATIENCE_FOR_MUSIC);
  }

  private static AudioRequest request(
      Shot shot, String path, JsonNode logging, RequestJson json, Duration patience) {
    Parameters asked = shot.plan().effective();
    String format = asked.text(Parameter.OUTPUT_FORMAT).map(OutputFormat::word).orElse(null);
    StringBuilder target = new StringBuilder(path);
    if (format != null) {
      target.append("?output_format=").append(URLEncoder.encode(format, StandardCharsets.UTF_8));
    }
    if (logging != null && logging.isBoolean()) {
      target.append(format == null ? '?' : '&').append("enable_logging=");
      target.append(logging.asBoolean());
    }
    Call call =
        Call.create(target.toString(), new Body.Json(json.json(), shot.scratch()))
            .within(patience)
            .masking(asked.text(Parameter.PROMPT).orElse(null));
    return new AudioRequest(call, format);
  }

  private static ObjectNode options(Parameters asked) {
    return asked.object(Parameter.VENDOR_OPTIONS).orElseGet(JsonNodeFactory.instance::objectNode);
  }
}
