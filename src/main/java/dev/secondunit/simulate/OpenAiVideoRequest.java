package dev.secondunit.simulate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A create of {@code /videos} in one of its accents. OpenAI's own ranges are those of {@code
 * openai} 7.55.0; the others are from the servers' documentation of 2026.
 *
 * @param reference the first frame
 */
record OpenAiVideoRequest(
    String model, String prompt, double seconds, Frame frame, Optional<Path> reference) {
  private static final List<String> SECONDS = List.of("4", "8", "12");
  private static final List<String> SIZES = List.of("720x1280", "1280x720");
  private static final List<String> PRO_SIZES = List.of("1024x1792", "1792x1024");
  private static final Set<Dialect> OPEN_SERVERS = Set.of(Dialect.VLLM_OMNI, Dialect.SGLANG);

  /** Where the values stand: in a form, where all are texts, or in JSON. */
  private interface Values {
    Optional<String> text(String name);

    Optional<JsonNode> json(String name);

    Optional<Path> picture();

    void done();
  }

  static OpenAiVideoRequest read(Exchange exchange, Shelf shelf) {
    Dialect dialect = exchange.dialect();
    if (dialect == Dialect.VLLM_OMNI && !exchange.isForm()) {
      throw Refusal.of(Refusal.Kind.UNPROCESSABLE, "Expected multipart/form-data.");
    }
    Values values =
        exchange.isForm()
            ? ofForm(exchange.form(), dialect)
            : ofJson(exchange.json(), exchange, shelf, dialect);
    String prompt =
        values
            .text("prompt")
            .filter(text -> !text.isBlank() && text.length() <= 32_000)
            .orElseThrow(() -> Refusal.invalid("prompt", "prompt must have 1 to 32000 characters"));
    String model = values.text("model").orElse("sora-2");
    boolean own = dialect == Dialect.OPENAI;
    if (own && !model.matches("sora-2(-pro)?(-\\d{4}-\\d{2}-\\d{2})?")) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND, "model", "The model '" + model + "' does not exist.");
    }
    double seconds = seconds(values, dialect);
    Frame frame = frame(values, dialect, model.startsWith("sora-2-pro"));
    Optional<Path> reference = values.picture();
    if (own && reference.isPresent()) {
      var facts = shelf.studio().measure(reference.get());
      if (facts.width() != frame.width() || facts.height() != frame.height()) {
        throw Refusal.invalid(
            "input_reference",
            "Inpaint image must match the requested width and height: "
                + frame.width()
                + "x"
                + frame.height());
      }
    }
    values.done();
    return new OpenAiVideoRequest(model, prompt, seconds, frame, reference);
  }

  private static double seconds(Values values, Dialect dialect) {
    Optional<JsonNode> json = values.json("seconds");
    if (dialect == Dialect.OPENAI) {
      if (json.isPresent() && !json.get().isString()) {
        throw Refusal.invalid("seconds", "seconds must be a string");
      }
      String text = values.text("seconds").orElse("4");
      if (!SECONDS.contains(text)) {
        throw Refusal.invalid("seconds", "seconds must be one of '4', '8', '12'");
      }
      return Double.parseDouble(text);
    }
    if (dialect == Dialect.SGLANG && json.isPresent() && !json.get().isIntegralNumber()) {
      throw Refusal.of(Refusal.Kind.UNPROCESSABLE, "seconds", "seconds must be an integer");
    }
    Optional<String> frames = values.text("num_frames");
    double rate = values.text("fps").map(Double::parseDouble).orElse(24.0);
    return frames
        .map(count -> Double.parseDouble(count) / rate)
        .or(() -> values.text("seconds").map(Double::parseDouble))
        .filter(seconds -> seconds > 0 && seconds <= 60)
        .orElse(4.0);
  }

  private static Frame frame(Values values, Dialect dialect, boolean pro) {
    Optional<String> size = values.text("size").filter(text -> !text.isBlank());
    if (dialect == Dialect.OPENAI) {
      String asked = size.orElse("720x1280");
      if (!SIZES.contains(asked) && !(pro && PRO_SIZES.contains(asked))) {
        throw Refusal.invalid("size", "size " + asked + " is not supported by this model");
      }
      return Frame.parse(asked);
    }
    Optional<String> width = values.text("width");
    Optional<String> height = values.text("height");
    if (width.isPresent() && height.isPresent()) {
      return new Frame(Integer.parseInt(width.get()), Integer.parseInt(height.get()));
    }
    return size.filter(text -> text.matches("\\d{2,4}x\\d{2,4}"))
        .map(Frame::parse)
        .orElse(new Frame(832, 480));
  }

  private static void ignoreExtras(java.util.function.Consumer<String> known, Dialect dialect) {
    if (OPEN_SERVERS.contains(dialect)) {
      List.of(
              "num_inference_steps",
              "guidance_scale",
              "seed",
              "negative_prompt",
              "lora",
              "extra_params",
              "extra_body",
              "image_reference",
              "video_reference",
              "audio_reference",
              "reference_url",
              "width",
              "height",
              "num_frames",
              "fps")
          .forEach(known);
    }
    if (dialect == Dialect.GATEWAY) {
      List.of("resolution", "reference_images", "width", "height", "num_frames", "fps")
          .forEach(known);
    }
  }

  private static Values ofForm(Form form, Dialect dialect) {
    return new Values() {
      @Override
      public Optional<String> text(String name) {
        return form.text(name);
      }

      @Override
      public Optional<JsonNode> json(String name) {
        return Optional.empty();
      }

      @Override
      public Optional<Path> picture() {
        return form.file("input_reference").map(Upload::file);
      }

      @Override
      public void done() {
        ignoreExtras(form::text, dialect);
        form.done();
      }
    };
  }

  private static Values ofJson(Fields fields, Exchange exchange, Shelf shelf, Dialect dialect) {
    return new Values() {
      @Override
      public Optional<String> text(String name) {
        return fields.any(name).map(JsonNode::asString);
      }

      @Override
      public Optional<JsonNode> json(String name) {
        return fields.any(name);
      }

      @Override
      public Optional<Path> picture() {
        return fields
            .object("input_reference")
            .map(
                reference -> {
                  String url = reference.requiredText("image_url");
                  reference.done();
                  return shelf.resolve(exchange, "input_reference.image_url", url);
                });
      }

      @Override
      public void done() {
        ignoreExtras(fields::ignoring, dialect);
        fields.done();
      }
    };
  }
}
