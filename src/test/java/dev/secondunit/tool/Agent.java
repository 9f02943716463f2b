package dev.secondunit.tool;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.secondunit.artifact.CallTime;
import dev.secondunit.job.JobState;
import dev.secondunit.media.UsdAmount;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls tools, and goes on waiting where a job takes longer than one call. */
public final class Agent {
  /** Each waits as long as one call may; only a failing test waits so often. */
  private static final int MOST_WAITS = 5;

  private static final Pattern JOB_TO_WAIT_FOR =
      Pattern.compile("wait_for_jobs \\{\"job_ids\": \\[\"(\\w+)\"]}");

  private final ToolRegistry tools;
  private final Caller caller;
  private final UsdAmount approved;

  /** An agent on this machine. */
  public Agent(ToolRegistry tools) {
    this(tools, Caller.onThisMachine("test"));
  }

  public Agent(ToolRegistry tools, Caller caller) {
    this(tools, caller, null);
  }

  /** An agent on this machine whose calls a person has agreed to, up to so much. */
  public Agent(ToolRegistry tools, UsdAmount approved) {
    this(tools, Caller.onThisMachine("test"), approved);
  }

  private Agent(ToolRegistry tools, Caller caller, UsdAmount approved) {
    this.tools = tools;
    this.caller = caller;
    this.approved = approved;
  }

  /**
   * @param arguments JSON, in which apostrophes stand for quotation marks
   */
  public ToolResult call(String tool, String arguments) throws Exception {
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(arguments.replace('\'', '"'));
    return tools
        .find(tool)
        .orElseThrow()
        .function()
        .call(
            new ToolCall(
                json,
                caller,
                ToolCall.ProgressListener.NONE,
                false,
                approved,
                CallTime.starting(System::nanoTime)));
  }

  /** The data of an answer. */
  public ObjectNode data(String tool, String arguments) throws Exception {
    return call(tool, arguments).data();
  }

  /** The report of the one job that a call begins, once that is over. */
  public ObjectNode finished(String tool, String arguments) throws Exception {
    ObjectNode answer = data(tool, arguments);
    return JobState.of(answer.path("status").asString()).orElseThrow().terminal()
        ? answer
        : waitedFor(answer.path("job_id").asString());
  }

  /** The words of an answer that tells by itself how to wait for it. */
  public String finishedWords(String tool, String arguments) throws Exception {
    String words = words(tool, arguments);
    Matcher later = JOB_TO_WAIT_FOR.matcher(words);
    if (!later.find()) {
      return words;
    }
    waitedFor(later.group(1));
    return words(tool, arguments);
  }

  private String words(String tool, String arguments) throws Exception {
    ToolResult result = call(tool, arguments);
    assertNull(result.data());
    return assertInstanceOf(ToolResult.Content.Text.class, result.contents().get(0)).text();
  }

  /** The report of a job once it is over. */
  public ObjectNode waitedFor(String jobId) throws Exception {
    ObjectNode answer = null;
    for (int i = 0; i < MOST_WAITS; i++) {
      answer = data("wait_for_jobs", "{'job_ids':['" + jobId + "'],'wait_seconds':45}");
      if (answer.path("done").booleanValue()) {
        return (ObjectNode) answer.at("/jobs/0");
      }
    }
    throw new AssertionError("not over after " + MOST_WAITS + " waits: " + answer);
  }
}
