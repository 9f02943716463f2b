package dev.secondunit.simulate;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** TwelveLabs' analyze: at once, as a stream, or as a task that an idempotency key protects. */
final class TwelveLabsAnalysis {
  private static final UsdAmount PER_MINUTE = UsdAmount.ofUsd("0.0292");
  private static final BigDecimal MINUTES_PER_SECOND = new BigDecimal("0.0166666667");
  private static final double SHORTEST = 4;
  private static final double GUESSED_SECONDS = 60;
  private static final int MAX_BASE64_CHARACTERS = 40_000_000;
  private static final int MAX_PROMPT_CHARACTERS = 8_000;

  private record Question(
      String prompt, Optional<JsonNode> schema, double seconds, boolean stream, String customId) {}

  private record Task(Question question, Analyst.Words words) {}

  private final Simulation simulation;
  private final TwelveLabsAssets assets;
  private final boolean legacy;
  private final Map<String, Task> tasks = new ConcurrentHashMap<>();

  TwelveLabsAnalysis(Simulation simulation, TwelveLabsAssets assets, boolean legacy) {
    this.simulation = simulation;
    this.assets = assets;
    this.legacy = legacy;
  }

  void addTo(Routes routes) {
    routes
        .post("/analyze", Operation.CREATE, this::analyze)
        .post("/analyze/tasks", Operation.CREATE, this::createTask)
        .get("/analyze/tasks", Operation.LIST, this::listTasks)
        .get("/analyze/tasks/{id}", Operation.POLL, this::getTask)
        .delete("/analyze/tasks/{id}", Operation.DELETE, this::deleteTask);
  }

  private Answer analyze(Exchange exchange) {
    Question question = question(exchange, false);
    Job job = simulation.jobs().acceptDone(exchange, "analysis", order(question));
    if (job.state(exchange.now()) == Job.State.FAILED) {
      throw Refusal.of(Refusal.Kind.INTERNAL, "The analysis failed.");
    }
    Analyst.Words words = Analyst.answer(question.prompt(), question.schema(), exchange.strikes());
    if (question.stream()) {
      return stream(job, words);
    }
    ObjectNode body = Json.object().put("id", job.id());
    addResult(body, words);
    return Answer.json(body);
  }

  private static Answer stream(Job job, Analyst.Words words) {
    List<ObjectNode> events = new ArrayList<>();
    ObjectNode start = Json.object().put("event_type", "stream_start");
    start.putObject("metadata").put("generation_id", job.id());
    events.add(start);
    for (String piece : words.pieces()) {
      events.add(Json.object().put("event_type", "text_generation").put("text", piece));
    }
    ObjectNode end = Json.object().put("event_type", "stream_end");
    end.put("finish_reason", words.cut() ? "length" : "stop");
    ObjectNode metadata = end.putObject("metadata").put("generation_id", job.id());
    metadata.putObject("usage").put("output_tokens", words.tokens());
    if (words.cut()) {
      end.putObject("error").put("message", "The response was cut at max_tokens.");
    }
    events.add(end);
    List<byte[]> lines = new ArrayList<>();
    for (ObjectNode event : events) {
      byte[] bytes = Json.bytes(event);
      byte[] line = java.util.Arrays.copyOf(bytes, bytes.length + 1);
      line[bytes.length] = '\n';
      lines.add(line);
    }
    return Answer.events("application/x-ndjson", lines);
  }

  private Answer createTask(Exchange exchange) {
    Question question = question(exchange, true);
    Optional<Job> earlier =
        exchange
            .header("Idempotency-Key")
            .flatMap(key -> simulation.jobs().underKey(Vendor.TWELVELABS, key));
    Job job = earlier.orElseGet(() -> simulation.jobs().accept(exchange, "task", order(question)));
    Analyst.Words words = Analyst.answer(question.prompt(), question.schema(), exchange.strikes());
    tasks.putIfAbsent(job.id(), new Task(question, words));
    return Answer.json(202, Json.object().put("task_id", job.id()).put("status", "pending"));
  }

