package dev.secondunit.simulate;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * ElevenLabs as {@code @elevenlabs/elevenlabs-js} 2.73.0 (October 2026) speaks it. Everything is
 * synchronous, and every accepted call is billed.
 */
final class ElevenLabsWire implements Wire {
  /** The premade voices this one has: id, then name. */
  static final List<List<String>> VOICES =
      List.of(
          List.of("JBFqnCBsd6RMkjVDRZzb", "George"),
          List.of("EXAVITQu4vr4xnSDxMaL", "Sarah"),
          List.of("21m00Tcm4TlvDq8ikWAM", "Rachel"));

  /** The speech models and how many characters each takes. */
  static final List<List<Object>> MODELS =
      List.of(
          List.of("eleven_multilingual_v2", 10_000),
          List.of("eleven_v4", 10_000),
          List.of("eleven_v4_turbo", 10_000),
          List.of("eleven_v3", 5_000),
          List.of("eleven_flash_v2_5", 40_000),
          List.of("eleven_turbo_v2_5", 40_000),
          List.of("eleven_flash_v2", 30_000));

  static final String TOO_LONG = "max_character_limit_exceeded";

  private final Routes routes = new Routes();

  ElevenLabsWire(Simulation simulation) {
    new ElevenLabsSpeech(simulation).addTo(routes);
    new ElevenLabsMusic(simulation).addTo(routes);
    routes
        .get("/v1/voices", Operation.READ, any -> Answer.json(voices()))
        .get("/v2/voices", Operation.READ, any -> Answer.json(voices()))
        .get("/v1/models", Operation.READ, any -> Answer.json(models()))
        .get("/v1/user/subscription", Operation.READ, any -> Answer.json(subscription()));
  }

  @Override
  public Routes routes() {
    return routes;
  }

  @Override
  public void authorize(Exchange exchange) {
    if (Keys.isWrong(Keys.header(exchange, "xi-api-key"))) {
      throw Refusal.of(Refusal.Kind.UNAUTHENTICATED, "Invalid API key");
    }
  }

  @Override
  public Answer refuse(Exchange exchange, Refusal refusal) {
    ObjectNode body = Json.object();
    if (refusal.kind() == Refusal.Kind.UNPROCESSABLE) {
      ObjectNode one = body.putArray("detail").addObject();
      one.putArray("loc").add("body").add(refusal.field().orElse("?"));
      one.put("msg", refusal.getMessage()).put("type", "value_error");
      return Answer.json(422, body);
    }
    // Used-up credits are a matter of the key for ElevenLabs.
    int status = refusal.kind() == Refusal.Kind.QUOTA ? 401 : refusal.kind().status();
    String code = code(refusal);
    ObjectNode detail = body.putObject("detail");
    detail.put("type", type(refusal.kind())).put("code", code);
    detail.put("message", refusal.getMessage()).put("status", code);
    refusal.field().ifPresent(field -> detail.put("param", field));
    Answer answer = Answer.json(status, body);
    return refusal.retryAfterSeconds().isEmpty()
        ? answer
        : answer.with(
            "retry-after",
            String.valueOf((long) Math.ceil(refusal.retryAfterSeconds().getAsDouble())));
  }

  private static String code(Refusal refusal) {
    return switch (refusal.kind()) {
      case UNAUTHENTICATED -> "invalid_api_key";
      case QUOTA -> "quota_exceeded";
      case RATE_LIMITED ->
          refusal.retryAfterSeconds().isPresent()
              ? "rate_limit_exceeded"
              : "concurrent_limit_exceeded";
      case NOT_FOUND ->
          refusal.field().filter("voice_id"::equals).isPresent() ? "voice_not_found" : "not_found";
      case MODERATED -> "bad_prompt";
      case INTERNAL, UNAVAILABLE -> refusal.kind().name().toLowerCase(Locale.ROOT);
      default -> refusal.getMessage().startsWith(TOO_LONG) ? TOO_LONG : "invalid_parameters";
    };
  }

  private static String type(Refusal.Kind kind) {
    return switch (kind) {
      case UNAUTHENTICATED, QUOTA -> "authentication_error";
      case RATE_LIMITED -> "rate_limit_error";
      case INTERNAL, UNAVAILABLE -> "server_error";
      case NOT_FOUND -> "not_found";
      default -> "validation_error";
    };
  }

  private static ObjectNode voices() {
    ObjectNode body = Json.object();
    ArrayNode voices = body.putArray("voices");
    for (List<String> voice : VOICES) {
      voices
          .addObject()
          .put("voice_id", voice.get(0))
          .put("name", voice.get(1))
          .put("category", "premade");
    }
    return body.put("has_more", false).put("total_count", VOICES.size()).putNull("next_page_token");
  }

  private static ArrayNode models() {
    ArrayNode models = Json.array();
    for (List<Object> model : MODELS) {
      models
          .addObject()
          .put("model_id", (String) model.get(0))
          .put("name", (String) model.get(0))
          .put("can_do_text_to_speech", true)
          .put("maximum_text_length_per_request", (Integer) model.get(1));
    }
    return models;
  }

  private static ObjectNode subscription() {
    return Json.object()
        .put("tier", "creator")
        .put("character_count", 1200)
        .put("character_limit", 121_000)
        .put("status", "active");
  }
}
