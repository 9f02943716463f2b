package dev.secondunit.simulate;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code /videos} jobs of OpenAI and of servers that speak them. */
final class OpenAiVideos {
  private static final Duration LIFE = Duration.ofHours(24);

  /** What a video object says beside its job. */
  private record Shown(String size, double seconds, String remixedFrom) {}

  private final Simulation simulation;
  private final Dialect dialect;
  private final Map<String, Shown> videos = new ConcurrentHashMap<>();

  OpenAiVideos(Simulation simulation, Dialect dialect) {
    this.simulation = simulation;
    this.dialect = dialect;
  }

  void addTo(Routes routes) {
    routes
        .post("/videos", Operation.CREATE, this::create)
        .get("/videos", Operation.LIST, this::list);
    if (dialect == Dialect.VLLM_OMNI) {
      routes.post("/videos/sync", Operation.CREATE, this::createSync);
    } else {
      routes
          .post("/videos/edits", Operation.CREATE, this::edit)
          .post("/videos/extensions", Operation.CREATE, this::extend)
          .post("/videos/{id}/remix", Operation.CREATE, this::remix);
    }
    routes
        .get("/videos/{id}", Operation.POLL, this::poll)
        .delete("/videos/{id}", Operation.DELETE, this::delete)
        .get("/videos/{id}/content", Operation.DOWNLOAD, this::content);
  }

  private Answer create(Exchange exchange) {
    Job job = accept(exchange, false);
    ObjectNode shown = shown(exchange, job);
    if (dialect == Dialect.VLLM_OMNI) {
      shown.retain("id", "status", "created_at");
    }
    return Answer.json(shown);
  }

  private Answer createSync(Exchange exchange) {
    Job job = accept(exchange, true);
    return Answer.media(job.result(), job.nextDownload());
  }

  private Job accept(Exchange exchange, boolean done) {
    OpenAiVideoRequest request = OpenAiVideoRequest.read(exchange, simulation.shelf());
    Frame frame = delivered(exchange, request.frame());
    Job.Order order =
        order(
            request.model(),
            request.prompt(),
            request.seconds(),
            () -> simulation.shelf().studio().video(frame, request.seconds(), true));
    Job job =
        done
            ? simulation.jobs().acceptDone(exchange, "video", order)
            : simulation.jobs().accept(exchange, "video", order);
    String size = request.frame().width() + "x" + request.frame().height();
    videos.put(job.id(), new Shown(size, request.seconds(), null));
    return job;
  }

  private Answer remix(Exchange exchange) {
    Job source = finished(exchange, exchange.variable("id"));
    Fields fields = exchange.json();
    String prompt = fields.requiredText("prompt");
    fields.done();
    return derived(
        exchange, source.order().model(), prompt, source.result().file(), 0, source.id());
  }

  private Answer edit(Exchange exchange) {
    return fromSource(exchange, false);
  }

  private Answer extend(Exchange exchange) {
    return fromSource(exchange, true);
  }

  private Answer fromSource(Exchange exchange, boolean extend) {
    Path source;
    String prompt;
    Optional<String> seconds;
    String from = null;
    if (exchange.isForm()) {
      Form form = exchange.form();
      prompt =
          form.text("prompt").orElseThrow(() -> Refusal.invalid("prompt", "prompt is required"));
      seconds = extend ? form.text("seconds") : Optional.empty();
      source =
          form.file("video")
              .map(Upload::file)
              .orElseGet(
                  () ->
                      form.text("video[id]")
                          .map(id -> finished(exchange, id).result().file())
                          .orElseThrow(() -> Refusal.invalid("video", "video is required")));
      form.text("video[id]");
      form.done();
    } else {
      Fields fields = exchange.json();
      prompt = fields.requiredText("prompt");
      seconds = extend ? fields.text("seconds") : Optional.empty();
      Fields video = fields.object("video").orElseThrow(() -> fields.missing("video"));
      from = video.requiredText("id");
      video.done();
      fields.done();
      source = finished(exchange, from).result().file();
    }
    double tail = 0;
    if (extend) {
      tail =
          seconds
              .filter(text -> text.matches("\\d{1,2}"))
              .map(Double::parseDouble)
              .filter(value -> value >= 4 && value <= 20)
              .orElseThrow(
                  () -> Refusal.invalid("seconds", "seconds must be a string from '4' to '20'"));
    }
    return derived(exchange, "sora-2", prompt, source, tail, from);
  }

