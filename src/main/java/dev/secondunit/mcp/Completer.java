package dev.secondunit.mcp;

import dev.secondunit.tool.Caller;
import java.util.List;

/** Proposes values for an argument of a prompt or a variable of a resource template. */
@FunctionalInterface
public interface Completer {
  /**
   * @param reference the prompt's name or the template's URI
   * @param argument the argument's name
   * @param begun what has been typed so far
   * @param caller who asks; only what it may see is proposed
   * @return proposals, best first; empty when there are none
   */
  List<String> complete(String reference, String argument, String begun, Caller caller);
}
