package dev.secondunit.tool;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the structured results look like, as far as clients are told. Results may hold more than is
 * listed here. Like the inputs they keep to the portable subset, with an object at the root.
 */
final class ResultSchemas {
  private static final JsonMapper JSON = new JsonMapper();

  private static final String JOB_PARTS =
      """
      "ok":{"type":"boolean"},"job_id":{"type":"string"},"status":{"type":"string"},\
      "files":{"type":"array","description":"path, uri, media_type, measured facts","items":\
      {"type":"object"}},"adjustments":{"type":"array","items":{"type":"object"}},\
      "continuation":{"type":"object"},"cost":{"type":"object"},"error":{"type":"object"}""";

  private static final String JOBS_PART =
      """
      "jobs":{"type":"array","items":{"type":"object"}}""";

  private ResultSchemas() {}

  /** One job's result, or a batch of them. */
  static ObjectNode generation() {
    return object(JOB_PARTS + ",\"batch_id\":{\"type\":\"string\"}," + JOBS_PART);
  }

  /** One job's result. */
  static ObjectNode job() {
    return object(JOB_PARTS);
  }

  /** A list of jobs. */
  static ObjectNode jobs() {
    return object(JOBS_PART);
  }

  /** A page of a list of jobs. */
  static ObjectNode jobsPage() {
    return object(JOBS_PART + ",\"next_cursor\":{\"type\":\"string\"}");
  }

  static ObjectNode analysis() {
    return object(
        """
        "ok":{"type":"boolean"},"job_id":{"type":"string"},"status":{"type":"string"},\
        "text":{"type":"string"},"finish_reason":{"type":"string"}
        """);
  }

  static ObjectNode backends() {
    return object(
        """
        "backends":{"type":"array","items":{"type":"object"}},"budget":{"type":"object"}
        """);
  }

  /**
   * Says where the schema with every condition per backend and model can be read. It is a resource
   * and not in place, because it is several times the size of all tools together, and the list of
   * tools is paid for by every conversation.
   */
  static ObjectNode fullSchemaAt(String tool) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    return metadata.put("dev.secondunit/fullInputSchema", "schema://" + tool);
  }

  private static ObjectNode object(String properties) {
    return (ObjectNode) JSON.readTree("{\"type\":\"object\",\"properties\":{" + properties + "}}");
  }
}
