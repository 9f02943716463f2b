package dev.secondunit.mcp;

import dev.secondunit.artifact.CallTime;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.failure.Retry;
import dev.secondunit.generation.ApprovalRequiredException;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolCall.ProgressListener;
import dev.secondunit.tool.ToolDefinition;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.ToolResult.Content;
import java.util.Base64;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one place that turns tools, their results and their failures into what MCP shows.
 *
 * <p>There are three channels. A failure the model can act on is a tool result with {@code isError}
 * and the error as JSON text. A fault of the protocol is a {@link ProtocolException}. Anything else
 * is a defect: it is logged with its cause, and the caller gets a sentence that gives nothing away.
 */
final class ToolRendering {
  private static final Logger LOG = LoggerFactory.getLogger(ToolRendering.class);

  private final LongSupplier nanoTime;
  private final ServedTasks tasks;
  private final Approvals approvals;

  /**
   * @param tasks what calls that go on become for clients that know tasks, or null for nothing
   */
  ToolRendering(LongSupplier nanoTime, ServedTasks tasks, Approvals approvals) {
    this.nanoTime = nanoTime;
    this.tasks = tasks;
    this.approvals = approvals;
  }

  ServedTool serve(ToolDefinition tool) {
    return new ServedTool(listing(tool), (params, exchange) -> call(tool, params, exchange));
  }

  private static ObjectNode listing(ToolDefinition tool) {
    ObjectNode listing = Json.object();
    listing.put("name", tool.name());
    listing.put("title", tool.title());
    listing.put("description", tool.description());
    listing.set("inputSchema", tool.inputSchema());
    if (tool.outputSchema() != null) {
      listing.set("outputSchema", tool.outputSchema());
    }
    ObjectNode annotations = listing.putObject("annotations");
    annotations.put("title", tool.title());
    annotations.put("readOnlyHint", tool.hints().readOnly());
    annotations.put("destructiveHint", tool.hints().destructive());
    annotations.put("idempotentHint", tool.hints().idempotent());
    annotations.put("openWorldHint", tool.hints().openWorld());
    if (tool.metadata() != null) {
      listing.set("_meta", tool.metadata());
    }
    return listing;
  }

  private ObjectNode call(ToolDefinition tool, ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    JsonNode token = params.path("_meta").path("progressToken");
    boolean wanted = token.isString() || token.isIntegralNumber();
    ProgressReports reports = wanted ? new ProgressReports(token, exchange, nanoTime) : null;
    ProgressListener listener = wanted ? reports : ProgressListener.NONE;
    ObjectNode result;
    try {
      result = answered(tool, params, exchange, listener);
    } catch (FailureException e) {
      logCause(tool, e);
      result = render(e.failure());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      LOG.error("{} failed by a defect of this program", tool.name(), e);
      result = render(defect(tool));
    }
    if (reports != null) {
      reports.finish();
    }
    return result;
  }

  /** Calls the tool, twice when a person who is asked in between agrees to the price. */
  private ObjectNode answered(
      ToolDefinition tool, ObjectNode params, Exchange exchange, ProgressListener listener)
      throws ProtocolException, InterruptedException {
    Approvals.Answer answer = approvals.given(tool.name(), params, exchange);
    for (boolean asked = false; ; asked = true) {
      if (answer instanceof Approvals.Refused refused) {
        return render(refused.failure());
      }
      if (answer instanceof Approvals.Question question) {
        return question.result();
      }
      UsdAmount most = answer instanceof Approvals.Approved approved ? approved.most() : null;
      try {
        return called(tool, params, exchange, listener, most);
      } catch (ApprovalRequiredException e) {
        if (asked) {
          throw e;
        }
        answer = approvals.ask(tool.name(), e, params, exchange);
      }
    }
  }

  private ObjectNode called(
      ToolDefinition tool,
      ObjectNode params,
      Exchange exchange,
      ProgressListener listener,
      UsdAmount approved)
      throws ProtocolException, InterruptedException {
    boolean followed = tasks != null && ServedTasks.mayAnswer(exchange);
    ObjectNode arguments = (ObjectNode) params.get("arguments");
    ToolResult answer =
        tool.function()
            .call(
                new ToolCall(
                    arguments.deepCopy(),
                    exchange.caller(),
                    listener,
                    followed,
                    approved,
                    CallTime.starting(System::nanoTime)));
    return followed && answer.unfinished() != null ? task(answer, exchange) : render(answer);
  }

  private ObjectNode task(ToolResult answer, Exchange exchange)
      throws ProtocolException, InterruptedException {
    return tasks
        .find(answer.unfinished(), exchange)
        .map(ServedTasks::created)
        .orElseGet(() -> render(answer));
  }

  private static void logCause(ToolDefinition tool, FailureException e) {
    if (e.failure().code() == ErrorCode.INTERNAL) {
      LOG.error("{} failed by a defect of this program", tool.name(), e);
    } else if (e.getCause() != null) {
      LOG.info("{}: {}", tool.name(), e.getMessage(), e);
    }
  }

  /** Nothing is known about the money then, so the model is sent to the jobs. */
  private static Failure defect(ToolDefinition tool) {
    return Failure.of(
            ErrorCode.INTERNAL,
            tool.name() + " failed by a defect of this program; its log has the cause.")
        .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
        .withHint("Look with get_jobs whether a job was made before doing anything else.");
  }

  static ObjectNode render(Failure failure) {
    ObjectNode result = Json.object();
    ArrayNode content = result.putArray("content");
    addText(content, FailureJson.write(failure).toString());
    result.put("isError", true);
    return result;
  }

  static ObjectNode render(ToolResult answer) {
    ObjectNode result = Json.object();
    ArrayNode content = result.putArray("content");
    if (answer.data() != null) {
      addText(content, answer.words() == null ? answer.data().toString() : answer.words());
    }
    for (Content piece : answer.contents()) {
      add(content, piece);
    }
    if (answer.data() != null) {
      result.set("structuredContent", answer.data());
    }
    result.put("isError", false);
    return result;
  }

  private static void add(ArrayNode content, Content piece) {
    if (piece instanceof Content.Text text) {
      addText(content, text.text());
    } else if (piece instanceof Content.Image image) {
      content
          .addObject()
          .put("type", "image")
          .put("data", Base64.getEncoder().encodeToString(image.bytes()))
          .put("mimeType", image.mediaType());
    } else if (piece instanceof Content.ResourceLink link) {
      ObjectNode json = content.addObject();
      json.put("type", "resource_link").put("uri", link.uri()).put("name", link.name());
      if (link.mediaType() != null) {
        json.put("mimeType", link.mediaType());
      }
      if (link.bytes() != null) {
        json.put("size", link.bytes());
      }
    }
  }

  private static void addText(ArrayNode content, String text) {
    content.addObject().put("type", "text").put("text", text);
  }
}
