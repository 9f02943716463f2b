package dev.secondunit.simulate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a vendor answers, before any fault of transport.
 *
 * @param headers beside the content type, which is among them
 * @param strikes faults of {@link Fault.Stage#MEDIA} that hang on the file being sent
 */
record Answer(int status, Map<String, String> headers, Body body, Strikes strikes) {
  sealed interface Body {}

  /** A whole body; {@code media} tells whether media faults can strike it. */
  record Bytes(byte[] bytes, boolean media) implements Body {}

  /** A file, in parts where the request asks for a range. */
  record Whole(Path file) implements Body {}

  /** A stream of events, each sent by itself; the last one says that it is the end. */
  record Events(List<byte[]> events) implements Body {}

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer of(int status, String contentType, byte[] body) {
    return new Answer(
        status, Map.of("content-type", contentType), new Bytes(body, false), Strikes.NONE);
  }

  static Answer json(int status, JsonNode body) {
    return of(status, "application/json", Json.bytes(body));
  }

  static Answer json(JsonNode body) {
    return json(200, body);
  }

  /** JSON with media inside, which media faults can strike; {@code strikes} hang on the media. */
  static Answer jsonWithMedia(JsonNode body, Strikes strikes) {
    return new Answer(
        200,
        Map.of("content-type", "application/json"),
        new Bytes(Json.bytes(body), true),
        strikes);
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), new Bytes(new byte[0], false), Strikes.NONE);
  }

  static Answer html(int status, String title) {
    String page = "<!DOCTYPE html><html><head><title>%1$s</title></head><body><h1>%1$s</h1></body>";
    return of(
        status, "text/html", (page.formatted(title) + "</html>").getBytes(StandardCharsets.UTF_8));
  }

  static Answer media(Rendered rendered, Strikes strikes) {
    return new Answer(
        200, Map.of("content-type", rendered.mediaType()), new Whole(rendered.file()), strikes);
  }

  static Answer media(byte[] bytes, String mediaType) {
    return new Answer(200, Map.of("content-type", mediaType), new Bytes(bytes, true), Strikes.NONE);
  }

  static Answer events(String contentType, List<byte[]> events) {
    return new Answer(
        200, Map.of("content-type", contentType), new Events(List.copyOf(events)), Strikes.NONE);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body, strikes);
  }

  boolean carriesMedia() {
    return body instanceof Whole || (body instanceof Bytes bytes && bytes.media());
  }
}
