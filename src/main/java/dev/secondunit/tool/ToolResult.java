package dev.secondunit.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool answers when it succeeds. Either complete data, which is rendered as structured
 * content and as the same JSON in text unless briefer words stand there, or pictures with words,
 * which are rendered without structured content because some hosts drop pictures that stand beside
 * it.
 *
 * @param data the complete data, or null for a result that shows pictures
 * @param contents what stands beside or instead of the data
 * @param unfinished the id of work that goes on and that {@link FollowedWork} finds, or null
 * @param words the text that stands beside the data instead of the same data again, or null; for
 *     answers that are asked for again and again
 */
public record ToolResult(ObjectNode data, List<Content> contents, String unfinished, String words) {
  /** A piece of a result. */
  public sealed interface Content {
    /** Words for the model. */
    record Text(String text) implements Content {
      public Text {
        Objects.requireNonNull(text, "text");
      }
    }

    /** A picture: at most 1,024 pixels on the long side and 700 kB as base64. */
    record Image(byte[] bytes, String mediaType) implements Content {
      public Image {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(mediaType, "mediaType");
      }
    }

    /** A link to a file the client can read as a resource. {@code bytes} may be null. */
    record ResourceLink(String uri, String name, String mediaType, Long bytes) implements Content {
      public ResourceLink {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(name, "name");
      }
    }
  }

  public ToolResult {
    contents = List.copyOf(contents);
    boolean pictures = contents.stream().anyMatch(Content.Image.class::isInstance);
    if (pictures && data != null) {
      throw new IllegalArgumentException("pictures and structured data do not go together");
    }
  }

  public static ToolResult of(ObjectNode data) {
    return new ToolResult(Objects.requireNonNull(data, "data"), List.of(), null, null);
  }

  public static ToolResult of(ObjectNode data, List<? extends Content> links) {
    return new ToolResult(Objects.requireNonNull(data, "data"), List.copyOf(links), null, null);
  }

  public static ToolResult pictures(String text, List<Content.Image> images) {
    List<Content> contents = new ArrayList<>();
    contents.add(new Content.Text(text));
    contents.addAll(images);
    return new ToolResult(null, contents, null, null);
  }

  /** The same result of a call whose work goes on under this id. */
  public ToolResult unfinished(String id) {
    return new ToolResult(data, contents, Objects.requireNonNull(id, "id"), words);
  }

  /** The same data with these words as its text. */
  public ToolResult inWords(String text) {
    return new ToolResult(data, contents, unfinished, Objects.requireNonNull(text, "text"));
  }
}