  private Answer listTasks(Exchange exchange) {
    ObjectNode body = Json.object();
    ArrayNode data = body.putArray("data");
    for (Job job : simulation.jobs().all()) {
      if (tasks.containsKey(job.id()) && !job.gone(exchange.now())) {
        data.add(shown(exchange, job));
      }
    }
    body.putObject("page_info").put("page", 1).put("limit_per_page", 50).put("total_page", 1);
    return Answer.json(body);
  }

  private Answer getTask(Exchange exchange) {
    Job job = known(exchange);
    job.polled();
    return Answer.json(shown(exchange, job));
  }

  private Answer deleteTask(Exchange exchange) {
    Job job = known(exchange);
    job.cancel(exchange.now());
    job.forget();
    return Answer.empty(204);
  }

  private Job known(Exchange exchange) {
    String id = exchange.variable("id");
    return simulation
        .jobs()
        .find(Vendor.TWELVELABS, id)
        .filter(job -> tasks.containsKey(id) && !job.gone(exchange.now()))
        .orElseThrow(
            () ->
                Refusal.of(
                    Refusal.Kind.NOT_FOUND,
                    "Resource with id " + id + " does not exist in tasks collection"));
  }

  private ObjectNode shown(Exchange exchange, Job job) {
    Task task = tasks.get(job.id());
    Job.State state = job.state(exchange.now());
    ObjectNode shown = Json.object().put("task_id", job.id());
    shown.put("custom_id", task.question().customId());
    shown.put(
        "status",
        switch (state) {
          case QUEUED -> "queued";
          case RUNNING -> "processing";
          case SUCCEEDED -> "ready";
          default -> "failed";
        });
    shown.put("created_at", job.created().toString());
    shown.putNull("completed_at").putNull("result").putNull("error").putArray("webhooks");
    if (state.ended()) {
      shown.put("completed_at", exchange.now().toString());
    }
    if (state == Job.State.SUCCEEDED) {
      ObjectNode result = Json.object().put("generation_id", job.id());
      addResult(result, task.words());
      if (result.has("error")) {
        shown.set("error", result.remove("error"));
      }
      shown.set("result", result);
    } else if (state.ended()) {
      shown.putObject("error").put("message", "The video could not be analyzed.");
    }
    return shown;
  }

  private static void addResult(ObjectNode body, Analyst.Words words) {
    body.put("data", words.text()).put("finish_reason", words.cut() ? "length" : "stop");
    body.putObject("usage").put("output_tokens", words.tokens()).put("input_tokens", 5400);
    if (words.cut()) {
      body.putObject("error").put("message", "The response was cut at max_tokens.");
    }
  }

  private static Job.Order order(Question question) {
    return Job.Order.ofWords(
        "pegasus1.5",
        question.prompt(),
        PER_MINUTE.times(MINUTES_PER_SECOND.multiply(BigDecimal.valueOf(question.seconds()))));
  }

