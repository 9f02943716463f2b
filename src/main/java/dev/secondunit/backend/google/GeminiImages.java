package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.DeliveredFile;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.Continuation;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Gemini images: one call, one picture. An edit is the picture among the parts. */
final class GeminiImages {
  private final GeminiContent content;

  GeminiImages(Home home) {
    this.content = new GeminiContent(home);
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    Answer answer = content.send(shot, json(shot));
    GeminiContent.Found found = content.media(answer, "image/");
    RemoteFile file;
    try {
      file = DeliveredFile.of(found.file().path(), found.mediaType());
    } catch (IOException e) {
      throw Failures.notKept(GoogleBackend.NAME, e);
    }
    Outcome outcome =
        new Outcome(
            List.of(file),
            GeminiContent.model(answer),
            null,
            new Continuation("gemini_img", Set.of(Operation.EDIT), null, null, Map.of()),
            List.of());
    return new Submission.Delivered(
        new VendorReference(GeminiContent.id(answer, shot), Map.of()), outcome);
  }

  private static ObjectNode json(Shot shot) {
    Parameters asked = shot.plan().effective();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode turn = json.putArray("contents").addObject().put("role", "user");
    ArrayNode parts = turn.putArray("parts");
    parts.addObject().put("text", asked.text(Parameter.PROMPT).orElse(""));
    if (shot.source() != null && shot.plan().operation() == Operation.EDIT) {
      parts.add(MediaPart.inline(shot.source().file()));
    }
    for (MediaInput image : asked.inputs(Parameter.INPUT_IMAGES)) {
      parts.add(MediaPart.inline(image));
    }
    RequestJson configuration = new RequestJson();
    configuration.json().putArray("responseModalities").add("IMAGE");
    RequestJson image =
        new RequestJson()
            .text("aspectRatio", asked.text(Parameter.ASPECT_RATIO))
            .text("imageSize", asked.text(Parameter.SIZE));
    if (!image.isEmpty()) {
      configuration.node("imageConfig", image.json());
    }
    configuration.integer("seed", asked.integer(Parameter.SEED));
    json.set("generationConfig", configuration.json());
    return json;
  }
}
