package dev.secondunit.mcp;

import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fault of the protocol, not of the work: it is answered with a JSON-RPC error. What a model can
 * act on is not reported this way, see {@link dev.secondunit.failure.FailureException}.
 */
public final class ProtocolException extends Exception {
  private final int code;
  private final transient JsonNode data;

  public ProtocolException(int code, String message) {
    this(code, message, null);
  }

  /**
   * @param message shown to the client
   * @param data what the code defines, or null
   */
  public ProtocolException(int code, String message, JsonNode data) {
    super(Objects.requireNonNull(message, "message"));
    this.code = code;
    this.data = data;
  }

  public static ProtocolException invalidParams(String message) {
    return new ProtocolException(ErrorCodes.INVALID_PARAMS, message);
  }

  /** The request needs an extension that its client has not declared. */
  public static ProtocolException missingExtension(String extension) {
    ObjectNode data = Json.object();
    data.putObject("requiredCapabilities").putObject("extensions").putObject(extension);
    return new ProtocolException(
        ErrorCodes.MISSING_CLIENT_CAPABILITY, "The client must declare " + extension + ".", data);
  }

  /** For a defect of this program; to be logged with its cause where it is caught. */
  public static ProtocolException internal() {
    return new ProtocolException(
        ErrorCodes.INTERNAL_ERROR, "Internal error; the server's log has the cause.");
  }

  public int code() {
    return code;
  }

  /** What the code defines, or null. */
  public JsonNode data() {
    return data;
  }
}
