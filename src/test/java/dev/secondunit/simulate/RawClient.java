package dev.secondunit.simulate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Sends one request after the other, without retries or any other help. */
final class RawClient {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final List<String> headers;

  /** What came back. */
  record Reply(int status, java.net.http.HttpHeaders headers, byte[] body) {
    JsonNode json() {
      return Json.parse(body);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.firstValue(name).orElse(null);
    }
  }

  RawClient(URI base, String... headers) {
    this.base = base;
    this.headers = List.of(headers);
  }

  Reply get(String path, String... more) throws IOException, InterruptedException {
    return send(request(path, more).GET());
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  Reply post(String path, String json, String... more) throws IOException, InterruptedException {
    return send(
        request(path, more)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  Reply postBytes(String path, byte[] bytes, String... more)
      throws IOException, InterruptedException {
    return send(request(path, more).POST(BodyPublishers.ofByteArray(bytes)));
  }

  Reply put(String path, byte[] bytes) throws IOException, InterruptedException {
    return send(request(path).PUT(BodyPublishers.ofByteArray(bytes)));
  }

  /** A multipart form; values that are byte arrays become files named like their field. */
  Reply form(String path, Map<String, ?> fields) throws IOException, InterruptedException {
    String boundary = "a-boundary-of-the-test";
    List<BodyPublisher> parts = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          String start = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name;
          if (value instanceof byte[] bytes) {
            String file = "\"; filename=\"" + name + ".bin\"\r\n\r\n";
            parts.add(BodyPublishers.ofString(start + file));
            parts.add(BodyPublishers.ofByteArray(bytes));
            parts.add(BodyPublishers.ofString("\r\n"));
          } else {
            parts.add(BodyPublishers.ofString(start + "\"\r\n\r\n" + value + "\r\n"));
          }
        });
    parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new))));
  }

  private HttpRequest.Builder request(String path, String... more) {
    URI target = path.startsWith("http") ? URI.create(path) : URI.create(base + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(20));
    if (!path.startsWith("http")) {
      addHeaders(request, headers);
    }
    addHeaders(request, List.of(more));
    return request;
  }

  private static void addHeaders(HttpRequest.Builder request, List<String> pairs) {
    for (int i = 0; i < pairs.size(); i += 2) {
      request.header(pairs.get(i), pairs.get(i + 1));
    }
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    return new Reply(response.statusCode(), response.headers(), response.body());
  }
}
