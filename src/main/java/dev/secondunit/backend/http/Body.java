package dev.secondunit.backend.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.ByteBufferPool;
import tools.jackson.databind.JsonNode;

/** What a request carries. Files are streamed from disk. */
public sealed interface Body {
  /** Nothing. */
  Body NONE = new None();

  /** Where the buffers for reading files come from. */
  ByteBufferPool.Sized BUFFERS =
      new ByteBufferPool.Sized(ByteBufferPool.NON_POOLING, false, 1 << 16);

  /** A fresh content for one sending, or null for none. */
  Request.Content content() throws IOException;

  /** No body at all. */
  record None() implements Body {
    @Override
    public Request.Content content() {
      return null;
    }
  }

  /**
   * JSON; nodes may be {@link EmbeddedFile}s.
   *
   * @param scratch a folder where a body with embedded files is prepared and removed again, or null
   *     for the system's folder for temporary files
   */
  record Json(JsonNode json, Path scratch) implements Body {
    public Json {
      Objects.requireNonNull(json, "json");
    }

    @Override
    public Request.Content content() throws IOException {
      if (!JsonWriting.embedsFiles(json)) {
        return new BytesRequestContent("application/json", JsonWriting.bytes(json));
      }
      Path prepared = JsonWriting.file(json, scratch);
      return new RemovedAfterwards("application/json", prepared);
    }
  }

  /** {@code length} bytes of a file from {@code offset} on. */
  record FileSlice(Path path, String mediaType, long offset, long length) implements Body {
    public FileSlice {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(mediaType, "mediaType");
    }

    @Override
    public Request.Content content() throws IOException {
      return new SliceContent(this);
    }
  }

  /** A form of name-value pairs in the URL encoding. */
  record Form(Map<String, String> fields) implements Body {
    public Form {
      fields = Map.copyOf(fields);
    }

    @Override
    public Request.Content content() {
      String text =
          fields.entrySet().stream()
              .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
              .sorted()
              .collect(Collectors.joining("&"));
      return new BytesRequestContent(
          "application/x-www-form-urlencoded", text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encoded(String text) {
      return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /** multipart/form-data; the parts travel in the order given. */
  record Multipart(List<Part> parts) implements Body {
    public Multipart {
      parts = List.copyOf(parts);
    }

    @Override
    public Request.Content content() throws IOException {
      return MultipartContent.of(parts);
    }
  }

  /** One part of a {@link Multipart}: a text field, or a file. */
  record Part(String name, String text, Path file, String fileName, String mediaType) {
    public Part {
      Objects.requireNonNull(name, "name");
      if ((text == null) == (file == null)) {
        throw new IllegalArgumentException("a part is either text or a file: " + name);
      }
    }

    public static Part text(String name, String text) {
      return new Part(name, text, null, null, null);
    }

    public static Part file(String name, Path file, String fileName, String mediaType) {
      return new Part(name, null, file, fileName, mediaType);
    }
  }
}
