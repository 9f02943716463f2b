package dev.secondunit.simulate;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * xAI's video jobs. Ranges from {@code @ai-sdk/xai} 5.0.12 and {@code xai-sdk-python} 1.20
 * (September 2026); prices as listed in November 2026.
 */
final class XaiVideos {
  private static final String FIRST = "grok-imagine-video";
  private static final String SECOND = "grok-imagine-video-1.5";
  private static final String LITE = "grok-imagine-video-1.5-lite";
  private static final List<String> RATIOS =
      List.of("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3");
  private static final List<String> RESOLUTIONS = List.of("480p", "720p", "1080p");
  private static final Duration MEDIA_LIFE = Duration.ofHours(24);

  /** USD per second by model and resolution, then per input image. */
  private static final Map<String, String> PRICES =
      Map.of(
          FIRST + " 480p", "0.05",
          FIRST + " 720p", "0.07",
          FIRST + " image", "0.002",
          SECOND + " 480p", "0.08",
          SECOND + " 720p", "0.14",
          SECOND + " 1080p", "0.25",
          SECOND + " image", "0.01",
          LITE + " 480p", "0.02",
          LITE + " 720p", "0.035",
          LITE + " image", "0.002");

  private final Simulation simulation;
  private final XaiFiles files;

  XaiVideos(Simulation simulation, XaiFiles files) {
    this.simulation = simulation;
    this.files = files;
  }

  void addTo(Routes routes) {
    routes
        .post("/videos/generations", Operation.CREATE, this::generate)
        .post("/videos/edits", Operation.CREATE, this::edit)
        .post("/videos/extensions", Operation.CREATE, this::extend)
        .get("/videos/{id}", Operation.POLL, this::poll);
  }

  private Answer generate(Exchange exchange) {
    Fields fields = exchange.json();
    String model = model(fields);
    String prompt = fields.requiredText("prompt");
    int seconds = fields.whole("duration", 1, 15).orElse(8);
    Optional<String> ratio = fields.oneOf("aspect_ratio", RATIOS);
    String resolution = fields.oneOf("resolution", RESOLUTIONS).orElse("480p");
    boolean sound = fields.flag("generate_audio").orElse(true);
    List<Path> images = new ArrayList<>();
    fields.object("image").ifPresent(image -> images.add(picture(exchange, image)));
    Optional<Frame> first = images.stream().findFirst().map(this::frame);
    List<Fields> references = fields.objects("reference_images", 1, 7);
    references.forEach(reference -> images.add(picture(exchange, reference)));
    List<Fields> voices = fields.objects("reference_audios", 1, 3);
    voices.forEach(XaiVideos::checkVoice);
    if (first.isPresent() && !references.isEmpty()) {
      throw fields.wrong("reference_images", "cannot be combined with image");
    }
    Optional<Fields> last = fields.object("last_frame");
    last.ifPresent(image -> images.add(picture(exchange, image)));
    List<Fields> keyframes = fields.objects("keyframes", 1, 4);
    for (Fields keyframe : keyframes) {
      double at =
          keyframe
              .number("timestamp_s", 0, seconds)
              .orElseThrow(() -> keyframe.missing("timestamp_s"));
      if (at == 0 || at == seconds) {
        throw keyframe.wrong("timestamp_s", "must lie strictly inside the clip");
      }
      images.add(
          picture(exchange, keyframe.object("image").orElseThrow(() -> keyframe.missing("image"))));
      keyframe.done();
    }
    if (!model.startsWith(SECOND) || model.equals(LITE)) {
      if (last.isPresent() || !keyframes.isEmpty()) {
        throw Refusal.invalid(
            last.isPresent() ? "last_frame" : "keyframes",
            "last_frame and keyframes are supported by " + SECOND + " only");
      }
      if (resolution.equals("1080p")) {
        throw fields.wrong("resolution", "1080p is not supported by " + model);
      }
    }
    if (resolution.equals("1080p") && !references.isEmpty()) {
      throw fields.wrong("resolution", "must be at most 720p with reference_images");
    }
    storage(fields);
    fields.ignoring("user").done();
    int shortSide = delivered(exchange, Integer.parseInt(resolution.replace("p", "")));
    Frame frame =
        ratio.isEmpty() && first.isPresent()
            ? fitted(first.get(), shortSide)
            : Frame.ofShortSide(shortSide, ratio.orElse("16:9"));
    UsdAmount price =
        price(model, resolution)
            .times(BigDecimal.valueOf(seconds))
            .plus(price(model, "image").times(BigDecimal.valueOf(images.size())));
    return accept(
        exchange,
        model,
        prompt,
        price,
        () -> simulation.shelf().studio().video(frame, seconds, sound));
  }

  private Answer edit(Exchange exchange) {
    Fields fields = exchange.json();
    String model = continuing(fields);
    String prompt = fields.requiredText("prompt");
    Path source = source(exchange, fields);
    double seconds = length(source, 0, 8.7);
    storage(fields);
    fields.ignoring("user").done();
    return accept(
        exchange,
        model,
        prompt,
        price(model, "720p").times(BigDecimal.valueOf(seconds)),
        () -> simulation.shelf().studio().continued(source, 0, delivered(exchange, 720)));
  }

  private Answer extend(Exchange exchange) {
    Fields fields = exchange.json();
    String model = continuing(fields);
    String prompt = fields.requiredText("prompt");
    int tail = fields.whole("duration", 2, 10).orElse(6);
    Path source = source(exchange, fields);
    length(source, 2, 15);
    storage(fields);
    fields.done();
    return accept(
        exchange,
        model,
        prompt,
        price(model, "720p").times(BigDecimal.valueOf(tail)),
        () -> simulation.shelf().studio().continued(source, tail, delivered(exchange, 720)));
  }

