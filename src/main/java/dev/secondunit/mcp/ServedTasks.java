package dev.secondunit.mcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that go on after they were answered, as the tasks extension shows them: a tool answers with
 * {@link #created} and the client asks for the rest. Safe for many threads.
 *
 * <p>Source: the specification of {@code io.modelcontextprotocol/tasks}, read on 2026-11-21.
 */
public interface ServedTasks {
  String EXTENSION = "io.modelcontextprotocol/tasks";

  /** What a client is told when a task begins; what came of it is told by {@code tasks/get}. */
  List<String> FIELDS =
      List.of(
          "taskId",
          "status",
          "statusMessage",
          "createdAt",
          "lastUpdatedAt",
          "ttlMs",
          "pollIntervalMs");

  /**
   * @return the task as it stands, with the extension's fields and the one that its status calls
   *     for ({@code result}, {@code error} or {@code inputRequests}), as a new object; empty when
   *     this caller has no such task
   */
  Optional<ObjectNode> find(String taskId, Exchange exchange)
      throws ProtocolException, InterruptedException;

  /**
   * Hands the answers to a task that asked. Those to questions that are not open are ignored.
   *
   * @return whether this caller has such a task
   */
  boolean answer(String taskId, ObjectNode inputResponses, Exchange exchange)
      throws ProtocolException, InterruptedException;

  /**
   * Asks for a task to be stopped; does nothing when it has ended.
   *
   * @return whether this caller has such a task
   */
  boolean cancel(String taskId, Exchange exchange) throws ProtocolException, InterruptedException;

  /** Whether this request may be answered with a task. */
  static boolean mayAnswer(Exchange exchange) {
    return exchange.stateless() && exchange.declares(EXTENSION);
  }

  /**
   * The result of a call that goes on.
   *
   * @param task as {@link #find} gives it
   */
  static ObjectNode created(ObjectNode task) {
    ObjectNode result = task.deepCopy().retain(FIELDS);
    return result.put("resultType", "task");
  }

  /** The extension with these tasks behind it. */
  static ServedExtension extension(ServedTasks tasks) {
    return new ServedExtension(
        EXTENSION,
        Json.object(),
        Map.of(
            "tasks/get",
            (params, exchange) -> {
              String id = id(params);
              return tasks.find(id, exchange).orElseThrow(() -> unknown(id));
            },
            "tasks/update",
            (params, exchange) -> {
              String id = id(params);
              if (!(params.path("inputResponses") instanceof ObjectNode answers)) {
                throw ProtocolException.invalidParams(
                    "tasks/update needs \"inputResponses\", an object by the keys of the questions.");
              }
              return acknowledged(id, tasks.answer(id, answers, exchange));
            },
            "tasks/cancel",
            (params, exchange) -> {
              String id = id(params);
              return acknowledged(id, tasks.cancel(id, exchange));
            }),
        ServedExtension.Audience.DECLARING);
  }

  private static String id(ObjectNode params) throws ProtocolException {
    JsonNode id = params.path("taskId");
    if (!id.isString()) {
      throw ProtocolException.invalidParams("This method needs the \"taskId\" of a task.");
    }
    return id.stringValue();
  }

  private static ObjectNode acknowledged(String id, boolean known) throws ProtocolException {
    if (!known) {
      throw unknown(id);
    }
    return Json.object();
  }

  private static ProtocolException unknown(String id) {
    return ProtocolException.invalidParams("There is no task " + Methods.shortened(id) + ".");
  }
}
