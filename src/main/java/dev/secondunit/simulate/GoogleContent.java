package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code generateContent}: pictures, speech, music and words about media, by model. */
final class GoogleContent {
  private static final Set<String> PICTURES =
      Set.of(
          "gemini-nano-banana-2.1",
          "gemini-3-pro-image",
          "gemini-3.1-flash-image",
          "gemini-3.1-flash-lite-image");
  private static final Set<String> VOICES =
      Set.of("gemini-3.8-flash-tts", "gemini-3.8-flash-lite-tts", "gemini-3.1-flash-tts-preview");
  private static final Set<String> MUSIC = Set.of("lyria-3-clip-preview", "lyria-3-pro-preview");

  /** Models that answer in words, and who really does since October 2026. */
  private static final Map<String, String> WORDS =
      Map.of(
          "gemini-3.8-flash", "gemini-3.8-flash",
          "gemini-4-argon", "gemini-4-argon",
          "gemini-3.5-flash-lite", "gemini-3.5-flash-lite",
          "gemini-3.6-flash", "gemini-3.6-flash",
          "gemini-3.7-flash", "gemini-3.8-flash",
          "gemini-3.5-flash", "gemini-3.6-flash");

  private static final List<String> RATIOS =
      List.of(
          "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:8", "8:1",
          "1:4", "4:1");

  private final Simulation simulation;
  private final GoogleFiles files;

  GoogleContent(Simulation simulation, GoogleFiles files) {
    this.simulation = simulation;
    this.files = files;
  }

  void addTo(Routes routes) {
    routes
        .post(
            "/v1beta/models/{model}:generateContent",
            Operation.CREATE,
            exchange -> Answer.jsonWithMedia(answer(exchange, false).get(0), Strikes.NONE))
        .post(
            "/v1beta/models/{model}:streamGenerateContent",
            Operation.CREATE,
            exchange -> stream(answer(exchange, true)))
        .post("/v1beta/models/{model}:predict", Operation.CREATE, GoogleContent::imagenIsGone);
  }

  private static Answer imagenIsGone(Exchange exchange) {
    throw Refusal.of(
        Refusal.Kind.MODEL_NOT_FOUND,
        "This model models/" + exchange.variable("model") + " is no longer available.");
  }