  private Answer derived(
      Exchange exchange, String model, String prompt, Path source, double tail, String from) {
    MediaFacts facts = simulation.shelf().studio().measure(source);
    if (facts.durationSeconds() == null) {
      throw Refusal.invalid("video", "video must be a video");
    }
    double whole = Math.round((facts.durationSeconds() + tail) * 10) / 10.0;
    Job.Order order =
        order(
            model,
            prompt,
            tail > 0 ? tail : whole,
            () -> simulation.shelf().studio().continued(source, tail, 2160));
    Job job = simulation.jobs().accept(exchange, "video", order);
    videos.put(job.id(), new Shown(facts.width() + "x" + facts.height(), whole, from));
    return Answer.json(shown(exchange, job));
  }

  private Job.Order order(String model, String prompt, double seconds, Supplier<Rendered> work) {
    boolean free = dialect == Dialect.VLLM_OMNI || dialect == Dialect.SGLANG;
    UsdAmount perSecond =
        free ? UsdAmount.ZERO : UsdAmount.ofUsd(model.startsWith("sora-2-pro") ? "0.30" : "0.10");
    return new Job.Order(
        model,
        prompt,
        perSecond.times(BigDecimal.valueOf(seconds)),
        dialect == Dialect.GATEWAY ? Billing.AT_ACCEPT : Billing.WHEN_DELIVERED,
        work);
  }

  private Answer list(Exchange exchange) {
    int limit =
        exchange
            .query("limit")
            .filter(text -> text.matches("\\d{1,3}"))
            .map(Integer::parseInt)
            .orElse(20);
    if (limit > 100) {
      throw Refusal.invalid("limit", "limit must be between 0 and 100");
    }
    List<Job> mine =
        simulation.jobs().all().stream()
            .filter(job -> videos.containsKey(job.id()) && !job.gone(exchange.now()))
            .collect(Collectors.toCollection(java.util.ArrayList::new));
    if (!exchange.query("order").orElse("desc").equals("asc")) {
      java.util.Collections.reverse(mine);
    }
    int from =
        exchange
            .query("after")
            .map(after -> 1 + mine.stream().map(Job::id).toList().indexOf(after))
            .orElse(0);
    List<Job> page = mine.subList(from, Math.min(mine.size(), from + limit));
    ObjectNode body = Json.object().put("object", "list");
    ArrayNode data = body.putArray("data");
    page.forEach(job -> data.add(shown(exchange, job)));
    body.put("first_id", page.isEmpty() ? null : page.get(0).id());
    body.put("last_id", page.isEmpty() ? null : page.get(page.size() - 1).id());
    body.put("has_more", from + limit < mine.size());
    return Answer.json(body);
  }

  private Answer poll(Exchange exchange) {
    Job job = known(exchange, exchange.variable("id"));
    job.polled();
    return Answer.json(shown(exchange, job));
  }

  private Answer delete(Exchange exchange) {
    Job job = known(exchange, exchange.variable("id"));
    boolean running = !job.state(exchange.now()).ended();
    if (running && dialect == Dialect.OPENAI) {
      throw Refusal.of(Refusal.Kind.CONFLICT, "The video is still being generated.");
    }
    job.cancel(exchange.now());
    simulation.jobs().remove(job.id());
    ObjectNode body = Json.object().put("id", job.id());
    return Answer.json(
        dialect == Dialect.SGLANG
            ? body.put("object", "video").put("status", "deleted")
            : body.put("object", "video.deleted").put("deleted", true));
  }

  private Answer content(Exchange exchange) {
    Job job = known(exchange, exchange.variable("id"));
    if (job.state(exchange.now()) != Job.State.SUCCEEDED) {
      throw Refusal.of(
          Refusal.Kind.NOT_FOUND,
          job.state(exchange.now()).ended()
              ? "The video has no content."
              : "Generation is still in-progress");
    }
    if (dialect == Dialect.GATEWAY
        || job.strikes().has(Fault.EXPIRED_DOWNLOAD)
        || exchange.strikes().has(Fault.EXPIRED_DOWNLOAD)
        || exchange.now().isAfter(job.ready().plus(LIFE))) {
      throw Refusal.of(Refusal.Kind.NOT_FOUND, "The video content is not available.");
    }
    return switch (exchange.query("variant").orElse("video")) {
      case "video" -> Answer.media(job.result(), job.nextDownload());
      case "thumbnail" -> Answer.media(picture(job.result(), 1, "webp"), Strikes.NONE);
      case "spritesheet" -> Answer.media(picture(job.result(), 3, "jpeg"), Strikes.NONE);
      default -> throw Refusal.invalid("variant", "variant must be video, thumbnail, spritesheet");
    };
  }

