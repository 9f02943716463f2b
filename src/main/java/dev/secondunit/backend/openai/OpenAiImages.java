package dev.secondunit.backend.openai;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.DeliveredFile;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.Continuation;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Body.Part;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.backend.http.UnpackedFile;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Images: JSON to make one, multipart to change some; the picture is in the answer. */
final class OpenAiImages {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final VendorHttp http;

  OpenAiImages(VendorHttp http) {
    this.http = http;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    Parameters asked = shot.plan().effective();
    ObjectNode fields =
        new RequestJson()
            .text("model", shot.plan().model())
            .text("prompt", asked.text(Parameter.PROMPT))
            .text("size", asked.text(Parameter.SIZE))
            .text("quality", asked.text(Parameter.QUALITY))
            .text("background", asked.text(Parameter.IMAGE_BACKGROUND))
            .text("output_format", asked.text(Parameter.OUTPUT_FORMAT))
            .options(
                asked.object(Parameter.VENDOR_OPTIONS), Set.of("stream", "partial_images", "n"))
            .json();
    List<MediaInput> images = images(shot);
    Call call =
        images.isEmpty()
            ? Call.create("/images/generations", new Body.Json(fields, shot.scratch()))
            : Call.create("/images/edits", edit(fields, images, asked));
    Answer answer =
        http.send(
            call.within(PATIENCE)
                .countedFor(shot.plan().model())
                .masking(asked.text(Parameter.PROMPT).orElse(null))
                .unpacking(Set.of("b64_json"), shot.scratch()));
    return delivered(shot, answer);
  }

  private static List<MediaInput> images(Shot shot) {
    List<MediaInput> images = new ArrayList<>();
    if (shot.source() != null && shot.plan().operation() == Operation.EDIT) {
      images.add(shot.source().file());
    }
    images.addAll(shot.plan().effective().inputs(Parameter.INPUT_IMAGES));
    return images;
  }

  private static Body edit(ObjectNode fields, List<MediaInput> images, Parameters asked) {
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode value = field.getValue();
      parts.add(Part.text(field.getKey(), value.isString() ? value.asString() : value.toString()));
    }
    String name = images.size() == 1 ? "image" : "image[]";
    images.forEach(image -> parts.add(file(name, image)));
    asked.input(Parameter.MASK_IMAGE).ifPresent(mask -> parts.add(file("mask", mask)));
    return new Body.Multipart(parts);
  }

  private static Part file(String name, MediaInput input) {
    return Part.file(
        name, input.path(), input.path().getFileName().toString(), input.facts().mediaType());
  }

  private Submission delivered(Shot shot, Answer answer) throws BackendException {
    List<RemoteFile> files = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (JsonNode item : answer.json().path("data")) {
      file(item).ifPresent(files::add);
      String revised = item.path("revised_prompt").asString("");
      if (!revised.isBlank()) {
        warnings.add("openai used a revised prompt: " + http.redacted(revised, List.of()));
      }
    }
    if (files.isEmpty()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no image");
    }
    String model = answer.json().path("model").asString("");
    Outcome outcome =
        new Outcome(
            files,
            model.isBlank() ? null : model,
            null,
            new Continuation("openai_img", Set.of(Operation.EDIT), null, null, Map.of()),
            warnings);
    String id = answer.headers().first("x-request-id").orElse(shot.jobId());
    return new Submission.Delivered(new VendorReference(id, Map.of()), outcome);
  }

  private static Optional<RemoteFile> file(JsonNode item) throws BackendException {
    Optional<UnpackedFile> unpacked = Answer.unpacked(item.path("b64_json"));
    if (unpacked.isPresent()) {
      try {
        return Optional.of(DeliveredFile.of(unpacked.get().path(), null));
      } catch (IOException e) {
        throw Failures.notKept(OpenAiBackend.NAME, e);
      }
    }
    String url = item.path("url").asString("");
    return url.isBlank()
        ? Optional.empty()
        : Optional.of(new RemoteFile(url, null, null, Map.of()));
  }
}