  private Question question(Exchange exchange, boolean task) {
    Fields fields = exchange.json();
    boolean old = legacy && fields.has("video_id");
    fields.oneOf("model_name", old ? List.of("pegasus1.2", "pegasus1.5") : List.of("pegasus1.5"));
    double seconds = old ? oldVideo(fields) : video(exchange, fields, task);
    Optional<Fields> second = fields.object("prompt_v2");
    Optional<String> prompt =
        second.map(
            one -> {
              String text = one.requiredText("input_text");
              one.objects("media_sources", 0, 4);
              one.done();
              return text;
            });
    if (prompt.isPresent() == fields.text("prompt").isPresent()) {
      throw prompt.isPresent()
          ? fields.wrong("prompt", "cannot be combined with prompt_v2")
          : fields.missing("prompt");
    }
    String text = prompt.orElseGet(() -> fields.requiredText("prompt"));
    if (old && text.length() > MAX_PROMPT_CHARACTERS) {
      throw Refusal.invalid(
          "prompt", "token_limit_exceeded: your request exceeds the maximum of 2,000 tokens.");
    }
    fields.number("temperature", 0, 1);
    fields.whole("max_tokens", old ? 1 : task ? 512 : 512, old ? 4096 : 98_304);
    boolean stream = !task && fields.flag("stream").orElse(true);
    Optional<Double> start = fields.number("start_time", 0, 7200);
    Optional<Double> end = fields.number("end_time", 0, 7200);
    if (start.isPresent() && end.isPresent() && end.get() - start.get() < SHORTEST) {
      throw fields.wrong("end_time", "must be at least 4 seconds after start_time");
    }
    Optional<JsonNode> schema = fields.object("response_format").flatMap(one -> schema(one, task));
    String customId = null;
    if (task) {
      customId =
          fields.text("custom_id").filter(id -> !id.isEmpty() && id.length() <= 64).orElse(null);
      fields.oneOf("analysis_mode", List.of("general", "time_based_metadata"));
      fields.number("min_segment_duration", 2, 7200);
      fields.number("max_segment_duration", 2, 7200);
    }
    fields.done();
    return new Question(text, schema, seconds, stream, customId);
  }

  private static Optional<JsonNode> schema(Fields format, boolean task) {
    String type =
        format
            .oneOf(
                "type",
                task ? List.of("json_schema", "segment_definitions") : List.of("json_schema"))
            .orElseThrow(() -> format.missing("type"));
    if (type.equals("segment_definitions")) {
      if (format.objects("segment_definitions", 1, 20).isEmpty()) {
        throw format.missing("segment_definitions");
      }
      format.ignoring("segment_time_format").done();
      return Optional.of(
          Json.parse(
              "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                  + "\"start_time\":{\"type\":\"number\"},\"end_time\":{\"type\":\"number\"}}}}"));
    }
    JsonNode schema = format.any("json_schema").orElseThrow(() -> format.missing("json_schema"));
    format.done();
    TwelveLabsSchema.check(schema);
    return Optional.of(schema);
  }

  private static double oldVideo(Fields fields) {
    if (fields.requiredText("video_id").startsWith("marengo")) {
      throw Refusal.invalid(
          "video_id",
          "index_not_supported_for_generate: the index of this video has no Pegasus model.");
    }
    return GUESSED_SECONDS;
  }

  /** Checks the one video of the request and tells its length in seconds, guessed if unknown. */
  private double video(Exchange exchange, Fields fields, boolean task) {
    Fields video = fields.object("video").orElseThrow(() -> fields.missing("video"));
    String type =
        video
            .oneOf("type", List.of("url", "asset_id", "base64_string"))
            .orElseThrow(() -> video.missing("type"));
    String value = video.requiredText(type);
    video.done();
    Optional<Path> file =
        switch (type) {
          case "asset_id" ->
              assets
                  .ready(exchange, value)
                  .upload()
                  .filter(upload -> upload.bytes() == upload.file().toFile().length())
                  .map(Upload::file);
          case "base64_string" -> {
            if (value.length() > MAX_BASE64_CHARACTERS) {
              throw video.wrong("base64_string", "must be at most 30 MB");
            }
            yield Optional.of(simulation.shelf().decoded("video.base64_string", value));
          }
          default -> {
            if (!value.startsWith("http")) {
              throw video.wrong("url", "must be a public URL");
            }
            yield Optional.empty();
          }
        };
    if (file.isEmpty()) {
      return GUESSED_SECONDS;
    }
    MediaFacts facts = simulation.shelf().studio().measure(file.get());
    double most = task ? 7200 : 3600;
    if (facts.durationSeconds() == null
        || facts.durationSeconds() < SHORTEST - 0.05
        || facts.durationSeconds() > most) {
      throw video.wrong(type, "must be between 4 seconds and " + (int) (most / 3600) + " hours");
    }
    if (facts.width() != null && Math.min(facts.width(), facts.height()) < 360) {
      throw video.wrong(type, "must be at least 360x360");
    }
    return facts.durationSeconds();
  }
}
