package dev.secondunit.simulate;

import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import tools.jackson.databind.JsonNode;

/**
 * One request as a vendor sees it.
 *
 * @param origin scheme, host and port the client used
 * @param path below the dialect's base path, as it came
 * @param variables what the route's pattern caught, decoded
 * @param now by the simulators' clock
 */
record Exchange(
    Dialect dialect,
    Operation operation,
    String method,
    URI origin,
    String path,
    Map<String, String> variables,
    Map<String, List<String>> query,
    HttpFields headers,
    RequestBody body,
    Strikes strikes,
    Instant now) {

  /** What came with the request. */
  sealed interface RequestBody {}

  record JsonBody(JsonNode node) implements RequestBody {}

  record FormBody(Form form) implements RequestBody {}

  /** Not read yet; empty when there is none. */
  record RawBody(InputStream stream) implements RequestBody {}

  Vendor vendor() {
    return dialect.vendor();
  }

  String variable(String name) {
    return variables.get(name);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
  }

  /** The base URL the client was given. */
  String base() {
    return origin + dialect.basePath();
  }

  Fields json() {
    if (body instanceof JsonBody json) {
      return Fields.of(json.node());
    }
    throw Refusal.of(
        Refusal.Kind.CONTENT_TYPE, "Expected request with `Content-Type: application/json`");
  }

  Form form() {
    if (body instanceof FormBody form) {
      return form.form();
    }
    throw Refusal.of(
        Refusal.Kind.CONTENT_TYPE, "Expected request with `Content-Type: multipart/form-data`");
  }

  boolean isForm() {
    return body instanceof FormBody;
  }

  InputStream stream() {
    if (body instanceof RawBody raw) {
      return raw.stream();
    }
    throw Refusal.of(Refusal.Kind.CONTENT_TYPE, "Expected the bytes of a file");
  }

  /** Where prompts, and with them markers, can be. */
  String text() {
    if (body instanceof JsonBody json) {
      StringBuilder texts = new StringBuilder();
      collect(json.node(), texts);
      return texts.toString();
    }
    return body instanceof FormBody form ? form.form().allTexts() : "";
  }

  Exchange struckBy(Strikes more) {
    return new Exchange(
        dialect, operation, method, origin, path, variables, query, headers, body, more, now);
  }

  Exchange withBody(RequestBody read) {
    return new Exchange(
        dialect, operation, method, origin, path, variables, query, headers, read, strikes, now);
  }

  private static void collect(JsonNode node, StringBuilder texts) {
    if (node.isString()) {
      if (node.stringValue().length() < 100_000 && !node.stringValue().startsWith("data:")) {
        texts.append(node.stringValue()).append('\n');
      }
      return;
    }
    node.forEach(child -> collect(child, texts));
  }
}
