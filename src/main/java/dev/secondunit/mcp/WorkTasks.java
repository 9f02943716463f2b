package dev.secondunit.mcp;

import dev.secondunit.failure.FailureException;
import dev.secondunit.tool.FollowedWork;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The product's jobs as tasks: the id of a job, or of a batch of jobs, is the id of the task. They
 * are durable before a client hears of them and are kept as long as the store, so they do not
 * expire. Everything they need is settled before they begin, so they never ask.
 */
final class WorkTasks implements ServedTasks {
  private final FollowedWork work;

  WorkTasks(FollowedWork work) {
    this.work = work;
  }

  @Override
  public Optional<ObjectNode> find(String taskId, Exchange exchange) throws ProtocolException {
    try {
      return work.find(taskId, exchange.caller()).map(WorkTasks::task);
    } catch (FailureException e) {
      throw unavailable(e);
    }
  }

  @Override
  public boolean answer(String taskId, ObjectNode inputResponses, Exchange exchange)
      throws ProtocolException {
    return find(taskId, exchange).isPresent();
  }

  @Override
  public boolean cancel(String taskId, Exchange exchange) throws ProtocolException {
    try {
      return work.cancel(taskId, exchange.caller());
    } catch (FailureException e) {
      throw unavailable(e);
    }
  }

  private static ObjectNode task(FollowedWork.Status status) {
    ObjectNode task = Json.object();
    task.put("taskId", status.id());
    task.put("status", word(status.state()));
    task.put("statusMessage", status.message());
    task.put("createdAt", status.createdAt().toString());
    task.put("lastUpdatedAt", status.updatedAt().toString());
    task.putNull("ttlMs");
    task.put("pollIntervalMs", status.lookAgainAfter().toMillis());
    if (status.state() == FollowedWork.State.ENDED) {
      task.set("result", ToolRendering.render(status.result()));
    }
    return task;
  }

  /** A job that failed is a tool's result, too: only faults of the protocol make a task fail. */
  private static String word(FollowedWork.State state) {
    return switch (state) {
      case WORKING -> "working";
      case ENDED -> "completed";
      case CANCELLED -> "cancelled";
    };
  }

  /** The store cannot be read now; the task itself has not failed. */
  private static ProtocolException unavailable(FailureException failure) {
    return new ProtocolException(ErrorCodes.INTERNAL_ERROR, failure.failure().message());
  }
}
