package dev.secondunit.mcp;

import dev.secondunit.tool.Caller;
import tools.jackson.databind.node.ObjectNode;

/** What a handler may know and do beside answering its one request. Safe for many threads. */
public interface Exchange {
  /** Who asks: the person at this machine on stdio, the authenticated principal on HTTP. */
  Caller caller();

  /** What the client declared it can do; an empty object when nothing. Not to be changed. */
  ObjectNode clientCapabilities();

  /**
   * Whether each request stands for itself, as since 2026-07-28: a question to the client then goes
   * into the result, and {@link #ask} cannot be used.
   */
  boolean stateless();

  /**
   * Whether the client declared this extension of the protocol.
   *
   * @param extension its identifier
   */
  default boolean declares(String extension) {
    return clientCapabilities().path("extensions").has(extension);
  }

  /** Sends a notification that belongs to this request; dropped when the client has gone. */
  void notify(String method, ObjectNode params);

  /**
   * Asks the client something and waits for its answer. Only in the revisions that begin with
   * {@code initialize}; later ones ask through the result.
   *
   * @return the {@code result} of the client's answer
   * @throws ProtocolException when the client refuses, or cannot be asked
   */
  ObjectNode ask(String method, ObjectNode params) throws ProtocolException, InterruptedException;
}
