package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Vertex AI: Veo and Imagen below a project and a location, with tokens from the token endpoint
 * beside it (refresh tokens, signed assertions, and the metadata server's form).
 */
final class VertexWire implements Wire {
  private static final String MODELS =
      "/v1/projects/{project}/locations/{location}/publishers/google/models/{model}";
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(3599);
  private static final UsdAmount IMAGE_PRICE = UsdAmount.ofUsd("0.04");

  private final Simulation simulation;
  private final VeoJobs veo;
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final Routes routes = new Routes();

  VertexWire(Simulation simulation) {
    this.simulation = simulation;
    this.veo = new VeoJobs(simulation);
    routes
        .postBytes("/token", Operation.READ, this::token)
        .get(
            "/computeMetadata/v1/instance/service-accounts/default/token",
            Operation.READ,
            this::metadataToken)
        .post(MODELS + ":predictLongRunning", Operation.CREATE, this::create)
        .post(MODELS + ":fetchPredictOperation", Operation.POLL, this::fetch)
        .post(MODELS + ":predict", Operation.CREATE, this::predict);
  }

  @Override
  public Routes routes() {
    return routes;
  }

  @Override
  public void authorize(Exchange exchange) {
    if (!exchange.path().startsWith("/v1/")) {
      return;
    }
    String token = Keys.bearer(exchange);
    Instant expires = tokens.get(token);
    if (expires == null || !exchange.now().isBefore(expires)) {
      throw Refusal.of(
          Refusal.Kind.UNAUTHENTICATED,
          "Request had invalid authentication credentials. Expected OAuth 2 access token.");
    }
  }

  @Override
  public Answer refuse(Exchange exchange, Refusal refusal) {
    if (exchange.path().equals("/token")) {
      return Answer.json(
          400,
          Json.object()
              .put("error", "invalid_grant")
              .put("error_description", refusal.getMessage()));
    }
    return GoogleErrors.classic(refusal);
  }

  private Answer token(Exchange exchange) {
    Map<String, String> form = new HashMap<>();
    try {
      byte[] body = exchange.stream().readNBytes(1 << 16);
      for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          form.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String secret =
        switch (form.getOrDefault("grant_type", "")) {
          case "refresh_token" -> form.get("refresh_token");
          case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> form.get("assertion");
          default -> throw Refusal.invalid("grant_type", "Invalid grant_type.");
        };
    if (secret == null || secret.isBlank() || Keys.isWrong(secret)) {
      throw Refusal.invalid("grant_type", "Bad Request");
    }
    return issued(exchange);
  }

  private Answer metadataToken(Exchange exchange) {
    if (!exchange.header("Metadata-Flavor").orElse("").equals("Google")) {
      throw Refusal.of(Refusal.Kind.FORBIDDEN, "Missing Metadata-Flavor:Google header.");
    }
    return issued(exchange).with("Metadata-Flavor", "Google");
  }

  private Answer issued(Exchange exchange) {
    String token = "ya29." + simulation.jobs().newId("token");
    tokens.put(token, exchange.now().plus(TOKEN_LIFE));
    return Answer.json(
        Json.object()
            .put("access_token", token)
            .put("expires_in", TOKEN_LIFE.toSeconds())
            .put("token_type", "Bearer"));
  }

  private Answer create(Exchange exchange) {
    String model = exchange.variable("model");
    if (!VeoJobs.knows(model) || model.endsWith("-preview")) {
      throw notFound(exchange);
    }
    Job job =
        veo.create(
            exchange,
            model,
            true,
            new VeoRequest.Lookup() {
              @Override
              public Path uri(String field, String uri) {
                throw Refusal.invalid(field, "No object " + uri + " in any bucket.");
              }

              @Override
              public Path data(String field, String base64) {
                return simulation.shelf().decoded(field, base64);
              }
            });
    return Answer.json(Json.object().put("name", modelPath(exchange) + "/operations/" + job.id()));
  }

  private Answer fetch(Exchange exchange) {
    Fields fields = exchange.json();
    String name = fields.requiredText("operationName");
    fields.done();
    if (!name.startsWith(modelPath(exchange) + "/operations/")) {
      throw fields.wrong("operationName", "belongs to another model");
    }
    Job job = veo.find(exchange, name.substring(name.lastIndexOf('/') + 1));
    job.polled();
    boolean there = job.state(exchange.now()) == Job.State.SUCCEEDED;
    return Answer.jsonWithMedia(
        veo.operation(
            exchange,
            job,
            name,
            filtered -> {
              ObjectNode response = Json.object();
              if (filtered.delivered() > 0) {
                ArrayNode videos = response.putArray("videos");
                for (int i = 0; i < filtered.delivered(); i++) {
                  videos
                      .addObject()
                      .put("bytesBase64Encoded", job.result().base64())
                      .put("mimeType", "video/mp4");
                }
              }
              filtered.addTo(response);
              return response;
            }),
        there ? job.nextDownload() : Strikes.NONE);
  }

  /** Imagen: synchronous pictures. */
  private Answer predict(Exchange exchange) {
    String model = exchange.variable("model");
    if (!model.startsWith("imagen-")) {
      throw notFound(exchange);
    }
    Fields fields = exchange.json();
    List<Fields> instances = fields.objects("instances", 1, 1);
    Fields instance = instances.stream().findFirst().orElseThrow(() -> fields.missing("instances"));
    String prompt = instance.requiredText("prompt");
    instance.done();
    Fields parameters =
        fields.object("parameters").orElseGet(() -> Fields.of(Json.object(), "parameters"));
    fields.done();
    int count = parameters.whole("sampleCount", 1, 4).orElse(4);
    String ratio =
        parameters.oneOf("aspectRatio", List.of("1:1", "3:4", "4:3", "9:16", "16:9")).orElse("1:1");
    boolean large =
        parameters.oneOf("sampleImageSize", List.of("1K", "2K")).orElse("1K").equals("2K");
    parameters.oneOf("personGeneration", List.of("allow_all", "allow_adult", "dont_allow"));
    Optional<Fields> output = parameters.object("outputOptions");
    String format =
        output
            .flatMap(one -> one.oneOf("mimeType", List.of("image/png", "image/jpeg")))
            .orElse("image/png")
            .substring("image/".length());
    parameters
        .ignoring(
            "negativePrompt",
            "seed",
            "enhancePrompt",
            "addWatermark",
            "safetySetting",
            "includeRaiReason",
            "includeSafetyAttributes",
            "language",
            "guidanceScale",
            "storageUri")
        .done();
    Job.Order order =
        new Job.Order(
            model,
            prompt,
            IMAGE_PRICE.times(BigDecimal.valueOf(count)),
            Billing.WHEN_DELIVERED,
            () ->
                simulation
                    .shelf()
                    .studio()
                    .picture(Frame.ofArea(large ? 2048 : 1024, ratio), format));
    Job job = simulation.jobs().acceptDone(exchange, "imagen", order);
    ObjectNode body = Json.object();
    ArrayNode predictions = body.putArray("predictions");
    boolean delivered = job.state(exchange.now()) == Job.State.SUCCEEDED;
    for (int i = 0; i < (delivered ? count : 1); i++) {
      ObjectNode prediction = predictions.addObject();
      if (delivered) {
        prediction.put("mimeType", job.result().mediaType());
        prediction.put("bytesBase64Encoded", job.result().base64());
      } else {
        prediction.put("raiFilteredReason", "Unable to show generated images.");
      }
    }
    return Answer.jsonWithMedia(body, Strikes.NONE);
  }

  private static String modelPath(Exchange exchange) {
    return exchange.path().substring("/v1/".length()).replaceFirst(":\\w+$", "");
  }

  private static Refusal notFound(Exchange exchange) {
    return Refusal.of(
        Refusal.Kind.MODEL_NOT_FOUND,
        "Publisher Model `" + modelPath(exchange) + "` was not found or is no longer available.");
  }
}
