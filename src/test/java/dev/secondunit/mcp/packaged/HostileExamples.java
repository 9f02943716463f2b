package dev.secondunit.mcp.packaged;

import dev.secondunit.mcp.JsonRpc;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Legal requests, one of every kind, for {@link SpoiledRequests} to spoil. */
final class HostileExamples {
  /** Methods of other revisions and other imaginations. */
  static final List<String> UNKNOWN =
      List.of(
          "tools/delete",
          "tasks/list",
          "tasks/result",
          "sampling/createMessage",
          "elicitation/create",
          "roots/list",
          "notifications/initialized",
          "notifications/cancelled/",
          "notifications/roots/list_changed",
          "rpc.discover",
          "",
          " ",
          "tools/list ",
          "TOOLS/LIST",
          "../tools/list",
          "resources/subscribe");

  private HostileExamples() {}

  static ObjectNode initialize() {
    return request(
        "initialize",
        """
        {"protocolVersion":"2025-11-25","capabilities":{"elicitation":{},"roots":{"listChanged":true}},
         "clientInfo":{"name":"hostile","version":"1","title":"x"}}""");
  }

  /** None of these is paid for or renders: a vendor without key, a dry run, things not there. */
  static List<ObjectNode> all() {
    return Stream.concat(
            Stream.of(
                request("ping", "{}"),
                request("server/discover", "{}"),
                request("tools/list", "{\"cursor\":\"YXQ6MQ\"}"),
                request("prompts/list", "{\"cursor\":null}"),
                request("prompts/get", "{\"name\":\"plan_shots\",\"arguments\":{\"story\":\"x\"}}"),
                request("resources/list", "{}"),
                request("resources/templates/list", "{}"),
                request("resources/read", "{\"uri\":\"schema://continue_from/previz\"}"),
                request("resources/read", "{\"uri\":\"media://asset_none\"}"),
                request("logging/setLevel", "{\"level\":\"debug\"}"),
                request(
                    "completion/complete",
                    """
                    {"ref":{"type":"ref/resource","uri":"media://{asset_id}"},
                     "argument":{"name":"asset_id","value":"a"},"context":{"arguments":{"x":"y"}}}""")),
            Stream.of(
                call("get_jobs", "{\"job_ids\":[\"job_none\"],\"limit\":5,\"cursor\":\"x\"}"),
                call("get_jobs", "{\"status\":\"running\",\"limit\":1}"),
                call("describe_backends", "{\"backend_type\":\"previz\",\"mode\":\"image\"}"),
                call(
                    "wait_for_jobs",
                    "{\"job_ids\":[\"job_none\"],\"until\":\"any\",\"wait_seconds\":0}"),
                call("cancel_jobs", "{\"job_ids\":[\"job_none\"],\"batch_id\":\"batch_none\"}"),
                call(
                    "retry_jobs",
                    "{\"job_ids\":[\"job_none\"],\"accept_possible_double_charge\":false}"),
                call(
                    "read_media",
                    "{\"inputs\":[\"/nowhere/x.png\"],\"frames\":2,\"contact_sheet\":true}"),
                call(
                    "continue_from",
                    "{\"source\":\"job_none\",\"prompt\":\"on\",\"duration\":4,\"dry_run\":true}"),
                call(
                    "analyze_video",
                    """
                    {"video":"/nowhere/x.mp4","prompt":"what","temperature":0.2,
                     "response_format":{"type":"object","properties":{"a":{"type":"string"}}}}"""),
                call(
                    "assemble_media", "{\"operation\":\"concat\",\"inputs\":[\"/nowhere/x.mp4\"]}"),
                call(
                    "generate_media",
                    """
                    {"prompt":"x","mode":"video","backend_type":"grok","duration":4,"dry_run":true,
                     "shots":[{"prompt":"y","duration":2,"input_images":["/nowhere/x.png"]}],
                     "takes":1,"seed":7,"wait_seconds":0,"max_cost_usd":0.01,"vendor_options":{"a":1}}""")))
        .toList();
  }

  private static ObjectNode call(String tool, String arguments) {
    return request(
        "tools/call",
        "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",\"_meta\":{\"a\":1}}");
  }

  private static ObjectNode request(String method, String params) {
    return (ObjectNode) JsonMapper.shared().readTree(JsonRpc.request(0, method, params));
  }
}