  private List<ObjectNode> answer(Exchange exchange, boolean streamed) {
    String model = exchange.variable("model");
    boolean words = WORDS.containsKey(model);
    if (model.startsWith("gemini-omni")) {
      throw Refusal.invalid("model", "This model only supports Interactions API.");
    }
    if (!words && !PICTURES.contains(model) && !VOICES.contains(model) && !MUSIC.contains(model)) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND,
          "This model models/" + model + " is no longer available or was never there.");
    }
    Fields fields = exchange.json();
    ContentRequest request =
        ContentRequest.read(
            fields,
            (field, uri) -> {
              if (uri.contains("/files/")) {
                files.resolve(exchange, field, uri);
                files.requireActive(exchange, uri);
              }
            },
            VOICES.contains(model) && model.startsWith("gemini-3.8"));
    if (words) {
      return inWords(exchange, model, request, streamed);
    }
    return List.of(inMedia(exchange, model, request));
  }

  private List<ObjectNode> inWords(
      Exchange exchange, String model, ContentRequest request, boolean streamed) {
    Job.Order order =
        Job.Order.ofWords(
            model,
            request.prompt(),
            UsdAmount.ofUsd("0.000002").times(java.math.BigDecimal.valueOf(request.tokens())));
    Job job = simulation.jobs().acceptDone(exchange, "text", order);
    Job.State state = job.state(exchange.now());
    if (state == Job.State.FAILED) {
      throw Refusal.of(Refusal.Kind.INTERNAL, "An internal error has occurred.");
    }
    if (state != Job.State.SUCCEEDED) {
      return List.of(blocked(job, request));
    }
    Analyst.Words words =
        Analyst.answer(
                request.prompt(),
                request.schema(),
                exchange.strikes(),
                looks(exchange, request),
                request.turns())
            .atMost(request.mostTokens());
    List<String> pieces = streamed ? words.pieces() : List.of(words.text());
    List<ObjectNode> chunks = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      boolean last = i == pieces.size() - 1;
      String finish = !last ? null : words.cut() ? "MAX_TOKENS" : "STOP";
      ObjectNode part = Json.object().put("text", pieces.get(i));
      chunks.add(
          candidate(job, echoed(job, WORDS.get(model)), part, finish, request, words.tokens()));
    }
    return chunks;
  }

  private List<Look> looks(Exchange exchange, ContentRequest request) {
    List<Look> looks = new ArrayList<>();
    for (ContentRequest.Shown one : request.shown()) {
      boolean elsewhere = one.uri() != null && !one.uri().contains("/files/");
      if (elsewhere || one.uri() != null && files.keptInPart(exchange, one.uri())) {
        looks.add(new Look(one.label(), null, "something that only the vendor can fetch"));
        continue;
      }
      Path file =
          one.inline() != null
              ? simulation.shelf().decoded("contents", one.inline())
              : files.resolve(exchange, "contents", one.uri());
      looks.addAll(
          simulation
              .shelf()
              .studio()
              .eyes()
              .look(one.label(), file, one.fps(), one.start(), one.end()));
    }
    return looks;
  }

  private ObjectNode inMedia(Exchange exchange, String model, ContentRequest request) {
    boolean picture = PICTURES.contains(model);
    String wanted = picture ? "IMAGE" : "AUDIO";
    if (!request.modalities().isEmpty() && !request.modalities().contains(wanted)) {
      throw Refusal.invalid(
          "generationConfig.responseModalities", "The model supports " + wanted + " output.");
    }
    Studio studio = simulation.shelf().studio();
    Job.Order order;
    if (picture) {
      String ratio = request.imageRatio().orElse("1:1");
      if (!RATIOS.contains(ratio)) {
        throw Refusal.invalid(
            "generationConfig.imageConfig.aspectRatio",
            "generationConfig.imageConfig.aspectRatio must be one of " + RATIOS);
      }
      Frame frame = Frame.ofArea(side(exchange, request), ratio);
      order =
          new Job.Order(
              model,
              request.prompt(),
              UsdAmount.ofUsd("0.04"),
              Billing.WHEN_DELIVERED,
              () -> studio.picture(frame, "png"));
    } else if (MUSIC.contains(model)) {
      double seconds = model.contains("clip") ? 30 : 60;
      order =
          new Job.Order(
              model,
              request.prompt(),
              UsdAmount.ofUsd(model.contains("clip") ? "0.04" : "0.08"),
              Billing.WHEN_DELIVERED,
              () -> studio.sound(seconds, Sound.MP3_44100));
    } else {
      boolean wav = model.startsWith("gemini-3.8");
      Sound sound = wav ? Sound.WAV_24000 : new Sound(Sound.Encoding.PCM, 24_000, 0);
      order =
          new Job.Order(
              model,
              request.prompt(),
              UsdAmount.ofUsd("0.00001")
                  .times(java.math.BigDecimal.valueOf(request.prompt().length())),
              Billing.WHEN_DELIVERED,
              () -> studio.sound(Studio.spoken(request.prompt()), sound));
    }
    Job job = simulation.jobs().acceptDone(exchange, "content", order);
    Job.State state = job.state(exchange.now());
    if (state == Job.State.FAILED) {
      throw Refusal.of(Refusal.Kind.INTERNAL, "An internal error has occurred.");
    }
    if (state == Job.State.MODERATED) {
      return blocked(job, request);
    }
    if (state == Job.State.FILTERED) {
      return candidate(
          job, model, null, picture ? "IMAGE_SAFETY" : "PROHIBITED_CONTENT", request, 0);
    }
    Rendered made = job.result();
    boolean bare = made.mediaType().equals("audio/pcm");
    ObjectNode part = Json.object();
    part.putObject("inlineData")
        .put("mimeType", bare ? "audio/L16;codec=pcm;rate=24000" : made.mediaType())
        .put("data", made.base64());
    return candidate(job, echoed(job, model), part, "STOP", request, 1290);
  }

  private static String echoed(Job job, String model) {
    return job.strikes().has(Fault.MODEL_REDIRECT) ? job.modelEchoed() : model;
  }

  private static int side(Exchange exchange, ContentRequest request) {
    if (exchange.strikes().has(Fault.SHORT_DELIVERED)) {
      return 512;
    }
    return switch (request.imageSize().orElse("1K")) {
      case "512" -> 512;
      case "1K" -> 1024;
      case "2K" -> 2048;
      case "4K" -> 4096;
      default ->
          throw Refusal.invalid(
              "generationConfig.imageConfig.imageSize",
              "generationConfig.imageConfig.imageSize must be one of 512, 1K, 2K, 4K");
    };
  }

  private static ObjectNode blocked(Job job, ContentRequest request) {
    ObjectNode body = Json.object();
    body.putObject("promptFeedback").put("blockReason", "PROHIBITED_CONTENT");
    body.set("usageMetadata", usage(request, 0));
    return body.put("modelVersion", job.order().model()).put("responseId", job.id());
  }

  private static ObjectNode candidate(
      Job job, String model, JsonNode part, String finish, ContentRequest request, int tokens) {
    ObjectNode body = Json.object();
    ObjectNode candidate = body.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content").put("role", "model");
    if (part != null) {
      content.putArray("parts").add(part);
    }
    if (finish != null) {
      candidate.put("finishReason", finish);
    }
    candidate.put("index", 0);
    body.set("usageMetadata", usage(request, tokens));
    return body.put("modelVersion", model).put("responseId", job.id());
  }

  private static ObjectNode usage(ContentRequest request, int tokens) {
    return Json.object()
        .put("promptTokenCount", request.tokens())
        .put("candidatesTokenCount", tokens)
        .put("totalTokenCount", request.tokens() + tokens);
  }

  private static Answer stream(List<ObjectNode> chunks) {
    List<byte[]> events = new ArrayList<>();
    for (ObjectNode chunk : chunks) {
      String line = "data: " + new String(Json.bytes(chunk), StandardCharsets.UTF_8) + "\r\n\r\n";
      events.add(line.getBytes(StandardCharsets.UTF_8));
    }
    return Answer.events("text/event-stream", events);
  }
}
