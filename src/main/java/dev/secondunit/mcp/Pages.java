package dev.secondunit.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Long lists, page by page. Cursors mean nothing to clients and are checked when they come back.
 */
public final class Pages {
  static final int SIZE = 100;

  private static final String MARK = "at:";

  private Pages() {}

  /**
   * The page that is asked for.
   *
   * @param name of the list in the result
   * @param params of the request, with a {@code cursor} on every page but the first
   */
  public static ObjectNode page(String name, List<ObjectNode> all, ObjectNode params)
      throws ProtocolException {
    int from = start(params.path("cursor"), all.size());
    int to = Math.min(all.size(), from + SIZE);
    ObjectNode page = Json.object();
    ArrayNode items = page.putArray(name);
    all.subList(from, to).forEach(items::add);
    if (to < all.size()) {
      page.put("nextCursor", cursor(to));
    }
    return page;
  }

  private static String cursor(int at) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((MARK + at).getBytes(StandardCharsets.US_ASCII));
  }

  private static int start(JsonNode cursor, int size) throws ProtocolException {
    if (cursor.isMissingNode() || cursor.isNull()) {
      return 0;
    }
    try {
      String text =
          new String(Base64.getUrlDecoder().decode(cursor.asString("")), StandardCharsets.US_ASCII);
      if (text.startsWith(MARK)) {
        int at = Integer.parseInt(text.substring(MARK.length()));
        if (at > 0 && at < size && at % SIZE == 0) {
          return at;
        }
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message for every bad cursor.
    }
    throw ProtocolException.invalidParams(
        "Invalid cursor: use the nextCursor of the page before, or none for the first page.");
  }
}
