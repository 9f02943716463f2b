package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ElevenLabs' music: from a prompt or from a composition plan. */
final class ElevenLabsMusic {
  private static final List<String> MODELS = List.of("music_v2_5", "music_v2", "music_v1");
  private static final UsdAmount PER_MINUTE = UsdAmount.ofUsd("0.30");
  private static final int DEFAULT_MILLISECONDS = 20_000;

  private final Simulation simulation;

  ElevenLabsMusic(Simulation simulation) {
    this.simulation = simulation;
  }

  void addTo(Routes routes) {
    routes
        .post("/v1/music", Operation.CREATE, exchange -> bytes(compose(exchange, false)))
        .post("/v1/music/stream", Operation.CREATE, exchange -> bytes(compose(exchange, false)))
        .post("/v1/music/detailed", Operation.CREATE, this::detailed)
        .post("/v1/music/plan", Operation.READ, this::plan);
  }

  private static Answer bytes(Job job) {
    return Answer.media(job.result(), Strikes.NONE).with("song-id", job.id());
  }

  private Job compose(Exchange exchange, boolean detailed) {
    Fields fields = exchange.json();
    String model = fields.oneOf("model_id", MODELS).orElse("music_v1");
    boolean first = model.equals("music_v1");
    String format =
        exchange.query("output_format").filter(text -> !text.equals("auto")).orElse(null);
    Sound sound =
        format == null
            ? new Sound(Sound.Encoding.MP3, first ? 44_100 : 48_000, first ? 128 : 192)
            : ElevenLabsFormat.read(exchange, format, false);
    Optional<String> prompt = fields.text("prompt").filter(text -> !text.isBlank());
    Optional<Fields> plan = fields.object("composition_plan");
    if (prompt.isPresent() == plan.isPresent()) {
      throw Refusal.invalid("prompt", "Provide either prompt or composition_plan.");
    }
    Optional<Integer> length = fields.whole("music_length_ms", 3000, 600_000);
    if (plan.isPresent() && length.isPresent()) {
      throw fields.wrong("music_length_ms", "can only be used with prompt");
    }
    if (prompt.isPresent() && fields.number("seed", 0, 4_294_967_295.0).isPresent()) {
      throw fields.wrong("seed", "can only be used with composition_plan");
    }
    if (plan.isPresent() && fields.flag("force_instrumental").isPresent()) {
      throw fields.wrong("force_instrumental", "can only be used with prompt");
    }
    if (!first && fields.flag("respect_sections_durations").isPresent()) {
      throw fields.wrong("respect_sections_durations", "is supported by music_v1 only");
    }
    fields.ignoring(
        "seed",
        "force_instrumental",
        "respect_sections_durations",
        "store_for_inpainting",
        "sign_with_c2pa",
        "finetune_id");
    if (detailed) {
      fields.ignoring("with_timestamps", "with_waveform_visual");
    }
    fields.done();
    int milliseconds =
        plan.map(one -> planned(one, first)).or(() -> length).orElse(DEFAULT_MILLISECONDS);
    String text = prompt.orElseGet(() -> exchange.text());
    Job.Order order =
        new Job.Order(
            model,
            text,
            PER_MINUTE
                .times(BigDecimal.valueOf(milliseconds).movePointLeft(3))
                .times(new BigDecimal("0.0166666667")),
            Billing.WHEN_DELIVERED,
            () -> simulation.shelf().studio().sound(milliseconds / 1000.0, sound));
    Job job = simulation.jobs().acceptDone(exchange, "song", order);
    switch (job.state(exchange.now())) {
      case FAILED -> throw Refusal.of(Refusal.Kind.INTERNAL, "The music could not be generated.");
      case MODERATED, FILTERED ->
          throw Refusal.of(
              Refusal.Kind.MODERATED, "prompt", "The prompt names an artist. Try another one.");
      default -> {
        return job;
      }
    }
  }

  /** The length of a plan; it has sections for the first model and chunks for the later ones. */
  private static int planned(Fields plan, boolean first) {
    String kind = first ? "sections" : "chunks";
    List<Fields> parts = plan.objects(kind, 1, 100);
    if (parts.isEmpty()) {
      throw plan.wrong(kind, "are what this model's plan is made of");
    }
    int sum = 0;
    for (Fields part : parts) {
      sum += part.whole("duration_ms", 3000, 120_000).orElse(0);
    }
    return Math.max(3000, sum);
  }

  private Answer plan(Exchange exchange) {
    Fields fields = exchange.json();
    String prompt = fields.requiredText("prompt");
    int length = fields.whole("music_length_ms", 3000, 600_000).orElse(DEFAULT_MILLISECONDS);
    boolean first = fields.oneOf("model_id", MODELS).orElse("music_v1").equals("music_v1");
    fields.ignoring("source_composition_plan").done();
    ObjectNode body = Json.object();
    if (first) {
      body.putArray("positive_global_styles").add(prompt);
      body.putArray("negative_global_styles");
      ObjectNode section = body.putArray("sections").addObject().put("section_name", "Whole");
      section.putArray("positive_local_styles");
      section.putArray("negative_local_styles");
      section.put("duration_ms", Math.min(length, 120_000)).putArray("lines");
      return Answer.json(body);
    }
    ObjectNode chunk = body.putArray("chunks").addObject().put("text", prompt);
    chunk.put("duration_ms", Math.min(length, 120_000)).putArray("positive_styles").add(prompt);
    chunk.putArray("negative_styles");
    chunk.put("context_adherence", "medium");
    return Answer.json(body);
  }

  private Answer detailed(Exchange exchange) {
    Job job = compose(exchange, true);
    String boundary = "song-" + job.id();
    JsonNode metadata = Json.object().put("song_id", job.id()).put("title", "A song");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, "--" + boundary + "\r\nContent-Type: application/json\r\n\r\n");
    body.writeBytes(Json.bytes(metadata));
    write(body, "\r\n--" + boundary + "\r\nContent-Type: " + job.result().mediaType() + "\r\n\r\n");
    body.writeBytes(job.result().content());
    write(body, "\r\n--" + boundary + "--\r\n");
    return Answer.media(body.toByteArray(), "multipart/mixed; boundary=" + boundary);
  }

  private static void write(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
