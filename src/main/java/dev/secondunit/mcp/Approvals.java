package dev.secondunit.mcp;

import dev.secondunit.failure.Failure;
import dev.secondunit.generation.ApprovalRequiredException;
import dev.secondunit.media.UsdAmount;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a person, through the client, before a call spends more than may be spent unasked. Safe for
 * many threads.
 */
public interface Approvals {
  /** For servers that ask nobody: what needs approval is refused. */
  Approvals NONE =
      new Approvals() {
        @Override
        public Answer given(String tool, ObjectNode params, Exchange exchange) {
          return new Nothing();
        }

        @Override
        public Answer ask(
            String tool, ApprovalRequiredException need, ObjectNode params, Exchange exchange) {
          return new Refused(need.failure());
        }
      };

  /** What has become of a question, if there was one. */
  sealed interface Answer {}

  /** Nobody has said anything yet. */
  record Nothing() implements Answer {}

  /** A person agreed to spend so much on this call; said once, so to be used at once. */
  record Approved(UsdAmount most) implements Answer {}

  /** The person does not agree, or cannot be asked. */
  record Refused(Failure failure) implements Answer {}

  /** The question, as the result of the call; the client calls again with the answer. */
  record Question(ObjectNode result) implements Answer {}

  /**
   * What the request itself says about an earlier question of this server.
   *
   * @return never a question
   * @throws ProtocolException when what it carries was not given for this very request to this
   *     caller, is too old, or has been used
   */
  Answer given(String tool, ObjectNode params, Exchange exchange) throws ProtocolException;

  /** Asks in the way that the client's revision of the protocol and its abilities allow. */
  Answer ask(String tool, ApprovalRequiredException need, ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException;
}
