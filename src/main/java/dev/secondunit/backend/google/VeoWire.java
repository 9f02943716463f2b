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
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.media.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Veo over long-running operations. Vertex serves it; the Gemini API did until 2026-10-22, and
 * other servers may still speak that form behind its base URL.
 */
final class VeoWire {
  static final String NAME = "veo";
  static final String REMAINING = "remaining";
  static final String SIZE = "size";

  /** How often a clip can be extended (ai.google.dev, Veo, until October 2026). */
  private static final int MOST_EXTENSIONS = 20;

  private static final Duration FIRST_POLL = Duration.ofSeconds(20);
  private static final Pattern OPERATION_NAME = Pattern.compile("[A-Za-z0-9._~/-]{1,500}");

  private final Home home;
  private final HttpLayer layer;

  VeoWire(Home home, HttpLayer layer) {
    this.home = home;
    this.layer = layer;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    Plan plan = shot.plan();
    if (plan.operation() == Operation.EDIT || plan.operation() == Operation.REMIX) {
      throw Failures.unsupported(GoogleBackend.NAME, plan.operation().word() + " with Veo");
    }
    VeoRequest request = new VeoRequest(shot, home, layer.clock().instant());
    Call call =
        Call.create(
                home.method(plan.model(), "predictLongRunning"),
                new Body.Json(request.json(), shot.scratch()))
            .startingFromCopy(request.fromCopy())
            .countedFor(plan.model())
            .masking(plan.effective().text(Parameter.PROMPT).orElse(null))
            .masking(plan.effective().text(Parameter.NEGATIVE_PROMPT).orElse(null));
    VendorHttp http = home.http();
    Answer answer = http.send(call);
    String name = answer.json().path("name").asString("");
    if (!OPERATION_NAME.matcher(name).matches() || name.contains("..")) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no operation name");
    }
    return new Submission.Accepted(new VendorReference(name, remembered(shot)), FIRST_POLL);
  }

  private Map<String, String> remembered(Shot shot) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put(GoogleBackend.WIRE, NAME);
    attributes.put(GoogleBackend.HOME, home.name());
    attributes.put(GoogleBackend.MODEL, shot.plan().model());
    int remaining = MOST_EXTENSIONS;
    if (shot.plan().operation() == Operation.EXTEND && shot.source() != null) {
      Integer before = shot.source().remaining();
      remaining = Math.max(0, (before == null ? MOST_EXTENSIONS : before) - 1);
    }
    attributes.put(REMAINING, Integer.toString(remaining));
    shot.plan().effective().text(Parameter.SIZE).ifPresent(size -> attributes.put(SIZE, size));
    return attributes;
  }

  Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    String path = "/v1beta/" + reference.id();
    String operation = null;
    if (home.isVertex()) {
      path = home.method(reference.attributes().get(GoogleBackend.MODEL), "fetchPredictOperation");
      operation = reference.id();
    }
    try (DiscardedFiles discarded = DiscardedFiles.open(home.temporary())) {
      Call call = discarded.unpacking(Call.poll(path), layer.limits());
      if (operation != null) {
        call =
            call.posting(
                new Body.Json(
                    JsonNodeFactory.instance.objectNode().put("operationName", operation), null));
      }
      Answer answer = home.http().send(call);
      return new VeoAnswer(home, layer.clock()).read(reference, path, operation, answer);
    }
  }
}
