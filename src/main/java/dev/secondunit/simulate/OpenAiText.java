package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's speech, its reading of pictures by {@code /responses}, and the list of models. */
final class OpenAiText {
  private static final LocalDate SPEECH_ENDS = LocalDate.of(2027, 1, 6);
  private static final UsdAmount PER_CHARACTER = UsdAmount.ofUsd("0.000015");
  private static final List<String> SPEECH = List.of("gpt-4o-mini-tts", "tts-1", "tts-1-hd");
  private static final List<String> READERS = List.of("gpt-6-luna", "gpt-5.6-sol", "gpt-4o");

  private final Simulation simulation;

  OpenAiText(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes
        .post("/audio/speech", Operation.CREATE, this::speak)
        .post("/responses", Operation.CREATE, this::respond)
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

  private Answer respond(Exchange exchange) {
    Fields fields = exchange.json();
    String model = fields.requiredText("model");
    if (!READERS.contains(model)) {
      throw unknown(model);
    }
    JsonNode input = fields.any("input").orElseThrow(() -> fields.missing("input"));
    checkInput(input);
    Optional<JsonNode> schema =
        fields
            .object("text")
            .flatMap(text -> text.object("format"))
            .filter(format -> format.text("type").filter("json_schema"::equals).isPresent())
            .map(
                format -> {
                  format.requiredText("name");
                  return format.any("schema").orElseThrow(() -> format.missing("schema"));
                });
    fields.whole("max_output_tokens", 16, 1_000_000);
    fields.number("temperature", 0, 2);
    fields
        .ignoring("instructions", "store", "reasoning", "previous_response_id", "metadata", "user")
        .done();
    String prompt = exchange.text();
    Job job =
        simulation
            .jobs()
            .acceptDone(
                exchange,
                "resp",
                new Job.Order(
                    model,
                    prompt,
                    UsdAmount.ofUsd("0.002"),
                    Billing.AT_END_UNLESS_FAILED,
                    () -> {
                      throw new IllegalStateException("words have no file");
                    }));
    Job.State state = job.state(exchange.now());
    ObjectNode body = Json.object().put("id", job.id()).put("object", "response");
    body.put("created_at", exchange.now().getEpochSecond()).put("model", job.modelEchoed());
    ArrayNode output = body.putArray("output");
    body.putNull("incomplete_details").putNull("error");
    if (state == Job.State.FAILED) {
      body.put("status", "failed");
      body.putObject("error").put("code", "server_error").put("message", "It went wrong.");
      return Answer.json(body);
    }
    ObjectNode message =
        output.addObject().put("type", "message").put("id", "msg_1").put("role", "assistant");
    ArrayNode content = message.put("status", "completed").putArray("content");
    Analyst.Words words = Analyst.answer(prompt, schema, exchange.strikes());
    if (state != Job.State.SUCCEEDED) {
      content.addObject().put("type", "refusal").put("refusal", "I can't help with that.");
    } else {
      content
          .addObject()
          .put("type", "output_text")
          .put("text", words.text())
          .putArray("annotations");
    }
    body.put("status", words.cut() ? "incomplete" : "completed");
    if (words.cut()) {
      body.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    body.putObject("usage")
        .put("input_tokens", 900)
        .put("output_tokens", words.tokens())
        .put("total_tokens", 900 + words.tokens());
    return Answer.json(body);
  }

  private static void checkInput(JsonNode input) {
    if (input.isString()) {
      return;
    }
    for (JsonNode item : input) {
      Fields message = Fields.of(item, "input[]");
      message.oneOf("role", List.of("user", "assistant", "system", "developer"));
      JsonNode content = message.any("content").orElseThrow(() -> message.missing("content"));
      message.ignoring("type").done();
      if (content.isString()) {
        continue;
      }
      for (JsonNode node : content) {
        Fields part = Fields.of(node, "input[].content[]");
        switch (part.requiredText("type")) {
          case "input_text", "output_text" -> part.text("text");
          case "input_image" -> {
            part.oneOf("detail", List.of("low", "high", "auto", "original"));
            if (!part.has("image_url") && !part.has("file_id")) {
              throw part.missing("image_url");
            }
          }
          case "input_file" -> part.ignoring("file_id", "file_url", "file_data", "filename");
          default -> throw part.wrong("type", "must be input_text, input_image or input_file");
        }
        part.done();
      }
    }
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
