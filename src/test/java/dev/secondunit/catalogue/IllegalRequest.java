package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that must be refused, and how.
 *
 * @param allowed some of what the failure must offer; empty where nothing can be offered
 */
record IllegalRequest(
    String name,
    Requests.Builder request,
    PlanningContext context,
    ErrorCode code,
    String field,
    String value,
    List<String> allowed) {
  /** Other servers stand behind the base URLs, so that ended models can be asked for. */
  static final PlanningContext ELSEWHERE =
      new PlanningContext(Map.of(), Set.of("google", "openai"), Requests.NOW);

  @Override
  public String toString() {
    return name;
  }

  static Requests.Builder audio(String type) {
    return Requests.audio(type);
  }

  static MediaInput picture() {
    return Requests.picture(1280, 720);
  }

  static List<MediaInput> pictures(int count) {
    return new ArrayList<>(Collections.nCopies(count, picture()));
  }

  static ObjectNode options(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }

  static Refused refused(String name, Requests.Builder request) {
    return new Refused(name, request, Requests.everythingUsable());
  }

  static Refused refused(String name, ContinuationSource source, Operation operation) {
    return new Refused(name, Requests.video().from(source).doing(operation), ELSEWHERE);
  }

  /** Reads as a row of the table. */
  record Refused(String name, Requests.Builder request, PlanningContext context) {
    Refused when(PlanningContext other) {
      return new Refused(name, request, other);
    }

    IllegalRequest as(ErrorCode code, String field, String value, String... allowed) {
      return new IllegalRequest(name, request, context, code, field, value, List.of(allowed));
    }
  }
}
