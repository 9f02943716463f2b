package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Veo's operations, the same on the Gemini API and on Vertex but for where the video stands. */
final class VeoJobs {
  /** USD per second by model; prices of April 2026. */
  private static final Map<String, String> PRICES =
      Map.of(
          "veo-3.1-generate-preview", "0.40",
          "veo-3.1-fast-generate-preview", "0.12",
          "veo-3.1-lite-generate-preview", "0.08",
          "veo-3.1-generate-001", "0.40",
          "veo-3.1-fast-generate-001", "0.12",
          "veo-3.1-lite-generate-001", "0.08",
          "veo-2.0-generate-001", "0.35",
          "veo-001", "0.35");

  private final Simulation simulation;
  private final Map<String, Integer> samples = new ConcurrentHashMap<>();

  VeoJobs(Simulation simulation) {
    this.simulation = simulation;
  }

  static boolean knows(String model) {
    return PRICES.containsKey(model);
  }

  Job create(Exchange exchange, String model, boolean vertex, VeoRequest.Lookup lookup) {
    Studio studio = simulation.shelf().studio();
    VeoRequest request = VeoRequest.read(exchange.json(), model, vertex, lookup, studio);
    boolean extension = request.source().isPresent();
    int billed = extension ? VeoRequest.TAIL_SECONDS : request.seconds();
    Frame frame =
        exchange.strikes().has(Fault.SHORT_DELIVERED)
            ? request.frame().atMost(request.frame().shortSide() > 720 ? 720 : 360)
            : request.frame();
    Job.Order order =
        new Job.Order(
            model,
            request.prompt(),
            UsdAmount.ofUsd(PRICES.get(model))
                .times(BigDecimal.valueOf((long) billed * request.samples())),
            Billing.WHEN_DELIVERED,
            () ->
                extension
                    ? studio.continued(request.source().orElseThrow(), VeoRequest.TAIL_SECONDS, 720)
                    : studio.video(frame, request.seconds(), request.sound()));
    Job job = simulation.jobs().accept(exchange, "veo", order);
    samples.put(job.id(), request.samples());
    return job;
  }

  Job find(Exchange exchange, String id) {
    return simulation
        .jobs()
        .find(exchange.vendor(), id)
        .filter(job -> samples.containsKey(id) && !job.gone(exchange.now()))
        .orElseThrow(
            () -> Refusal.of(Refusal.Kind.NOT_FOUND, "Operation " + id + " was not found."));
  }

  /**
   * The operation now.
   *
   * @param done makes the response of the finished videos and of the filter's words
   */
  ObjectNode operation(Exchange exchange, Job job, String name, Function<Filtered, JsonNode> done) {
    Job.State state = job.state(exchange.now());
    ObjectNode operation = Json.object().put("name", name);
    if (!state.ended()) {
      return operation;
    }
    operation.put("done", true);
    if (state == Job.State.FAILED || state == Job.State.CANCELLED) {
      operation
          .putObject("error")
          .put("code", 13)
          .put("message", "Video generation failed due to an internal server issue.");
      return operation;
    }
    boolean delivered = state == Job.State.SUCCEEDED;
    int count = samples.get(job.id());
    operation.set("response", done.apply(new Filtered(delivered ? count : 0, count)));
    return operation;
  }

  /**
   * How many of the samples are there.
   *
   * @param delivered the rest was filtered
   */
  record Filtered(int delivered, int asked) {
    void addTo(ObjectNode response) {
      if (delivered < asked) {
        response.put("raiMediaFilteredCount", asked - delivered);
        ArrayNode reasons = response.putArray("raiMediaFilteredReasons");
        reasons.add(
            "The prompt could not be submitted. It contains words that violate the usage"
                + " guidelines. Support codes: 58061214");
      }
    }
  }
}
