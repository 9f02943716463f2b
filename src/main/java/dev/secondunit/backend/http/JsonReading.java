package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Reads JSON answers within bounds. Media that travels inside as base64 goes straight to files;
 * only the rest is kept in memory.
 */
final class JsonReading {
  private static final int DEEPEST = 200;
  private static final int COST_OF_A_VALUE = 16;
  private static final Base64Variant BASE64 =
      Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(
          Base64Variant.PaddingReadBehaviour.PADDING_ALLOWED);

  private final JsonMapper mapper;
  private final Set<String> mediaFields;
  private final Path scratch;
  private final long memory;
  private final long fileBytes;
  private long kept;

  private JsonReading(Set<String> mediaFields, Path scratch, long memory, long fileBytes) {
    this.mediaFields = mediaFields;
    this.scratch = scratch;
    this.memory = memory;
    this.fileBytes = fileBytes;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength((int) Math.min(Integer.MAX_VALUE, memory))
            .build();
    this.mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .build();
  }

  /** Reads a body to its end; a missing node when it is empty. */
  static JsonNode read(InputStream body, Call call, HttpLimits limits)
      throws TransportException, InterruptedException {
    boolean unpacks = !call.handling().mediaFields().isEmpty();
    long wire = unpacks ? limits.jsonBytes() + limits.fileBytes() / 3 * 4 : limits.jsonBytes();
    InputStream bounded = new BoundedInputStream(body, wire, false);
    return new JsonReading(
            call.handling().mediaFields(),
            call.handling().scratch(),
            limits.jsonBytes(),
            limits.fileBytes())
        .read(bounded);
  }

  /** Reads a short text as JSON; null when it is none. */
  static JsonNode orNull(String text) {
    try {
      return JsonWriting.MAPPER.readTree(text);
    } catch (JacksonException e) {
      return null;
    }
  }

  private JsonNode read(InputStream body) throws TransportException, InterruptedException {
    try (JsonParser parser = mapper.createParser(body)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      JsonNode json = value(parser);
      if (parser.nextToken() != null) {
        throw unreadable(null);
      }
      return json;
    } catch (JacksonException e) {
      if (e.getCause() instanceof IOException broken) {
        throw TransportFailures.reading(broken);
      }
      throw unreadable(e);
    } catch (IOException e) {
      throw TransportFailures.reading(e);
    }
  }

  /** The parser's words quote the answer, so they are not passed on. */
  private static TransportException unreadable(Throwable cause) {
    return new TransportException(
        Kind.UNREADABLE,
        true,
        "the answer is not the JSON that was expected"
            + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")"),
        null);
  }

  private JsonNode value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    keep(COST_OF_A_VALUE);
    if (token == JsonToken.START_OBJECT) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        keep(name.length());
        parser.nextToken();
        object.set(name, isMedia(name, parser) ? unpack(parser) : value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    if (token == JsonToken.VALUE_STRING) {
      String text = parser.getString();
      keep(text.length());
      return JsonNodeFactory.instance.stringNode(text);
    }
    return parser.readValueAsTree();
  }

  private boolean isMedia(String name, JsonParser parser) {
    return mediaFields.contains(name) && parser.currentToken() == JsonToken.VALUE_STRING;
  }

  private JsonNode unpack(JsonParser parser) throws IOException {
    Path file = Files.createTempFile(scratch, "answer-", ".bin");
    try (OutputStream bytes = new BoundedOutputStream(Files.newOutputStream(file), fileBytes)) {
      parser.readBinaryValue(BASE64, bytes);
    }
    return new POJONode(new UnpackedFile(file, Files.size(file)));
  }

  private void keep(long cost) throws TransportException {
    kept += cost;
    if (kept > memory) {
      throw new TransportException(
          Kind.TOO_LARGE, true, "the answer needs more than " + memory + " bytes", null);
    }
  }

  private static final class BoundedOutputStream extends FilterOutputStream {
    private long left;

    BoundedOutputStream(OutputStream bytes, long bound) {
      super(bytes);
      this.left = bound;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new TransportException(
            Kind.TOO_LARGE, true, "a file inside the answer is too large", null);
      }
      out.write(bytes, offset, length);
    }
  }
}
