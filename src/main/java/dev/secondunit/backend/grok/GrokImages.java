package dev.secondunit.backend.grok;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.DeliveredFile;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.Continuation;
import dev.secondunit.backend.Outcome.RemoteFile;
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
import dev.secondunit.backend.http.UnpackedFile;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.failure.Charged;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Images: one request, the picture in the answer. JSON only, also for edits. */
final class GrokImages {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final VendorHttp http;

  GrokImages(VendorHttp http) {
    this.http = http;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    List<MediaInput> images = images(shot);
    Parameters asked = shot.plan().effective();
    RequestJson json =
        new RequestJson()
            .text("model", shot.plan().model())
            .text("prompt", asked.text(Parameter.PROMPT))
            .text("aspect_ratio", asked.text(Parameter.ASPECT_RATIO))
            .text(
                "resolution", asked.text(Parameter.SIZE).map(size -> size.toLowerCase(Locale.ROOT)))
            .text("quality", asked.text(Parameter.QUALITY))
            .text("response_format", "b64_json");
    if (images.size() == 1) {
      json.node("image", image(images.get(0)));
    } else if (images.size() > 1) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      images.forEach(input -> list.add(image(input)));
      json.node("images", list);
    }
    json.options(asked.object(Parameter.VENDOR_OPTIONS), Set.of());
    String path = images.isEmpty() ? "/images/generations" : "/images/edits";
    Call call =
        Call.create(path, new Body.Json(json.json(), shot.scratch()))
            .within(PATIENCE)
            .countedFor(shot.plan().model())
            .masking(asked.text(Parameter.PROMPT).orElse(null))
            .unpacking(Set.of("b64_json"), shot.scratch());
    return delivered(shot, http.send(call));
  }

  private static List<MediaInput> images(Shot shot) {
    List<MediaInput> images = new ArrayList<>();
    if (shot.source() != null && shot.plan().operation() == Operation.EDIT) {
      images.add(shot.source().file());
    }
    images.addAll(shot.plan().effective().inputs(Parameter.INPUT_IMAGES));
    return images;
  }

  private static ObjectNode image(MediaInput input) {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.set("url", EmbeddedFile.dataUri(input.path(), input.facts().mediaType()));
    return image.put("type", "image_url");
  }

  private Submission delivered(Shot shot, Answer answer) throws BackendException {
    List<RemoteFile> files = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    int blocked = 0;
    for (JsonNode item : answer.json().path("data")) {
      if (item.path("respect_moderation").isBoolean()
          && !item.path("respect_moderation").asBoolean()) {
        blocked++;
        continue;
      }
      file(item).ifPresent(files::add);
      String revised = item.path("revised_prompt").asString("");
      if (!revised.isBlank()) {
        warnings.add("grok used a revised prompt: " + http.redacted(revised, List.of()));
      }
    }
    if (files.isEmpty() && blocked > 0) {
      throw new BackendException(
          Fate.REJECTED,
          Failures.refused(GrokBackend.NAME, "blocked by moderation after it was made", Charged.YES)
              .withVendor(http.words(answer, "respect_moderation: false", List.of())));
    }
    if (files.isEmpty()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no image");
    }
    Outcome outcome =
        new Outcome(
            files,
            Optional.of(answer.json().path("model").asString(""))
                .filter(model -> !model.isBlank())
                .orElse(null),
            GrokAnswers.cost(answer.json()),
            new Continuation("grok_img", Set.of(Operation.EDIT), null, null, Map.of()),
            warnings);
    return new Submission.Delivered(new VendorReference(shot.jobId(), Map.of()), outcome);
  }

  private Optional<RemoteFile> file(JsonNode item) throws BackendException {
    String type = item.path("mime_type").asString("image/jpeg");
    Optional<UnpackedFile> unpacked = Answer.unpacked(item.path("b64_json"));
    if (unpacked.isPresent()) {
      try {
        return Optional.of(DeliveredFile.of(unpacked.get().path(), type));
      } catch (IOException e) {
        throw Failures.notKept(GrokBackend.NAME, e);
      }
    }
    String url = item.path("url").asString("");
    return url.isBlank()
        ? Optional.empty()
        : Optional.of(new RemoteFile(url, type, null, Map.of()));
  }
}
