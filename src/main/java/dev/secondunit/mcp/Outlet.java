package dev.secondunit.mcp;

import tools.jackson.databind.node.ObjectNode;

/** Where the messages that belong to one request go. Called by many threads. */
public interface Outlet {
  /** Something on the way to the answer. */
  void notification(ObjectNode message);

  /**
   * The answer, once and last.
   *
   * @param httpStatus what the protocol prescribes for it, if it goes over HTTP
   */
  void answer(ObjectNode message, int httpStatus);

  /** The request was cancelled: nothing more will come. Does nothing after an answer. */
  default void withdrawn() {}
}
