package dev.secondunit.generation;

import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.media.Sha256;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes two purchases equal: what would be sent, inputs compared by content. Where the files
 * go and what they are called is not part of it.
 */
final class Fingerprint {
  private Fingerprint() {}

  static String of(Plan plan, ContinuationSource source, int ordinal) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("backend", plan.backend());
    json.put("model", plan.model());
    json.put("mode", plan.mode().word());
    json.put("operation", plan.operation().word());
    json.set("effective", ParametersJson.compared(plan.effective()));
    if (source != null) {
      json.put("source", source.assetId());
    }
    json.put("ordinal", ordinal);
    return Sha256.of(json.toString());
  }
}
