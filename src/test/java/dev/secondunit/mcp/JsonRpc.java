package dev.secondunit.mcp;

/** Requests as text, so that what is inside need not be JSON that anybody would write. */
public final class JsonRpc {
  private JsonRpc() {}

  /**
   * @param id as it stands in the text: a number, or a string with its quotation marks
   */
  public static String request(Object id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  public static String call(Object id, String tool, String arguments) {
    return request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
  }
}
