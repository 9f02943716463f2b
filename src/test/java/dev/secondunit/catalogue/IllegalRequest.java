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

  /** A value that the model does not take, however it is asked for. */
  static IllegalRequest notTaken(
      String name, Requests.Builder request, Parameter parameter, Object value, String... allowed) {
    return refused(name, request.with(parameter, value))
        .as(ErrorCode.INVALID_ARGUMENT, parameter.word(), said(value), allowed);
  }

  /** An option of the vendor with a value that it does not take. */
  static IllegalRequest optionNotTaken(
      String name, Requests.Builder request, String option, Object value, String... allowed) {
    ObjectNode options = JsonMapper.shared().createObjectNode().putPOJO(option, value);
    return refused(
            name,
            request.with(
                Parameter.VENDOR_OPTIONS, JsonMapper.shared().readTree(options.toString())))
        .as(ErrorCode.INVALID_ARGUMENT, "vendor_options." + option, said(value), allowed);
  }

  /** A value that would be adjusted if the call were not strict. */
  static IllegalRequest notAdjusted(
      String name, Requests.Builder request, Parameter parameter, Object value, String... allowed) {
    return refused(name, request.with(parameter, value).strict())
        .as(ErrorCode.ADJUSTMENT_REFUSED, parameter.word(), said(value), allowed);
  }

  /** A parameter that would be left out if the call were not strict. */
  static IllegalRequest notIgnored(
      String name, Requests.Builder request, Parameter parameter, Object value, String... allowed) {
    return refused(name, request.with(parameter, value).strict())
        .as(ErrorCode.UNSUPPORTED_PARAMETER, parameter.word(), said(value), allowed);
  }

  /** One picture more than the model takes: it would be left out if the call were not strict. */
  static IllegalRequest oneTooMany(
      String name, Requests.Builder request, Parameter parameter, int most) {
    return refused(name, request.with(parameter, pictures(most + 1)).strict())
        .as(
            ErrorCode.UNSUPPORTED_PARAMETER,
            parameter.word() + "[" + most + "]",
            said(picture()),
            most == 1 ? "1 file" : "up to " + most + " files");
  }

  /** References and a first image, which no model takes together. */
  static IllegalRequest referenceBesideFirstImage(
      String name, Requests.Builder request, String... allowed) {
    return refused(
            name,
            request
                .with(Parameter.INPUT_IMAGES, pictures(1))
                .with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(1)))
        .as(ErrorCode.CONFLICTING_ARGUMENTS, "video_reference_images", said(picture()), allowed);
  }

  /** Something that the backend does not make, and which ones do. */
  static IllegalRequest notOffered(
      String name, Requests.Builder request, String backend, String... others) {
    return refused(name, request.on(backend))
        .as(ErrorCode.UNSUPPORTED_OPERATION, "backend_type", backend, others);
  }

  /** As a failure must quote it, spelled without the code under test. */
  private static String said(Object value) {
    if (value instanceof MediaInput) {
      return "frame.png";
    }
    String text = value.toString();
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** The same request, elsewhere or at another time. */
  IllegalRequest when(PlanningContext other) {
    return new IllegalRequest(name, request, other, code, field, value, allowed);
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
