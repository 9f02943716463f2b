package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's speech, its reading of pictures and sounds, and the list of models. */
final class OpenAiText {
  private static final LocalDate SPEECH_ENDS = LocalDate.of(2027, 1, 6);
  private static final UsdAmount PER_CHARACTER = UsdAmount.ofUsd("0.000015");
  private static final List<String> SPEECH = List.of("gpt-4o-mini-tts", "tts-1", "tts-1-hd");
  private static final UsdAmount TRANSCRIPT_MINUTE = UsdAmount.ofUsd("0.0045");
  private static final long LARGEST_TRANSCRIBED = 25L << 20;
  private static final Responses.Custom READERS =
      new Responses.Custom(
          Map.of("gpt-6-luna", "gpt-6-luna", "gpt-5.6-sol", "gpt-5.6-sol", "gpt-4o", "gpt-4o"),
          Set.of("image/png", "image/jpeg", "image/webp", "image/gif"),
          50L << 20,
          false);

  private final Simulation simulation;

  OpenAiText(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes
        .post("/audio/speech", Operation.CREATE, this::speak)
        .post("/audio/transcriptions", Operation.CREATE, this::transcribe)
        .post("/responses", Operation.CREATE, new Responses(simulation, READERS)::respond)
        .get("/models", Operation.READ, any -> Answer.json(models()));
  }

  private Answer speak(Exchange exchange) {
    Fields fields = exchange.json();
    String model = fields.requiredText("model");
    boolean alive = exchange.now().atZone(ZoneOffset.UTC).toLocalDate().isBefore(SPEECH_ENDS);
    if (!SPEECH.contains(model) || !alive) {
      throw unknown(model);
    }
    String input = fields.requiredText("input");
    if (input.length() > 4096) {
      throw fields.wrong("input", "must have at most 4096 characters");
    }
    fields.any("voice").orElseThrow(() -> fields.missing("voice"));
    if (fields.text("instructions").isPresent() && model.startsWith("tts-1")) {
      throw fields.wrong("instructions", "is not supported by " + model);
    }
    String format =
        fields
            .oneOf("response_format", List.of("mp3", "opus", "aac", "flac", "wav", "pcm"))
            .orElse("mp3");
    fields.number("speed", 0.25, 4);
    fields.oneOf("stream_format", List.of("audio"));
    fields.done();
    Sound.Encoding encoding = Sound.Encoding.valueOf(format.toUpperCase(Locale.ROOT));
    Sound sound =
        new Sound(encoding, format.equals("opus") ? 48_000 : 24_000, format.equals("mp3") ? 64 : 0);
    Job job =
        simulation
            .jobs()
            .acceptDone(
                exchange,
                "speech",
                new Job.Order(
                    model,
                    input,
                    PER_CHARACTER.times(BigDecimal.valueOf(input.length())),
                    Billing.WHEN_DELIVERED,
                    () -> simulation.shelf().studio().sound(Studio.spoken(input), sound)));
    return Answer.media(job.result(), Strikes.NONE);
  }

  /**
   * Words of a file of speech or sound. They tell how long it is, so that they are of what was
   * sent.
   */
  private Answer transcribe(Exchange exchange) {
    Form form = exchange.form();
    String model = form.text("model").orElse("");
    if (!model.equals("gpt-transcribe")) {
      throw unknown(model);
    }
    Upload file = form.file("file").orElseThrow(() -> Refusal.invalid("file", "file is required"));
    if (file.bytes() > LARGEST_TRANSCRIBED) {
      throw Refusal.of(Refusal.Kind.TOO_LARGE, "file", "Maximum content size limit exceeded.");
    }
    String format = form.text("response_format").orElse("json");
    if (!List.of("json", "text").contains(format)) {
      throw Refusal.invalid("response_format", "response_format must be json or text");
    }
    form.text("prompt");
    form.text("language");
    form.text("languages[]");
    form.done();
    double seconds = simulation.shelf().studio().measure(file.file()).durationSeconds();
    String prompt = exchange.text();
    Job job =
        simulation
            .jobs()
            .acceptDone(
                exchange,
                "transcript",
                Job.Order.ofWords(
                    model, prompt, TRANSCRIPT_MINUTE.times(BigDecimal.valueOf(seconds / 60))));
    if (job.state(exchange.now()) == Job.State.FAILED) {
      throw Refusal.of(Refusal.Kind.INTERNAL, "The audio could not be transcribed.");
    }
    String text = String.format(Locale.ROOT, "A steady tone for %.1f seconds.", seconds);
    if (format.equals("text")) {
      return Answer.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }
    ObjectNode body = Json.object().put("text", text);
    body.putObject("usage").put("type", "duration").put("seconds", Math.ceil(seconds));
    return Answer.json(body);
  }

  private static Refusal unknown(String model) {
    return Refusal.of(
        Refusal.Kind.MODEL_NOT_FOUND, "model", "The model '" + model + "' does not exist.");
  }

  private static ObjectNode models() {
    ObjectNode body = Json.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    for (String model : SPEECH) {
      data.addObject()
          .put("id", model)
          .put("object", "model")
          .put("created", 1_700_000_000)
          .put("owned_by", "openai")
          .put("shutdown_date", SPEECH_ENDS.toString());
    }
    for (String model : List.of("gpt-image-2", "gpt-image-2.5-sunburst", "gpt-6-luna")) {
      data.addObject()
          .put("id", model)
          .put("object", "model")
          .put("created", 1_780_000_000)
          .put("owned_by", "openai")
          .putNull("shutdown_date");
    }
    return body;
  }
}
