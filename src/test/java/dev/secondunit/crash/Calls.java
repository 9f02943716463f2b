package dev.secondunit.crash;

import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What tests tell a server process, in its environment and in calls. */
final class Calls {
  private Calls() {}

  /**
   * A server that keeps its data in {@code home} and its files in {@code media}. OpenAI's videos
   * are part of the campaigns, so it speaks to the vendor as it was before they ended.
   */
  static Map<String, String> environment(VendorSimulators vendors, Path folder) {
    Map<String, String> environment = new HashMap<>(vendors.environment());
    environment.put("OPENAI_BASE_URL", vendors.baseUrl(Dialect.OPENAI).toString());
    environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    environment.put("SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString());
    return environment;
  }

  /** A clip in the background, for {@code generate_media}. */
  static ObjectNode clip(String prompt) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mode", "video")
        .put("backend_type", "grok")
        .put("prompt", prompt)
        .put("duration", 2)
        .put("background", true);
  }

  /** As long as one call may take, for {@code wait_for_jobs}. */
  static ObjectNode waitFor(List<String> jobIds) {
    ObjectNode wait = JsonNodeFactory.instance.objectNode().put("wait_seconds", 45);
    jobIds.forEach(wait.putArray("job_ids")::add);
    return wait;
  }
}
