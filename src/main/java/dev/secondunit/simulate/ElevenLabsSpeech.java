package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** ElevenLabs' speech and sound effects. */
final class ElevenLabsSpeech {
  /** Per 1,000 characters, June 2026: $0.10, and $0.05 for flash and turbo. */
  private static final UsdAmount PER_CHARACTER = UsdAmount.ofUsd("0.0001");

  private static final UsdAmount PER_CHARACTER_FAST = UsdAmount.ofUsd("0.00005");
  private static final UsdAmount PER_EFFECT = UsdAmount.ofUsd("0.12");

  private final Simulation simulation;

  ElevenLabsSpeech(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    String path = "/v1/text-to-speech/{voice}";
    routes
        .post(path, Operation.CREATE, exchange -> bytes(exchange, true))
        .post(path + "/stream", Operation.CREATE, exchange -> bytes(exchange, false))
        .post(path + "/with-timestamps", Operation.CREATE, this::withTimestamps)
        .post("/v1/sound-generation", Operation.CREATE, this::effect);
  }

  private Answer bytes(Exchange exchange, boolean wav) {
    Job job = speak(exchange, wav);
    return Answer.media(job.result(), Strikes.NONE)
        .with("character-cost", String.valueOf(job.order().prompt().length()));
  }

  private Answer withTimestamps(Exchange exchange) {
    Job job = speak(exchange, true);
    String text = job.order().prompt();
    ObjectNode body = Json.object().put("audio_base64", job.result().base64());
    ObjectNode alignment = body.putObject("alignment");
    ArrayNode characters = alignment.putArray("characters");
    ArrayNode starts = alignment.putArray("character_start_times_seconds");
    ArrayNode ends = alignment.putArray("character_end_times_seconds");
    double each = job.result().seconds() / text.length();
    for (int i = 0; i < text.length(); i++) {
      characters.add(text.substring(i, i + 1));
      starts.add(i * each);
      ends.add((i + 1) * each);
    }
    body.set("normalized_alignment", alignment.deepCopy());
    return Answer.json(body);
  }

  private Job speak(Exchange exchange, boolean wav) {
    String voice = exchange.variable("voice");
    if (ElevenLabsWire.VOICES.stream().noneMatch(one -> one.get(0).equals(voice))) {
      throw Refusal.of(
          Refusal.Kind.NOT_FOUND, "voice_id", "A voice with voice_id " + voice + " was not found.");
    }
    Sound sound = ElevenLabsFormat.read(exchange, "mp3_44100_128", wav);
    Fields fields = exchange.json();
    String text = requiredText(fields);
    String model = fields.text("model_id").orElse("eleven_multilingual_v2");
    int most =
        ElevenLabsWire.MODELS.stream()
            .filter(one -> one.get(0).equals(model))
            .map(one -> (Integer) one.get(1))
            .findFirst()
            .orElseThrow(
                () -> Refusal.invalid("model_id", "A model with ID " + model + " does not exist"));
    if (text.length() > most) {
      throw Refusal.of(Refusal.Kind.INVALID, "text", ElevenLabsWire.TOO_LONG + ": at most " + most);
    }
    if (fields.text("language_code").isPresent() && model.equals("eleven_multilingual_v2")) {
      throw fields.wrong("language_code", "is not supported by " + model);
    }
    fields.object("voice_settings").ifPresent(ElevenLabsSpeech::checkSettings);
    fields.number("seed", 0, 4_294_967_295.0);
    fields.texts("previous_request_ids", 0, 3);
    fields.texts("next_request_ids", 0, 3);
    fields.oneOf("apply_text_normalization", List.of("auto", "on", "off"));
    fields
        .ignoring(
            "previous_text",
            "next_text",
            "pronunciation_dictionary_locators",
            "apply_language_text_normalization",
            "use_pvc_as_ivc",
            "audio_effects")
        .done();
    boolean fast = model.contains("flash") || model.contains("turbo");
    return sold(
        exchange,
        model,
        text,
        (fast ? PER_CHARACTER_FAST : PER_CHARACTER).times(BigDecimal.valueOf(text.length())),
        Studio.spoken(text),
        sound);
  }

  private static void checkSettings(Fields settings) {
    for (String name : List.of("stability", "similarity_boost", "style")) {
      settings.number(name, 0, 1);
    }
    settings.number("speed", 0.7, 1.2);
    settings.flag("use_speaker_boost");
    settings.done();
  }

  private Answer effect(Exchange exchange) {
    Sound sound = ElevenLabsFormat.read(exchange, "mp3_44100_128", false);
    Fields fields = exchange.json();
    String text = requiredText(fields);
    double seconds = fields.number("duration_seconds", 0.5, 30).orElse(3.0);
    fields.number("prompt_influence", 0, 1);
    fields.flag("loop");
    String model =
        fields
            .oneOf("model_id", List.of("eleven_text_to_sound_v2"))
            .orElse("eleven_text_to_sound_v2");
    fields.done();
    Job job = sold(exchange, model, text, PER_EFFECT, seconds, sound);
    return Answer.media(job.result(), Strikes.NONE);
  }

  private Job sold(
      Exchange exchange, String model, String text, UsdAmount price, double seconds, Sound sound) {
    Job.Order order =
        new Job.Order(
            model,
            text,
            price,
            Billing.AT_END_UNLESS_FAILED,
            () -> simulation.shelf().studio().sound(seconds, sound));
    Job job = simulation.jobs().acceptDone(exchange, "sound", order);
    if (job.state(exchange.now()) == Job.State.FAILED) {
      throw Refusal.of(Refusal.Kind.INTERNAL, "The audio could not be generated.");
    }
    return job;
  }

  private static String requiredText(Fields fields) {
    Optional<String> text = fields.text("text").filter(value -> !value.isBlank());
    return text.orElseThrow(() -> Refusal.of(Refusal.Kind.UNPROCESSABLE, "text", "Field required"));
  }
}
