package dev.secondunit.simulate;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's pictures: JSON to make them, a form to edit them; always base64. */
final class OpenAiImages {
  /** The models and the days they end, as announced until November 2026. */
  private static final Map<String, LocalDate> MODELS =
      Map.of(
          "gpt-image-1", LocalDate.of(2026, 10, 23),
          "gpt-image-1-mini", LocalDate.of(2026, 12, 1),
          "gpt-image-1.5", LocalDate.of(2026, 12, 1),
          "gpt-image-2", LocalDate.MAX,
          "gpt-image-2-2026-04-21", LocalDate.MAX,
          "gpt-image-2.5-sunburst", LocalDate.MAX,
          "gpt-image-2.5-flare", LocalDate.MAX,
          "gpt-image-2.6-sunburst", LocalDate.MAX,
          "gpt-image-2.6-flare", LocalDate.MAX);

  private static final UsdAmount PRICE = UsdAmount.ofUsd("0.04");
  private static final int MOST_PIXELS = 3840 * 2160;

  /** Reads fields of JSON or of a form alike. */
  private interface Values {
    Optional<String> text(String name);
  }

  private final Simulation simulation;

  OpenAiImages(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes
        .post("/images/generations", Operation.CREATE, this::generate)
        .post("/images/edits", Operation.CREATE, this::edit);
  }

  private Answer generate(Exchange exchange) {
    Fields fields = exchange.json();
    for (String number : List.of("n", "output_compression")) {
      if (fields.any(number).filter(value -> !value.isIntegralNumber()).isPresent()) {
        throw fields.wrong(number, "must be an integer");
      }
    }
    fields.ignoring("user", "safety_identifier");
    return make(
        exchange, name -> fields.any(name).map(JsonNode::asString), fields::done, Optional.empty());
  }

  private Answer edit(Exchange exchange) {
    Form form = exchange.form();
    List<Upload> images = new ArrayList<>(form.files("image"));
    images.addAll(form.files("image[]"));
    if (images.isEmpty() || images.size() > 16) {
      throw Refusal.invalid("image", "image must hold 1 to 16 files");
    }
    List<MediaFacts> facts =
        images.stream().map(image -> simulation.shelf().studio().measure(image.file())).toList();
    if (facts.stream().anyMatch(one -> !one.mediaType().matches("image/(png|jpeg|webp)"))) {
      throw Refusal.invalid("image", "image must be png, webp or jpg");
    }
    form.file("mask").ifPresent(mask -> checkMask(mask, facts.get(0)));
    form.file("markup");
    form.text("user");
    form.text("safety_identifier");
    form.text("input_fidelity")
        .ifPresent(
            any -> {
              if (!form.text("model").orElse("").matches("gpt-image-1.*")) {
                throw Refusal.of(
                    Refusal.Kind.UNKNOWN_FIELD, "input_fidelity", "Unknown parameter.");
              }
            });
    return make(exchange, form::text, form::done, Optional.of(facts.get(0)));
  }

  private void checkMask(Upload mask, MediaFacts first) {
    MediaFacts facts = simulation.shelf().studio().measure(mask.file());
    if (!facts.mediaType().equals("image/png")
        || !facts.width().equals(first.width())
        || !facts.height().equals(first.height())
        || mask.bytes() >= 4 << 20) {
      throw Refusal.invalid("mask", "mask must be a PNG below 4 MB of the size of the image");
    }
  }

