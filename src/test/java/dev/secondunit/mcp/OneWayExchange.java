package dev.secondunit.mcp;

import tools.jackson.databind.node.ObjectNode;

/** Somebody who asks once and can be told nothing meanwhile. */
public interface OneWayExchange extends Exchange {
  @Override
  default boolean stateless() {
    return true;
  }

  @Override
  default void notify(String method, ObjectNode params) {}

  @Override
  default ObjectNode ask(String method, ObjectNode params) {
    throw new UnsupportedOperationException(method);
  }
}
