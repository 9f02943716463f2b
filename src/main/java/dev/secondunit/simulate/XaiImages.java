package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** xAI's synchronous pictures. JSON only, also for edits. */
final class XaiImages {
  private static final List<String> MODELS =
      List.of(
          "grok-imagine-image",
          "grok-imagine-image-2.0",
          "grok-imagine-image-quality",
          "grok-imagine-image-pro");
  private static final List<String> RATIOS =
      List.of(
          "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "2:1", "1:2", "19.5:9", "9:19.5",
          "20:9", "9:20", "auto");
  private static final UsdAmount PRICE = UsdAmount.ofUsd("0.02");
  private static final Duration MEDIA_LIFE = Duration.ofHours(1);
  private static final long MAX_INPUT_BYTES = 10L << 20;

  private final Simulation simulation;
  private final XaiFiles files;

  XaiImages(Simulation simulation, XaiFiles files) {
    this.simulation = simulation;
    this.files = files;
  }

  void addTo(Routes routes) {
    routes
        .post("/images/generations", Operation.CREATE, exchange -> make(exchange, false))
        .post("/images/edits", Operation.CREATE, exchange -> make(exchange, true));
  }

  private Answer make(Exchange exchange, boolean edit) {
    Fields fields = exchange.json();
    String model = fields.requiredText("model");
    if (!MODELS.contains(model)) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND, "model", "The model " + model + " does not exist.");
    }
    String prompt = fields.requiredText("prompt");
    int count = fields.whole("n", 1, 10).orElse(1);
    String ratio = fields.oneOf("aspect_ratio", RATIOS).orElse("auto");
    boolean large = fields.oneOf("resolution", List.of("1k", "2k")).orElse("1k").equals("2k");
    if (fields.oneOf("quality", List.of("low", "medium", "high")).isPresent()
        && !model.equals("grok-imagine-image-2.0")) {
      throw Refusal.invalid("quality", "Argument not supported: quality");
    }
    boolean inline =
        fields
            .oneOf("response_format", List.of("url", "b64_json"))
            .orElse("url")
            .equals("b64_json");
    String format = fields.oneOf("output_format", List.of("png", "jpeg", "webp")).orElse("jpeg");
    if (edit) {
      List<Fields> inputs = new ArrayList<>(fields.objects("images", 1, 5));
      fields.object("image").ifPresent(inputs::add);
      if (inputs.isEmpty()) {
        throw fields.missing("image");
      }
      inputs.forEach(input -> checkInput(exchange, input));
    }
    fields.ignoring("user", "storage_options", "sync_mode").done();
    Frame frame =
        Frame.ofArea(
            exchange.strikes().has(Fault.SHORT_DELIVERED) ? 512 : large ? 2048 : 1024,
            ratio.equals("auto") ? "1:1" : ratio);
    Job job =
        simulation
            .jobs()
            .acceptDone(
                exchange,
                "img",
                new Job.Order(
                    model,
                    prompt,
                    PRICE.times(BigDecimal.valueOf(count)),
                    Billing.AT_END_UNLESS_FAILED,
                    () -> simulation.shelf().studio().picture(frame, format)));
    if (job.state(exchange.now()) == Job.State.FAILED) {
      throw Refusal.of(Refusal.Kind.INTERNAL, "The image could not be generated.");
    }
    ObjectNode body = Json.object();
    body.put("model", job.modelEchoed());
    ArrayNode data = body.putArray("data");
    for (int i = 0; i < count; i++) {
      data.add(shown(exchange, job, inline));
    }
    body.putObject("usage").put("cost_in_usd_ticks", XaiWire.ticks(job));
    return inline ? Answer.jsonWithMedia(body, Strikes.NONE) : Answer.json(body);
  }

  private ObjectNode shown(Exchange exchange, Job job, boolean inline) {
    Job.State state = job.state(exchange.now());
    ObjectNode one = Json.object().put("respect_moderation", state != Job.State.MODERATED);
    if (state != Job.State.SUCCEEDED) {
      return one.put(inline ? "b64_json" : "url", "");
    }
    Rendered picture = job.result();
    one.put("mime_type", picture.mediaType()).put("revised_prompt", job.order().prompt());
    if (inline) {
      return one.put("b64_json", picture.base64());
    }
    String extension = picture.mediaType().substring("image/".length());
    return one.put(
        "url",
        simulation.shelf().publish(exchange, job, exchange.now().plus(MEDIA_LIFE), extension));
  }

  private void checkInput(Exchange exchange, Fields input) {
    Optional.of(files.resolve(exchange, input))
        .filter(file -> file.toFile().length() <= MAX_INPUT_BYTES)
        .map(simulation.shelf().studio()::measure)
        .filter(facts -> facts.mediaType().matches("image/(png|jpeg|webp)"))
        .orElseThrow(
            () -> input.wrong("url", "must be a PNG, JPEG or WebP image of at most 10 MiB"));
  }
}
