package dev.secondunit.simulate;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.OmniRequest.Task;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini Omni's video over the Interactions API. Only what is delivered is billed. */
final class GoogleInteractions {
  private static final Duration RETENTION = Duration.ofDays(55);
  private static final int TOKENS_PER_SECOND_720P = 5792;

  /** What an interaction was about, beside its job. */
  private record Interaction(Job job, OmniRequest request, double seconds, boolean stored) {}

  private final Simulation simulation;
  private final GoogleFiles files;
  private final Map<String, Interaction> interactions = new ConcurrentHashMap<>();

  GoogleInteractions(Simulation simulation, GoogleFiles files) {
    this.simulation = simulation;
    this.files = files;
  }

  void addTo(Routes routes) {
    routes
        .post("/v1beta/interactions", Operation.CREATE, this::create)
        .get("/v1beta/interactions/{id}", Operation.POLL, this::get)
        .post("/v1beta/interactions/{id}/cancel", Operation.CANCEL, this::cancel)
        .delete("/v1beta/interactions/{id}", Operation.DELETE, this::delete);
  }

  private Answer create(Exchange exchange) {
    OmniRequest request =
        OmniRequest.read(
            exchange.json(),
            (field, uri) -> files.resolve(exchange, field, uri),
            (field, data) -> simulation.shelf().decoded(field, data));
    Optional<Interaction> previous =
        request
            .previousId()
            .map(
                id ->
                    find(exchange, id)
                        .filter(Interaction::stored)
                        .filter(one -> !one.job().gone(exchange.now()))
                        .filter(one -> !exchange.strikes().has(Fault.SOURCE_GONE))
                        .orElseThrow(
                            () ->
                                Refusal.of(
                                    Refusal.Kind.NOT_FOUND,
                                    "previous_interaction_id",
                                    "Interaction " + id + " was not found.")));
    Optional<Path> source = source(exchange, request, previous);
    Task task = request.task(source.isPresent());
    double seconds = seconds(request, task, source);
    Frame frame = frame(exchange, request);
    Supplier<Rendered> work =
        switch (task) {
          case EDIT ->
              () ->
                  simulation.shelf().studio().continued(source.orElseThrow(), 0, frame.shortSide());
          case EXTEND ->
              () ->
                  simulation
                      .shelf()
                      .studio()
                      .continued(source.orElseThrow(), request.seconds(), frame.shortSide());
          default -> () -> simulation.shelf().studio().video(frame, seconds, true);
        };
    double billed = task == Task.EXTEND ? request.seconds() : seconds;
    Job.Order order =
        new Job.Order(
            request.model(),
            request.prompt(),
            price(resolution(request, task, source)).times(BigDecimal.valueOf(billed)),
            Billing.WHEN_DELIVERED,
            work);
    Job job =
        request.background()
            ? simulation.jobs().accept(exchange, "v1", order)
            : simulation.jobs().acceptDone(exchange, "v1", order);
    interactions.put(job.id(), new Interaction(job, request, seconds, request.store()));
    Interaction interaction = interactions.get(job.id());
    return request.stream()
        ? Answer.events("text/event-stream", events(exchange, interaction))
        : Answer.json(shown(exchange, interaction, request.background()));
  }

  private Optional<Path> source(
      Exchange exchange, OmniRequest request, Optional<Interaction> previous) {
    if (previous.isEmpty()) {
      return request.videos().stream().findFirst();
    }
    Job job = previous.get().job();
    if (job.state(exchange.now()) != Job.State.SUCCEEDED) {
      throw Refusal.invalid(
          "previous_interaction_id", "The previous interaction has no video to go on from.");
    }
    return Optional.of(job.result().file());
  }

  private double seconds(OmniRequest request, Task task, Optional<Path> source) {
    if (task != Task.EDIT && task != Task.EXTEND) {
      return request.seconds();
    }
    MediaFacts facts = simulation.shelf().studio().measure(source.orElseThrow());
    if (facts.durationSeconds() == null) {
      throw Refusal.invalid("input", "The input video cannot be read.");
    }
    double length = facts.durationSeconds();
    if (task == Task.EDIT) {
      double most = request.longest();
      if (length > most + 0.1) {
        throw Refusal.invalid(
            "input",
            String.format(
                Locale.ROOT, "The video to edit has %.1f s; the maximum is %.0f s.", length, most));
      }
      return length;
    }
    double total = length + request.seconds();
    if (request.seconds() > 10) {
      throw Refusal.invalid(
          "response_format.duration", "The maximum duration of an extension is 10s.");
    }
    if (total > request.longestExtended() + 0.1) {
      throw Refusal.invalid(
          "response_format.duration",
          "The extended video would exceed the maximum of " + request.longestExtended() + "s.");
    }
    return total;
  }

  private static Frame frame(Exchange exchange, OmniRequest request) {
    int asked =
        switch (request.resolution()) {
          case "360p" -> 360;
          case "1080p" -> 1080;
          case "4k" -> 2160;
          default -> 720;
        };
    int delivered =
        exchange.strikes().has(Fault.SHORT_DELIVERED) ? (asked > 720 ? 720 : 360) : asked;
    return Frame.ofShortSide(delivered, request.aspectRatio());
  }

  /** What is billed is the class of what is delivered: an edited video keeps its size. */
  private String resolution(OmniRequest request, Task task, Optional<Path> source) {
    if (task != Task.EDIT) {
      return request.resolution();
    }
    MediaFacts facts = simulation.shelf().studio().measure(source.orElseThrow());
    int shortSide = Math.min(facts.width(), facts.height());
    return shortSide < 540 ? "360p" : shortSide < 900 ? "720p" : shortSide < 1620 ? "1080p" : "4k";
  }

