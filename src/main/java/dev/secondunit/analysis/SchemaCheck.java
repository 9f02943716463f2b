package dev.secondunit.analysis;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether data fits a JSON Schema (2020-12) of a caller. One word more is understood: the type
 * {@code timestamp} with the format {@code seconds}, {@code hh:mm:ss} or {@code hh:mm:ss.fff}, as
 * TwelveLabs has it. Does no I/O and follows no reference out of the schema.
 */
public final class SchemaCheck {
  private static final int DEEPEST = 100;
  private static final String CLOCK_TIME = "^[0-9]{1,3}:[0-5]?[0-9]:[0-5]?[0-9]([.][0-9]{1,6})?$";

  private SchemaCheck() {}

  /** Fails when it is no schema, or refers to something that is not in it, or in a circle. */
  public static void insistOnSound(ObjectNode schema) {
    refuseOutsideReferences(schema);
    SchemaReferences.insistThatTheyLeadSomewhere(schema);
    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
        .validate(withoutTimestamps(schema, 0))
        .stream()
        .findFirst()
        .ifPresent(
            error -> {
              throw Failure.of(
                      ErrorCode.INVALID_ARGUMENT,
                      "response_format is not a valid JSON Schema: " + error + ".")
                  .withField("response_format", null)
                  .asException();
            });
    misfit(schema, JsonNodeFactory.instance.objectNode());
  }

  /**
   * The first place where data does not fit, in words; empty when all of it does.
   *
   * @throws FailureException INVALID_ARGUMENT for {@code response_format} when it is no schema
   */
  public static Optional<String> misfit(ObjectNode schema, JsonNode data) {
    try {
      List<Error> errors =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(withoutTimestamps(schema, 0))
              .validate(data);
      return errors.stream().findFirst().map(Error::toString);
    } catch (SchemaException e) {
      throw new FailureException(
          Failure.of(
                  ErrorCode.INVALID_ARGUMENT,
                  "response_format is not a valid JSON Schema: " + e.getMessage())
              .withField("response_format", null),
          e);
    }
  }

  /** A schema comes from outside and must not lead the validator to files or addresses. */
  static void refuseOutsideReferences(ObjectNode schema) {
    for (String keyword : List.of("$ref", "$dynamicRef")) {
      for (JsonNode reference : schema.findValues(keyword)) {
        if (reference.isString() && !reference.stringValue().startsWith("#")) {
          throw Failure.of(
                  ErrorCode.INVALID_ARGUMENT,
                  "response_format refers to "
                      + reference.stringValue()
                      + "; only references within the schema (#/…) are followed.")
              .withField("response_format", reference.stringValue())
              .asException();
        }
      }
    }
  }

  private static JsonNode withoutTimestamps(JsonNode schema, int depth) {
    if (depth > DEEPEST) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              "response_format is nested deeper than " + DEEPEST + " levels.")
          .withField("response_format", null)
          .asException();
    }
    if (schema instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(each -> copy.add(withoutTimestamps(each, depth + 1)));
      return copy;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      copy.set(entry.getKey(), withoutTimestamps(entry.getValue(), depth + 1));
    }
    if (object.path("type").isString() && "timestamp".equals(object.path("type").stringValue())) {
      boolean seconds = "seconds".equals(object.path("format").asString(""));
      copy.remove("format");
      if (seconds) {
        copy.put("type", "number");
      } else {
        copy.put("type", "string").put("pattern", CLOCK_TIME);
      }
    }
    return copy;
  }
}
