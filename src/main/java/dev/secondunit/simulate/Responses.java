package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /responses} as OpenAI and xAI speak it: words about pictures, at once or as a stream. The
 * pictures are decoded, so that an answer tells what was really sent.
 */
final class Responses {
  private static final UsdAmount PRICE = UsdAmount.ofUsd("0.002");
  private static final int TOKENS_PER_PICTURE = 85;

  /**
   * How one vendor's dialect differs.
   *
   * @param models by the name asked for: who really answers
   * @param pictureTypes what pictures may be
   * @param pictureBytes how large one may be
   * @param ticks whether the bill comes with the answer
   */
  record Custom(
      Map<String, String> models, Set<String> pictureTypes, long pictureBytes, boolean ticks) {}

  private final Simulation simulation;
  private final Custom custom;

  Responses(Simulation simulation, Custom custom) {
    this.simulation = simulation;
    this.custom = custom;
  }

  /** A request, checked. */
  private record Question(
      String model,
      Optional<JsonNode> schema,
      List<Look> looks,
      int pictures,
      int turns,
      int mostTokens,
      boolean stream) {}

  Answer respond(Exchange exchange) {
    Question question = question(exchange);
    String prompt = exchange.text();
    Job job =
        simulation
            .jobs()
            .acceptDone(exchange, "resp", Job.Order.ofWords(question.model(), prompt, PRICE));
    Analyst.Words words =
        Analyst.answer(
                prompt,
                question.schema(),
                exchange.strikes(),
                question.looks(),
                Math.max(1, question.turns()))
            .atMost(question.mostTokens());
    ObjectNode body = body(exchange, job, question, words);
    return question.stream() ? stream(body, words) : Answer.json(body);
  }