  /** As resellers listed it at the end of August 2026. */
  private static UsdAmount price(String resolution) {
    return UsdAmount.ofUsd(
        switch (resolution) {
          case "360p" -> "0.03";
          case "1080p" -> "0.15";
          case "4k" -> "0.30";
          default -> "0.10";
        });
  }

  private Answer get(Exchange exchange) {
    Interaction interaction = known(exchange);
    interaction.job().polled();
    return exchange.query("stream").filter("true"::equals).isPresent()
        ? Answer.events("text/event-stream", events(exchange, interaction))
        : polled(exchange, interaction);
  }

  private Answer polled(Exchange exchange, Interaction interaction) {
    ObjectNode shown = shown(exchange, interaction, false);
    boolean inline =
        !interaction.request().byUri()
            && interaction.job().state(exchange.now()) == Job.State.SUCCEEDED;
    return inline
        ? Answer.jsonWithMedia(shown, interaction.job().nextDownload())
        : Answer.json(shown);
  }

  private Answer cancel(Exchange exchange) {
    Interaction interaction = known(exchange);
    if (!interaction.request().background()) {
      throw Refusal.of(
          Refusal.Kind.INVALID, "Only interactions in the background can be cancelled.");
    }
    interaction.job().cancel(exchange.now());
    return Answer.json(shown(exchange, interaction, false));
  }

  private Answer delete(Exchange exchange) {
    interactions.remove(known(exchange).job().id());
    return Answer.json(Json.object());
  }

  private Interaction known(Exchange exchange) {
    String id = exchange.variable("id");
    return find(exchange, id)
        .filter(one -> !one.job().gone(exchange.now()))
        .orElseThrow(
            () -> Refusal.of(Refusal.Kind.NOT_FOUND, "Interaction " + id + " was not found."));
  }

  private Optional<Interaction> find(Exchange exchange, String id) {
    return Optional.ofNullable(interactions.get(id))
        .filter(one -> simulation.jobs().find(id).isPresent())
        .filter(one -> exchange.now().isBefore(one.job().created().plus(RETENTION)));
  }

  private ObjectNode shown(Exchange exchange, Interaction interaction, boolean justCreated) {
    Job job = interaction.job();
    Job.State state = job.state(exchange.now());
    ObjectNode shown =
        Json.object().put("id", job.id()).put("object", "interaction").put("role", "model");
    shown.put("model", job.modelEchoed());
    shown.put("created", job.created().toString());
    shown.put("updated", exchange.now().toString());
    if (justCreated || !state.ended()) {
      shown.put("status", "in_progress");
      shown.putArray("steps");
      return shown;
    }
    switch (state) {
      case SUCCEEDED -> {
        shown.put("status", "completed");
        ObjectNode step = shown.putArray("steps").addObject().put("type", "model_output");
        step.putArray("content").add(video(exchange, interaction));
      }
      case FILTERED -> {
        shown.put("status", "completed");
        shown.putArray("steps");
      }
      case CANCELLED -> shown.put("status", "cancelled").putArray("steps");
      default -> {
        shown.put("status", "failed").putArray("steps");
        boolean moderated = state == Job.State.MODERATED;
        shown
            .putArray("errors")
            .addObject()
            .put("code", moderated ? "content_policy_violation" : "internal")
            .put(
                "message",
                moderated
                    ? "The video was blocked by the safety policy."
                    : "The video could not be generated.");
      }
    }
    shown.set("usage", usage(interaction, state == Job.State.SUCCEEDED));
    return shown;
  }

  private JsonNode video(Exchange exchange, Interaction interaction) {
    ObjectNode video = Json.object().put("type", "video").put("mime_type", "video/mp4");
    return interaction.request().byUri()
        ? video.put("uri", files.publish(exchange, interaction.job()))
        : video.put("data", interaction.job().result().base64());
  }

  private static ObjectNode usage(Interaction interaction, boolean delivered) {
    int tokens = delivered ? (int) Math.round(TOKENS_PER_SECOND_720P * interaction.seconds()) : 0;
    ObjectNode usage = Json.object().put("total_input_tokens", 120);
    usage.put("total_output_tokens", tokens).put("total_tokens", tokens + 120);
    usage
        .putArray("output_tokens_by_modality")
        .addObject()
        .put("modality", "video")
        .put("tokens", tokens);
    return usage;
  }

  private List<byte[]> events(Exchange exchange, Interaction interaction) {
    ObjectNode whole = shown(exchange, interaction, false);
    ObjectNode begun = shown(exchange, interaction, true);
    List<ObjectNode> events = new ArrayList<>();
    events.add(event("interaction.created").set("interaction", begun));
    int index = 0;
    for (JsonNode step : whole.path("steps")) {
      events.add(
          event("step.start")
              .put("index", index)
              .set("step", Json.object().put("type", "model_output")));
      for (JsonNode content : step.path("content")) {
        events.add(event("step.delta").put("index", index).set("delta", content));
      }
      events.add(event("step.stop").put("index", index++));
    }
    events.add(event("interaction.completed").set("interaction", whole));
    List<byte[]> lines = new ArrayList<>();
    for (ObjectNode event : events) {
      String name = event.get("event_type").stringValue();
      lines.add(
          ("event: "
                  + name
                  + "\ndata: "
                  + new String(Json.bytes(event), StandardCharsets.UTF_8)
                  + "\n\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    lines.add("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    return lines;
  }

  private static ObjectNode event(String type) {
    return Json.object().put("event_type", type);
  }
}
