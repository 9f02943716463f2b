package dev.secondunit.backend.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.POJONode;

/** Writes JSON requests; embedded files are streamed into a prepared file. */
final class JsonWriting {
  static final JsonMapper MAPPER = new JsonMapper();

  private JsonWriting() {}

  static boolean embedsFiles(JsonNode json) {
    if (json instanceof POJONode pojo) {
      return pojo.getPojo() instanceof EmbeddedFile;
    }
    for (JsonNode child : json) {
      if (embedsFiles(child)) {
        return true;
      }
    }
    return false;
  }

  static byte[] bytes(JsonNode json) {
    return MAPPER.writeValueAsBytes(json);
  }

  /** Writes the request to a new file in the folder, or in the system's own for null. */
  static Path file(JsonNode json, Path folder) throws IOException {
    Path file =
        folder == null
            ? Files.createTempFile("second-unit-request-", ".json")
            : Files.createTempFile(folder, "request-", ".json");
    try (OutputStream bytes = Files.newOutputStream(file);
        JsonGenerator generator = MAPPER.createGenerator(bytes)) {
      write(json, generator);
    } catch (IOException | JacksonException e) {
      Files.deleteIfExists(file);
      throw new IOException("the request cannot be prepared", e);
    }
    return file;
  }

  private static void write(JsonNode json, JsonGenerator generator) throws IOException {
    if (json instanceof POJONode pojo && pojo.getPojo() instanceof EmbeddedFile file) {
      try (Reader characters = new EmbeddedFileReader(file)) {
        generator.writeString(characters, -1);
      }
    } else if (json.isObject()) {
      generator.writeStartObject();
      for (Map.Entry<String, JsonNode> property : json.properties()) {
        generator.writeName(property.getKey());
        write(property.getValue(), generator);
      }
      generator.writeEndObject();
    } else if (json.isArray()) {
      generator.writeStartArray();
      for (JsonNode element : json) {
        write(element, generator);
      }
      generator.writeEndArray();
    } else {
      generator.writeTree(json);
    }
  }
}
