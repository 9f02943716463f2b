package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.DeliveredFile;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.backend.http.UnpackedFile;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.failure.Charged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Imagen: {@code predict} on Vertex; off on the Gemini API since 2026-08-17. */
final class Imagen {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Home home;

  Imagen(Home home) {
    this.home = home;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    Parameters asked = shot.plan().effective();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("instances").addObject().put("prompt", asked.text(Parameter.PROMPT).orElse(""));
    RequestJson parameters = new RequestJson();
    parameters.json().put("sampleCount", 1);
    parameters
        .text("aspectRatio", asked.text(Parameter.ASPECT_RATIO))
        .text("sampleImageSize", asked.text(Parameter.SIZE))
        .text("negativePrompt", asked.text(Parameter.NEGATIVE_PROMPT))
        .text("personGeneration", asked.text(Parameter.PERSON_GENERATION))
        .integer("seed", asked.integer(Parameter.SEED));
    if (asked.has(Parameter.SEED)) {
      // A watermarked picture cannot be made again from its seed; the vendor refuses the pair.
      parameters.json().put("addWatermark", false);
    }
    asked
        .text(Parameter.OUTPUT_FORMAT)
        .ifPresent(
            format ->
                parameters.json().putObject("outputOptions").put("mimeType", "image/" + format));
    json.set("parameters", parameters.json());
    String model = shot.plan().model();
    Call call =
        Call.create(home.method(model, "predict"), new Body.Json(json, shot.scratch()))
            .within(PATIENCE)
            .countedFor(model)
            .masking(asked.text(Parameter.PROMPT).orElse(null))
            .masking(asked.text(Parameter.NEGATIVE_PROMPT).orElse(null))
            .unpacking(Set.of("bytesBase64Encoded"), shot.scratch());
    return delivered(shot, home.http().send(call));
  }

  private Submission delivered(Shot shot, Answer answer) throws BackendException {
    List<RemoteFile> files = new ArrayList<>();
    List<String> filtered = new ArrayList<>();
    for (JsonNode prediction : answer.json().path("predictions")) {
      String reason = prediction.path("raiFilteredReason").asString("");
      if (!reason.isBlank()) {
        filtered.add(home.http().redacted(reason, List.of()));
      }
      Optional<UnpackedFile> file = Answer.unpacked(prediction.path("bytesBase64Encoded"));
      if (file.isPresent()) {
        files.add(named(file.get(), prediction.path("mimeType").asString("image/png")));
      }
    }
    if (files.isEmpty() && !answer.json().isObject()) {
      throw home.http().unexpected(CallKind.CREATE, answer, "the answer is not an object");
    }
    if (files.isEmpty() && filtered.isEmpty()) {
      throw home.http()
          .unexpected(CallKind.CREATE, answer, "there is no picture in the answer, and no reason");
    }
    if (files.isEmpty()) {
      // Pictures that are filtered are not handed out and not billed.
      String words = String.join("; ", filtered);
      throw new BackendException(
          Fate.REJECTED,
          Failures.refused(GoogleBackend.NAME, words, Charged.NO)
              .withVendor(home.http().words(answer, words, List.of())));
    }
    return new Submission.Delivered(
        new VendorReference(shot.jobId(), Map.of()),
        new Outcome(files, null, null, null, filtered));
  }

  private static RemoteFile named(UnpackedFile file, String type) throws BackendException {
    try {
      return DeliveredFile.of(file.path(), type);
    } catch (IOException e) {
      throw Failures.notKept(GoogleBackend.NAME, e);
    }
  }
}