  private Question question(Exchange exchange) {
    Fields fields = exchange.json();
    String model = fields.requiredText("model");
    if (!custom.models().containsKey(model)) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND, "model", "The model '" + model + "' does not exist.");
    }
    JsonNode input = fields.any("input").orElseThrow(() -> fields.missing("input"));
    List<Look> looks = new ArrayList<>();
    int[] counts = new int[2];
    readInput(exchange, input, looks, counts);
    Optional<JsonNode> schema =
        fields
            .object("text")
            .flatMap(text -> text.object("format"))
            .filter(format -> format.text("type").filter("json_schema"::equals).isPresent())
            .map(
                format -> {
                  format.requiredText("name");
                  return format.any("schema").orElseThrow(() -> format.missing("schema"));
                });
    int most = fields.whole("max_output_tokens", 16, 1_000_000).orElse(Integer.MAX_VALUE / 4);
    fields.number("temperature", 0, 2);
    boolean stream = fields.flag("stream").orElse(false);
    fields
        .ignoring("instructions", "store", "reasoning", "previous_response_id", "metadata", "user")
        .done();
    return new Question(model, schema, looks, counts[0], counts[1], most, stream);
  }

  private void readInput(Exchange exchange, JsonNode input, List<Look> looks, int[] counts) {
    if (input.isString()) {
      return;
    }
    for (JsonNode item : input) {
      Fields message = Fields.of(item, "input[]");
      String role =
          message.oneOf("role", List.of("user", "assistant", "system", "developer")).orElse("user");
      counts[1] += role.equals("user") ? 1 : 0;
      JsonNode content = message.any("content").orElseThrow(() -> message.missing("content"));
      message.ignoring("type").done();
      if (content.isString()) {
        continue;
      }
      String label = "";
      for (JsonNode node : content) {
        Fields part = Fields.of(node, "input[].content[]");
        String type = part.requiredText("type");
        boolean answered = role.equals("assistant");
        if (answered != type.equals("output_text")) {
          throw part.wrong("type", "does not go with the role " + role);
        }
        switch (type) {
          case "input_text", "output_text" -> label = part.text("text").orElse("");
          case "input_image" -> {
            part.oneOf("detail", List.of("low", "high", "auto", "original"));
            looks.addAll(picture(exchange, part, label));
            counts[0]++;
          }
          case "input_file" -> part.ignoring("file_id", "file_url", "file_data", "filename");
          default -> throw part.wrong("type", "must be input_text, input_image or input_file");
        }
        part.done();
      }
    }
  }

  private List<Look> picture(Exchange exchange, Fields part, String label) {
    Optional<String> url = part.text("image_url");
    if (url.isEmpty()) {
      part.text("file_id").orElseThrow(() -> part.missing("image_url"));
      return List.of(new Look(label, null, "a file of the vendor's"));
    }
    if (url.get().startsWith("data:")) {
      String type = url.get().substring(5).replaceFirst("[;,].*$", "");
      if (!custom.pictureTypes().contains(type)) {
        throw part.wrong("image_url", "must be one of " + custom.pictureTypes());
      }
      if (url.get().length() / 4 * 3 > custom.pictureBytes()) {
        throw part.wrong("image_url", "must have at most " + custom.pictureBytes() + " bytes");
      }
    }
    return simulation
        .shelf()
        .studio()
        .eyes()
        .look(label, simulation.shelf().resolve(exchange, "image_url", url.get()));
  }

  private ObjectNode body(Exchange exchange, Job job, Question question, Analyst.Words words) {
    Job.State state = job.state(exchange.now());
    String model =
        job.strikes().has(Fault.MODEL_REDIRECT)
            ? job.modelEchoed()
            : custom.models().get(question.model());
    ObjectNode body = Json.object().put("id", job.id()).put("object", "response");
    body.put("created_at", exchange.now().getEpochSecond()).put("model", model);
    ArrayNode output = body.putArray("output");
    body.putNull("incomplete_details").putNull("error");
    if (state == Job.State.FAILED) {
      body.put("status", "failed");
      body.putObject("error").put("code", "server_error").put("message", "It went wrong.");
      return body;
    }
    ObjectNode message =
        output.addObject().put("type", "message").put("id", "msg_1").put("role", "assistant");
    ArrayNode content = message.put("status", "completed").putArray("content");
    if (state != Job.State.SUCCEEDED) {
      content.addObject().put("type", "refusal").put("refusal", "I can't help with that.");
    } else {
      content
          .addObject()
          .put("type", "output_text")
          .put("text", words.text())
          .putArray("annotations");
    }
    body.put("status", words.cut() ? "incomplete" : "completed");
    if (words.cut()) {
      body.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    int inputTokens = 900 + TOKENS_PER_PICTURE * question.pictures();
    ObjectNode usage =
        body.putObject("usage")
            .put("input_tokens", inputTokens)
            .put("output_tokens", words.tokens())
            .put("total_tokens", inputTokens + words.tokens());
    if (custom.ticks()) {
      usage.put("cost_in_usd_ticks", XaiWire.ticks(job));
    }
    return body;
  }

  private static Answer stream(ObjectNode body, Analyst.Words words) {
    List<byte[]> events = new ArrayList<>();
    ObjectNode created = Json.object().put("type", "response.created");
    created
        .putObject("response")
        .put("id", body.path("id").asString())
        .put("status", "in_progress");
    events.add(event(created));
    boolean spoken = body.path("output").path(0).path("content").path(0).has("text");
    for (String piece : spoken ? words.pieces() : List.<String>of()) {
      events.add(
          event(Json.object().put("type", "response.output_text.delta").put("delta", piece)));
    }
    ObjectNode end =
        Json.object().put("type", "response." + body.path("status").asString("completed"));
    end.set("response", body);
    events.add(event(end));
    return Answer.events("text/event-stream", events);
  }

  private static byte[] event(ObjectNode data) {
    String text =
        "event: "
            + data.path("type").asString()
            + "\ndata: "
            + new String(Json.bytes(data), StandardCharsets.UTF_8)
            + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