  private Answer make(
      Exchange exchange, Values values, Runnable done, Optional<MediaFacts> source) {
    String prompt =
        values
            .text("prompt")
            .filter(text -> !text.isBlank() && text.length() <= 32_000)
            .orElseThrow(() -> Refusal.invalid("prompt", "prompt must have 1 to 32000 characters"));
    String model =
        values.text("model").orElseThrow(() -> Refusal.invalid("model", "model is required"));
    LocalDate end = MODELS.get(model);
    if (end == null || !exchange.now().atZone(ZoneOffset.UTC).toLocalDate().isBefore(end)) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND, "model", "The model '" + model + "' does not exist.");
    }
    boolean newer = model.matches("gpt-image-2\\.[56].*");
    int count = number(values, "n", 1, 10).orElse(1);
    String size = values.text("size").orElse("auto");
    String quality =
        oneOf(
            values,
            "quality",
            newer
                ? List.of("low", "medium", "high", "auto", "xhigh", "max")
                : List.of("low", "medium", "high", "auto"));
    oneOf(values, "background", List.of("auto", "transparent", "opaque"));
    oneOf(values, "moderation", List.of("auto", "low"));
    if (values.text("complexity").isPresent() && !newer) {
      throw Refusal.of(Refusal.Kind.UNKNOWN_FIELD, "complexity", "Unknown parameter.");
    }
    String format = oneOf(values, "output_format", List.of("png", "jpeg", "webp"));
    String encoding = format == null ? "png" : format;
    if (number(values, "output_compression", 0, 100).isPresent() && encoding.equals("png")) {
      throw Refusal.invalid("output_compression", "output_compression needs jpeg or webp");
    }
    done.run();
    Frame frame = frame(size, source);
    Frame delivered = exchange.strikes().has(Fault.SHORT_DELIVERED) ? frame.atMost(512) : frame;
    Job.Order order =
        new Job.Order(
            model,
            prompt,
            PRICE.times(BigDecimal.valueOf(count)),
            Billing.WHEN_DELIVERED,
            () -> simulation.shelf().studio().picture(delivered, encoding));
    Job job = simulation.jobs().acceptDone(exchange, "image", order);
    return switch (job.state(exchange.now())) {
      case MODERATED ->
          throw Refusal.of(
              Refusal.Kind.MODERATED, "Your request was rejected by the safety system.");
      case FAILED -> throw Refusal.of(Refusal.Kind.INTERNAL, "The server had an error.");
      case FILTERED -> Answer.json(body(exchange, job, 0, frame, quality, encoding));
      default -> withMedia(body(exchange, job, count, frame, quality, encoding));
    };
  }

  private static Answer withMedia(ObjectNode body) {
    return Answer.jsonWithMedia(body, Strikes.NONE);
  }

  private static ObjectNode body(
      Exchange exchange, Job job, int count, Frame frame, String quality, String encoding) {
    ObjectNode body = Json.object().put("created", exchange.now().getEpochSecond());
    body.put("model", job.modelEchoed()).put("background", "opaque");
    body.put("output_format", encoding).put("quality", quality == null ? "high" : quality);
    body.put("size", frame.width() + "x" + frame.height());
    ArrayNode data = body.putArray("data");
    for (int i = 0; i < count; i++) {
      data.addObject().put("b64_json", job.result().base64());
    }
    ObjectNode usage = body.putObject("usage").put("total_tokens", 1100);
    usage.put("input_tokens", 100).put("output_tokens", 1000);
    usage.putObject("input_tokens_details").put("text_tokens", 100).put("image_tokens", 0);
    return body;
  }

  private static Frame frame(String size, Optional<MediaFacts> source) {
    if (size.equals("auto")) {
      return source.isPresent() && source.get().width() > source.get().height()
          ? new Frame(1536, 1024)
          : new Frame(1024, 1024);
    }
    if (!size.matches("\\d{2,4}x\\d{2,4}")) {
      throw Refusal.invalid("size", "size must be auto or WIDTHxHEIGHT");
    }
    String[] sides = size.split("x");
    int width = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    boolean sixteens = width % 16 == 0 && height % 16 == 0;
    boolean slim = width > 3 * height || height > 3 * width;
    if (!sixteens || slim || width * height > MOST_PIXELS || width == 0 || height == 0) {
      throw Refusal.invalid(
          "size", "size must be multiples of 16, from 1:3 to 3:1, at most 3840x2160");
    }
    return new Frame(width, height);
  }

  private static Optional<Integer> number(Values values, String name, int least, int most) {
    return values
        .text(name)
        .map(
            text -> {
              int number = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
              if (number < least || number > most) {
                throw Refusal.invalid(name, name + " must be between " + least + " and " + most);
              }
              return number;
            });
  }

  private static String oneOf(Values values, String name, List<String> allowed) {
    String value = values.text(name).orElse(null);
    if (value != null && !allowed.contains(value)) {
      throw Refusal.invalid(name, name + " must be one of " + String.join(", ", allowed));
    }
    return value;
  }
}
