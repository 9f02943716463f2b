package dev.secondunit.mcp;

/** The error codes of JSON-RPC 2.0 and of MCP 2026-07-28 that this server gives. */
public final class ErrorCodes {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;

  /** No resource has the URI; since 2026-07-28 this is {@link #INVALID_PARAMS}. */
  public static final int RESOURCE_NOT_FOUND = -32002;

  /** What a header says and what the body says differ. */
  public static final int HEADER_MISMATCH = -32020;

  /** The client did not declare something that the request needs. */
  public static final int MISSING_CLIENT_CAPABILITY = -32021;

  public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

  private ErrorCodes() {}
}
