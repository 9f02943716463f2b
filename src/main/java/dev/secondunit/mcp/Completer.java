package dev.secondunit.mcp;

import java.util.List;

/** Proposes values for an argument of a prompt or a variable of a resource template. */
@FunctionalInterface
public interface Completer {
  /**
   * @param reference the prompt's name or the template's URI
   * @param argument the argument's name
   * @param begun what has been typed so far
   * @return proposals, best first; empty when there are none
   */
  List<String> complete(String reference, String argument, String begun);
}
