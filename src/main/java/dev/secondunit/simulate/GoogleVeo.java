package dev.secondunit.simulate;

import java.nio.file.Path;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Veo with an API key: gone from Google since October 2026, alive on servers that kept it. */
final class GoogleVeo {
  private final Simulation simulation;
  private final GoogleFiles files;
  private final VeoJobs jobs;
  private final boolean alive;

  GoogleVeo(Simulation simulation, GoogleFiles files, boolean alive) {
    this.simulation = simulation;
    this.files = files;
    this.jobs = new VeoJobs(simulation);
    this.alive = alive;
  }

  void addTo(Routes routes) {
    routes
        .post("/v1beta/models/{model}:predictLongRunning", Operation.CREATE, this::create)
        .get("/v1beta/models/{model}/operations/{id}", Operation.POLL, this::poll);
  }

  private Answer create(Exchange exchange) {
    String model = exchange.variable("model");
    if (!alive && model.startsWith("veo-")) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND, "This model models/" + model + " is no longer available.");
    }
    if (!VeoJobs.knows(model)) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND,
          "models/"
              + model
              + " is not found for API version v1beta, or is not supported for"
              + " predictLongRunning.");
    }
    Job job =
        jobs.create(
            exchange,
            model,
            false,
            new VeoRequest.Lookup() {
              @Override
              public Path uri(String field, String uri) {
                return files.resolve(exchange, field, uri);
              }

              @Override
              public Path data(String field, String base64) {
                return simulation.shelf().decoded(field, base64);
              }
            });
    return Answer.json(Json.object().put("name", "models/" + model + "/operations/" + job.id()));
  }

  private Answer poll(Exchange exchange) {
    Job job = jobs.find(exchange, exchange.variable("id"));
    job.polled();
    String name = exchange.path().substring("/v1beta/".length());
    return Answer.json(
        jobs.operation(
            exchange,
            job,
            name,
            filtered -> {
              ObjectNode response = Json.object();
              ObjectNode inner = response.putObject("generateVideoResponse");
              if (filtered.delivered() > 0) {
                ArrayNode generated = inner.putArray("generatedSamples");
                for (int i = 0; i < filtered.delivered(); i++) {
                  generated
                      .addObject()
                      .putObject("video")
                      .put("uri", files.publish(exchange, job) + ":download?alt=media");
                }
              }
              filtered.addTo(inner);
              return response;
            }));
  }
}
