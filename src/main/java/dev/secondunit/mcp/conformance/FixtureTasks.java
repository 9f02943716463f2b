package dev.secondunit.mcp.conformance;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Exchange;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServedTasks;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Tasks in memory that end by the clock or when they have been answered. */
final class FixtureTasks implements ServedTasks {
  private static final int MOST = 1_000;
  private static final int TIME_TO_LIVE_MILLISECONDS = 600_000;
  private static final int POLL_MILLISECONDS = 200;

  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "conformance-tasks");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Task> tasks =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Task> eldest) {
          return size() > MOST;
        }
      };

  FixtureTasks(Clock clock) {
    this.clock = clock;
  }

  /** One task; guarded by the object around it. */
  private final class Task {
    private final String id = UUID.randomUUID().toString();
    private final Instant created = clock.instant();
    private final Map<String, ObjectNode> questions = new LinkedHashMap<>();
    private final ObjectNode answers = Json.object();
    private Function<ObjectNode, ObjectNode> whenAnswered;
    private String status = "working";
    private Instant updated = created;
    private ObjectNode ending = Json.object();

    private void change(String status, ObjectNode ending) {
      if (this.status.equals("working") || this.status.equals("input_required")) {
        this.status = status;
        this.ending = ending;
        this.updated = clock.instant();
      }
    }

    private ObjectNode json() {
      ObjectNode json = Json.object().put("taskId", id).put("status", status);
      json.put("createdAt", created.toString()).put("lastUpdatedAt", updated.toString());
      json.put("ttlMs", TIME_TO_LIVE_MILLISECONDS).put("pollIntervalMs", POLL_MILLISECONDS);
      if (status.equals("input_required")) {
        ObjectNode requests = json.putObject("inputRequests");
        questions.forEach((key, question) -> requests.set(key, question.deepCopy()));
      }
      return json.setAll(ending.deepCopy());
    }
  }

  /** A task that gives this result after so long. */
  synchronized ObjectNode completing(double seconds, ObjectNode result) {
    return ending(seconds, "completed", Json.object().set("result", result));
  }

  /** A task that a fault of the protocol ends after so long. */
  synchronized ObjectNode failing(double seconds) {
    ObjectNode error = Json.object().put("code", ErrorCodes.INTERNAL_ERROR);
    error.put("message", "This job always fails.");
    return ending(seconds, "failed", Json.object().set("error", error));
  }

  /** A task that gives a result when everything it asks has been answered. */
  synchronized ObjectNode asking(
      Map<String, ObjectNode> questions, Function<ObjectNode, ObjectNode> whenAnswered) {
    Task task = begin();
    task.questions.putAll(questions);
    task.whenAnswered = whenAnswered;
    task.status = "input_required";
    return ServedTasks.created(task.json());
  }

  private ObjectNode ending(double seconds, String status, ObjectNode ending) {
    Task task = begin();
    timer.schedule(
        () -> {
          synchronized (this) {
            task.change(status, ending);
          }
        },
        Math.round(seconds * 1_000),
        TimeUnit.MILLISECONDS);
    return ServedTasks.created(task.json());
  }

  private Task begin() {
    Task task = new Task();
    tasks.put(task.id, task);
    return task;
  }

  @Override
  public synchronized Optional<ObjectNode> find(String taskId, Exchange exchange) {
    return Optional.ofNullable(tasks.get(taskId)).map(Task::json);
  }

  @Override
  public synchronized boolean answer(String taskId, ObjectNode inputResponses, Exchange exchange) {
    Task task = tasks.get(taskId);
    if (task == null) {
      return false;
    }
    inputResponses
        .properties()
        .forEach(
            answer -> {
              if (task.questions.remove(answer.getKey()) != null) {
                task.answers.set(answer.getKey(), answer.getValue());
              }
            });
    if (task.whenAnswered != null && task.questions.isEmpty()) {
      ObjectNode result = task.whenAnswered.apply(task.answers);
      task.change("completed", Json.object().set("result", result));
    }
    return true;
  }

  @Override
  public synchronized boolean cancel(String taskId, Exchange exchange) {
    Task task = tasks.get(taskId);
    if (task == null) {
      return false;
    }
    task.change("cancelled", Json.object());
    return true;
  }
}
