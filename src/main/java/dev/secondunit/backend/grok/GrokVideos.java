package dev.secondunit.backend.grok;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.EmbeddedFile;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Videos: three kinds of create and one poll that is the result in the end. */
final class GrokVideos {
  private static final Duration FIRST_POLL = Duration.ofSeconds(3);
  private static final Set<String> FOR_GENERATION_ONLY =
      Set.of("reference_audios", "keyframes", "generate_audio", "output");

  private final VendorHttp http;
  private final Clock clock;

  GrokVideos(VendorHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    Plan plan = shot.plan();
    Optional<String> kept = shot.keptCopy(GrokAnswers.VIDEO_URL, clock.instant());
    return switch (plan.operation()) {
      case GENERATE, LAST_FRAME -> create("/videos/generations", generation(plan), shot, false);
      case EDIT -> create("/videos/edits", change(shot, kept), shot, kept.isPresent());
      case EXTEND -> create("/videos/extensions", extension(shot, kept), shot, kept.isPresent());
      case REMIX -> throw Failures.unsupported(GrokBackend.NAME, "remix; use edit");
    };
  }

  private Submission create(String path, ObjectNode json, Shot shot, boolean fromCopy)
      throws BackendException, InterruptedException {
    Call call =
        Call.create(path, new Body.Json(json, shot.scratch()))
            .startingFromCopy(fromCopy)
            .countedFor(shot.plan().model())
            .masking(shot.plan().effective().text(Parameter.PROMPT).orElse(null));
    Answer answer = http.send(call);
    String id = answer.json().path("request_id").asString("");
    if (id.isBlank()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no request_id");
    }
    return new Submission.Accepted(new VendorReference(id, Map.of()), FIRST_POLL);
  }

  private static ObjectNode generation(Plan plan) {
    Parameters asked = plan.effective();
    RequestJson json =
        base(plan)
            .whole("duration", asked.number(Parameter.DURATION))
            .text("aspect_ratio", asked.text(Parameter.ASPECT_RATIO))
            .text("resolution", asked.text(Parameter.SIZE))
            .flag("generate_audio", asked.flag(Parameter.GENERATE_AUDIO))
            .node("last_frame", asked.input(Parameter.LAST_FRAME).map(GrokVideos::image));
    List<MediaInput> images = asked.inputs(Parameter.INPUT_IMAGES);
    if (!images.isEmpty()) {
      json.node("image", image(images.get(0)));
    }
    List<MediaInput> references = asked.inputs(Parameter.VIDEO_REFERENCE_IMAGES);
    if (!references.isEmpty()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      references.forEach(reference -> list.add(image(reference)));
      json.node("reference_images", list);
    }
    List<MediaInput> keyframes = asked.inputs(Parameter.KEYFRAMES);
    if (!keyframes.isEmpty()) {
      json.node("keyframes", keyframes(keyframes, asked.numbers(Parameter.KEYFRAME_TIMES)));
    }
    return json.options(asked.object(Parameter.VENDOR_OPTIONS), Set.of()).json();
  }

  private static ArrayNode keyframes(List<MediaInput> images, List<Double> times) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < images.size(); i++) {
      ObjectNode keyframe = list.addObject();
      keyframe.set("image", image(images.get(i)));
      keyframe.put("timestamp_s", new BigDecimal(RequestJson.plain(times.get(i))));
    }
    return list;
  }

  /** An edit keeps length, ratio and size of its source, and takes no fields for them. */
  private ObjectNode change(Shot shot, Optional<String> kept)
      throws BackendException, InterruptedException {
    return base(shot.plan())
        .node("video", source(shot, kept))
        .options(shot.plan().effective().object(Parameter.VENDOR_OPTIONS), FOR_GENERATION_ONLY)
        .json();
  }

  private ObjectNode extension(Shot shot, Optional<String> kept)
      throws BackendException, InterruptedException {
    Parameters asked = shot.plan().effective();
    return base(shot.plan())
        .node("video", source(shot, kept))
        .whole("duration", asked.number(Parameter.DURATION))
        .json();
  }

  private static RequestJson base(Plan plan) {
    return new RequestJson()
        .text("model", plan.model())
        .text("prompt", plan.effective().text(Parameter.PROMPT));
  }

  private static ObjectNode image(MediaInput input) {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.set("url", EmbeddedFile.dataUri(input.path(), input.facts().mediaType()));
    return image;
  }

  /** The vendor's own copy while it lives, else our file. */
  private ObjectNode source(Shot shot, Optional<String> kept)
      throws BackendException, InterruptedException {
    ContinuationSource source = shot.source();
    if (source == null) {
      throw Failures.unsupported(
          GrokBackend.NAME, shot.plan().operation().word() + " without a source");
    }
    if (kept.isPresent()) {
      return JsonNodeFactory.instance.objectNode().put("url", kept.get());
    }
    return new GrokFiles(http).video(source.file());
  }

  Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    String id = URLEncoder.encode(reference.id(), StandardCharsets.UTF_8).replace("+", "%20");
    Answer answer = http.send(Call.poll("/videos/" + id));
    return new GrokAnswers(http, clock).read(reference, answer);
  }

  static Set<Operation> continuations() {
    return Set.of(Operation.EDIT, Operation.EXTEND);
  }
}
