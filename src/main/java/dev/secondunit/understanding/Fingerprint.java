package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.media.Sha256;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes two questions equal: what would be sent, media compared by content. Whether the text
 * is wanted while it grows is not part of it, and neither is where a file lies.
 */
final class Fingerprint {
  private Fingerprint() {}

  static String of(AnalysisPlan plan, AnalysisOrder order) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("backend", plan.backend());
    json.put("model", plan.model());
    json.put("prompt", order.prompt());
    ObjectNode manner = order.manner().write();
    manner.remove("stream");
    json.set("manner", manner);
    ArrayNode media = json.putArray("media");
    for (Medium medium : order.media()) {
      media.addObject().put("sha256", medium.file().facts().sha256()).put("name", medium.name());
    }
    json.put("continues", order.continues());
    return "analysis:" + Sha256.of(json.toString());
  }
}
