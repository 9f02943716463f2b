package dev.secondunit.crash;

import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * One take that an agent asks for, and what must become of it when no kill falls into its create.
 *
 * @param key its request key, and its mark at the simulated vendor
 * @param backend as the product calls it
 * @param kind what is asked for in a few words, for the summary
 * @param fault the fault its prompt provokes, or an empty text
 */
record Order(
    String key, String tool, ObjectNode arguments, String backend, String kind, String fault) {

  /** How an order may end. */
  enum End {
    /** Made and stored. */
    SUCCEEDED,
    /** Nobody can tell. */
    SUBMIT_UNKNOWN,
    /** The vendor's verdict. */
    FAILED
  }

  /**
   * How it may end.
   *
   * @param bought how often the vendor has it
   * @param killedInCreate whether a server was killed between "sent" and "recorded" of it
   */
  Set<End> ends(int bought, boolean killedInCreate) {
    Set<End> ends = EnumSet.noneOf(End.class);
    switch (fault) {
      // Whoever lost the answer cannot know whether the vendor has it.
      case "lost_reply", "accept_then_500", "malformed_json", "empty_answer", "server_error" ->
          ends.add(afterLostAnswer(bought));
      case "lost_request" -> ends.add(afterLostAnswer(bought));
      // Only some vendors say in so many words that nothing was taken.
      case "unavailable" -> {
        ends.add(afterLostAnswer(bought));
        ends.add(End.SUCCEEDED);
      }
      case "moderated", "failed" -> ends.add(End.FAILED);
      default -> ends.add(End.SUCCEEDED);
    }
    if (killedInCreate && !backend.equals("previz")) {
      if (bought == 0 || !listed()) {
        ends.add(End.SUBMIT_UNKNOWN);
      }
      if (bought > 0) {
        // Its answer was noted before the kill.
        ends.add(End.SUCCEEDED);
      }
    }
    return ends;
  }

  private End afterLostAnswer(int bought) {
    return listed() && bought > 0 ? End.SUCCEEDED : End.SUBMIT_UNKNOWN;
  }

  /** Whether the vendor lists what it accepted. */
  private boolean listed() {
    return backend.equals("openai") && (kind.equals("video") || kind.equals("remix"));
  }
}
