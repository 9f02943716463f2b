package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Gemini Omni over the Interactions API: create in the background, poll, cancel. */
final class OmniWire {
  static final String NAME = "omni";
  static final String INTERACTION_ID = "interaction_id";
  static final String ROLE_TAGS = "role_tags";
  private static final String REVISION = "2026-05-20";
  private static final Duration FIRST_POLL = Duration.ofSeconds(3);

  private final Home home;
  private final HttpLayer layer;

  OmniWire(Home home, HttpLayer layer) {
    this.home = home;
    this.layer = layer;
  }

  static boolean serves(String model) {
    return model.contains("omni");
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    OmniRequest request = OmniRequest.of(shot, home, layer);
    Call call =
        Call.create(home.interactionsPath(), new Body.Json(request.json(), shot.scratch()))
            .startingFromCopy(request.fromCopy())
            .withHeader("Api-Revision", REVISION)
            .countedFor(shot.plan().model())
            .masking(shot.plan().effective().text(Parameter.PROMPT).orElse(null));
    VendorHttp http = home.http();
    Answer answer = http.send(call);
    String id = answer.json().path("id").asString("");
    if (id.isBlank()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no id");
    }
    Map<String, String> attributes = new HashMap<>();
    attributes.put(GoogleBackend.WIRE, NAME);
    attributes.put(GoogleBackend.HOME, home.name());
    attributes.put(GoogleBackend.MODEL, shot.plan().model());
    if (!request.tags().isEmpty()) {
      attributes.put(ROLE_TAGS, request.tags());
    }
    return new Submission.Accepted(new VendorReference(id, attributes), FIRST_POLL);
  }

  Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    String path = path(reference);
    try (DiscardedFiles discarded = DiscardedFiles.open(home.temporary())) {
      Call call = discarded.unpacking(Call.poll(path), layer.limits());
      Answer answer = home.http().send(call.withHeader("Api-Revision", REVISION));
      return new OmniAnswer(home, layer.clock()).read(reference, path, answer);
    }
  }

  boolean cancel(VendorReference reference) throws BackendException, InterruptedException {
    try {
      Call call =
          Call.cancel("POST", path(reference) + "/cancel").withHeader("Api-Revision", REVISION);
      Answer answer = home.http().send(call);
      return answer.json().path("status").asString("").equals("cancelled");
    } catch (BackendException e) {
      if (e.fate() == BackendException.Fate.REJECTED) {
        return false;
      }
      throw e;
    }
  }

  private String path(VendorReference reference) {
    return home.interactionsPath()
        + "/"
        + URLEncoder.encode(reference.id(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
