package dev.secondunit.tool;

import dev.secondunit.artifact.CallTime;
import dev.secondunit.media.UsdAmount;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a tool.
 *
 * @param arguments as sent, not yet checked
 * @param caller who calls, for session budgets and isolation
 * @param progress where to report while the call lasts; never null
 * @param followed whether the caller looks after work that goes on by itself, so that waiting for
 *     it is only wanted where the arguments say so
 * @param approved the most that a person has agreed to spend on this call, or null when nobody was
 *     asked
 * @param time counted from the start of the call
 */
public record ToolCall(
    ObjectNode arguments,
    Caller caller,
    ProgressListener progress,
    boolean followed,
    UsdAmount approved,
    CallTime time) {
  /** A call by somebody who knows of no work but what the tools tell. */
  public ToolCall(ObjectNode arguments, Caller caller, ProgressListener progress) {
    this(arguments, caller, progress, false, null, CallTime.starting(System::nanoTime));
  }

  public ToolCall {
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(caller, "caller");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(time, "time");
  }

  /** Hears how a call is getting on. */
  @FunctionalInterface
  public interface ProgressListener {
    /** For callers that did not ask. */
    ProgressListener NONE = (progress, total, message) -> {};

    /**
     * @param progress strictly larger than in the report before, else the report is dropped
     * @param total what {@code progress} runs up to, or null when unknown
     * @param message a few words for people
     */
    void report(double progress, Double total, String message);
  }
}