  private Rendered picture(Rendered video, int rows, String format) {
    Frame frame = new Frame(video.width(), video.height() * rows).atMost(320);
    return simulation.shelf().studio().picture(frame, format);
  }

  private Job known(Exchange exchange, String id) {
    return simulation
        .jobs()
        .find(Vendor.OPENAI, id)
        .filter(job -> videos.containsKey(id) && !job.gone(exchange.now()))
        .orElseThrow(() -> unknown(id));
  }

  private static Refusal unknown(String id) {
    return Refusal.of(Refusal.Kind.NOT_FOUND, "Video with id '" + id + "' not found.");
  }

  /** What a continuation starts from. */
  private Job finished(Exchange exchange, String id) {
    if (exchange.strikes().has(Fault.SOURCE_GONE)) {
      throw unknown(id);
    }
    Job job = known(exchange, id);
    if (job.state(exchange.now()) != Job.State.SUCCEEDED) {
      throw Refusal.invalid("video", "The video '" + id + "' is not completed.");
    }
    return job;
  }

  private static Frame delivered(Exchange exchange, Frame asked) {
    return exchange.strikes().has(Fault.SHORT_DELIVERED)
        ? asked.atMost(asked.shortSide() > 720 ? 720 : 360)
        : asked;
  }

  private ObjectNode shown(Exchange exchange, Job job) {
    Shown facts = videos.get(job.id());
    Job.State state = job.state(exchange.now());
    boolean done = state == Job.State.SUCCEEDED || state == Job.State.FILTERED;
    long unit = dialect == Dialect.GATEWAY ? 1000 : 1;
    ObjectNode video = Json.object().put("id", job.id()).put("object", "video");
    video.put("model", job.modelEchoed());
    video.put("status", done ? "completed" : status(state));
    video.put("progress", job.progress(exchange.now()));
    video.put("created_at", job.created().getEpochSecond() * unit);
    video.put("prompt", job.order().prompt());
    video.put("size", facts.size());
    putSeconds(video, facts.seconds());
    video.put("remixed_from_video_id", facts.remixedFrom());
    if (done) {
      video.put("completed_at", job.ready().getEpochSecond() * unit);
      video.put("expires_at", job.ready().plus(LIFE).getEpochSecond() * unit);
    } else {
      video.putNull("completed_at").putNull("expires_at");
    }
    if (state == Job.State.FAILED || state == Job.State.MODERATED) {
      boolean moderated = state == Job.State.MODERATED;
      video
          .putObject("error")
          .put("code", moderated ? "moderation_blocked" : "video_generation_failed")
          .put("message", moderated ? "Blocked by our moderation system." : "It went wrong.");
    } else {
      video.putNull("error");
    }
    if (dialect == Dialect.GATEWAY && state == Job.State.SUCCEEDED) {
      video.put(
          "video_url", simulation.shelf().publish(exchange, job, job.ready().plus(LIFE), "mp4"));
    }
    if (dialect == Dialect.SGLANG && done) {
      video.put("file_path", "/outputs/" + job.id() + ".mp4").put("inference_time_s", 1.5);
      video.put("peak_memory_mb", 20_000);
    }
    return video;
  }

  private void putSeconds(ObjectNode video, double seconds) {
    if (dialect == Dialect.SGLANG) {
      video.put("seconds", (int) seconds);
    } else {
      boolean whole = seconds == Math.rint(seconds);
      video.put("seconds", whole ? String.valueOf((int) seconds) : String.valueOf(seconds));
    }
  }

  private static String status(Job.State state) {
    return switch (state) {
      case QUEUED -> "queued";
      case RUNNING -> "in_progress";
      case CANCELLED -> "cancelled";
      default -> "failed";
    };
  }
}