  private Answer accept(
      Exchange exchange, String model, String prompt, UsdAmount price, Supplier<Rendered> work) {
    Job.Order order = new Job.Order(model, prompt, price, Billing.AT_END_UNLESS_FAILED, work);
    Job job = simulation.jobs().accept(exchange, "xai", order);
    return Answer.json(Json.object().put("request_id", job.id()));
  }

  private Answer poll(Exchange exchange) {
    Job job =
        simulation
            .jobs()
            .find(Vendor.XAI, exchange.variable("id"))
            .orElseThrow(
                () -> Refusal.of(Refusal.Kind.NOT_FOUND, "The requested video was not found."));
    int polls = job.polled();
    if (job.gone(exchange.now())) {
      return Answer.json(Json.object().put("status", "expired"));
    }
    Job.State state = job.state(exchange.now());
    return switch (state) {
      case QUEUED, RUNNING -> pending(job.progress(exchange.now()), polls);
      case FAILED, CANCELLED -> {
        ObjectNode failed = Json.object().put("status", "failed");
        failed
            .putObject("error")
            .put("code", "internal_error")
            .put("message", "The video could not be generated.");
        yield Answer.json(failed);
      }
      case MODERATED, FILTERED, SUCCEEDED -> Answer.json(done(exchange, job, state));
    };
  }

  /** The three ways in which xAI says that a video is not ready. */
  private static Answer pending(int progress, int polls) {
    ObjectNode body = Json.object().put("status", "pending").put("progress", progress);
    return switch (polls % 3) {
      case 1 -> Answer.empty(202);
      case 2 -> Answer.json(202, body);
      default -> Answer.json(200, body);
    };
  }

  private ObjectNode done(Exchange exchange, Job job, Job.State state) {
    ObjectNode body = Json.object().put("status", "done").put("progress", 100);
    body.put("model", job.modelEchoed());
    ObjectNode video = body.putObject("video");
    video.put("respect_moderation", state != Job.State.MODERATED);
    if (state == Job.State.SUCCEEDED) {
      String url = simulation.shelf().publish(exchange, job, job.ready().plus(MEDIA_LIFE), "mp4");
      video.put("url", url).put("duration", job.result().seconds());
    } else {
      video.put("url", "");
    }
    body.putObject("usage").put("cost_in_usd_ticks", XaiWire.ticks(job));
    return body;
  }

  private static String model(Fields fields) {
    String model = fields.requiredText("model");
    String known = model.equals(SECOND + "-preview") ? SECOND : model;
    if (!PRICES.containsKey(known + " 480p")) {
      throw Refusal.of(
          Refusal.Kind.MODEL_NOT_FOUND, "model", "The model " + model + " does not exist.");
    }
    return known;
  }

  private static String continuing(Fields fields) {
    String model = model(fields);
    if (!model.equals(FIRST)) {
      throw fields.wrong("model", "must be " + FIRST + " for edits and extensions");
    }
    return model;
  }

  private static UsdAmount price(String model, String what) {
    return UsdAmount.ofUsd(PRICES.get(model + " " + what));
  }

  private static void checkVoice(Fields voice) {
    if (voice.has("url")) {
      throw voice.wrong("url", "is for selected partners");
    }
    voice.oneOf("voice_id", XaiSpeech.VOICES).orElseThrow(() -> voice.missing("voice_id"));
    voice.done();
  }

  private static void storage(Fields fields) {
    fields
        .object("storage_options")
        .ifPresent(
            storage -> {
              storage.text("filename");
              storage.whole("expires_after", 1, 2_592_000);
              if (storage.any("public_url").filter(value -> !value.isBoolean()).isPresent()) {
                Fields address = storage.object("public_url").orElseThrow();
                address.whole("expires_after", 3600, 2_592_000);
                address.done();
              }
              storage.done();
            });
  }

  private Path picture(Exchange exchange, Fields reference) {
    Path file = files.resolve(exchange, reference);
    if (!simulation.shelf().studio().measure(file).mediaType().startsWith("image/")) {
      throw reference.wrong("url", "must be an image");
    }
    return file;
  }

  private Frame frame(Path picture) {
    MediaFacts facts = simulation.shelf().studio().measure(picture);
    return new Frame(Math.max(2, facts.width()), Math.max(2, facts.height()));
  }

  private static Frame fitted(Frame input, int shortSide) {
    return Frame.ofShortSide(shortSide, input.width() + ":" + input.height());
  }

  private Path source(Exchange exchange, Fields fields) {
    return files.resolve(
        exchange, fields.object("video").orElseThrow(() -> fields.missing("video")));
  }

  private double length(Path source, double least, double most) {
    MediaFacts facts = simulation.shelf().studio().measure(source);
    if (!facts.mediaType().equals("video/mp4") || facts.durationSeconds() == null) {
      throw Refusal.invalid("video", "video must be an mp4");
    }
    if (facts.durationSeconds() < least || facts.durationSeconds() > most + 0.05) {
      throw Refusal.invalid(
          "video",
          "video must be %s to %s seconds long, not %.2f"
              .formatted(least, most, facts.durationSeconds()));
    }
    return facts.durationSeconds();
  }

  private static int delivered(Exchange exchange, int shortSide) {
    return exchange.strikes().has(Fault.SHORT_DELIVERED)
        ? (shortSide > 720 ? 720 : 360)
        : shortSide;
  }
}
