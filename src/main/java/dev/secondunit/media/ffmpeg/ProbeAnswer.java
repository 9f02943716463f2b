package dev.secondunit.media.ffmpeg;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.Mode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parts of ffprobe's answer that become facts. */
final class ProbeAnswer {
  private static final String BEGINNING_SECONDS = "0.1";

  private static final JsonMapper JSON = new JsonMapper();

  private final MediaFormat format;
  private final JsonNode root;
  private final JsonNode picture;
  private final JsonNode sound;

  private ProbeAnswer(MediaFormat format, JsonNode root) {
    this.format = format;
    this.root = root;
    this.picture = stream("video");
    this.sound = stream("audio");
  }

  /**
   * What to ask ffprobe for. A photograph's orientation is only in its decoded frame; of films and
   * sounds the beginning is decoded, to see whether that can be done.
   */
  static String[] options(MediaFormat format) {
    return format.mode() == Mode.IMAGE
        ? new String[] {"-show_streams", "-show_format", "-show_frames", "-count_packets"}
        : new String[] {
          "-threads",
          "1",
          "-show_streams",
          "-show_format",
          "-show_entries",
          "frame=stream_index",
          "-read_intervals",
          "%+" + BEGINNING_SECONDS
        };
  }

  static ProbeAnswer of(MediaFormat format, byte[] json) {
    ProbeAnswer answer;
    try {
      answer = new ProbeAnswer(format, JSON.readTree(json));
    } catch (JacksonException e) {
      throw new IllegalStateException("ffprobe answered something other than JSON", e);
    }
    if (answer.picture == null && (answer.sound == null || format.mode() == Mode.IMAGE)) {
      throw Failure.of(ErrorCode.MEDIA_CORRUPT, "It holds no picture and no sound.").asException();
    }
    return answer;
  }

  /**
   * Whether a picture, or of a file without one a sound, was decoded at the beginning. Where not,
   * it may only begin later.
   */
  boolean decodes() {
    if (format.mode() == Mode.IMAGE) {
      return false;
    }
    int main = (picture == null ? sound : picture).path("index").asInt(-1);
    for (JsonNode frame : root.path("frames")) {
      if (frame.path("stream_index").asInt(-2) == main) {
        return true;
      }
    }
    return false;
  }

  boolean hasPicture() {
    return picture != null;
  }

  MediaFacts facts(long bytes, String sha256) {
    int[] shown = picture == null ? null : displayed();
    Double duration = duration();
    return new MediaFacts(
        mediaType(),
        bytes,
        sha256,
        shown == null ? null : shown[0],
        shown == null ? null : shown[1],
        duration,
        picture == null || duration == null ? null : framesPerSecond(),
        picture == null ? null : text(picture, "codec_name"),
        sound == null ? null : text(sound, "codec_name"),
        sound == null ? null : (Integer) sound.path("channels").asInt(1),
        sound == null ? null : (Integer) (int) number(sound, "sample_rate", 0));
  }

  private String mediaType() {
    if (picture != null || format.mode() != Mode.VIDEO) {
      boolean film = picture != null && format.mode() == Mode.AUDIO;
      return film ? format.mediaType().replace("audio/", "video/") : format.mediaType();
    }
    return format == MediaFormat.QUICKTIME
        ? "audio/mp4"
        : format.mediaType().replace("video/", "audio/");
  }

  /** Width and height in square pixels, the right way up. */
  private int[] displayed() {
    int width = picture.path("width").asInt(0);
    int height = picture.path("height").asInt(0);
    if (width <= 0 || height <= 0) {
      throw Failure.of(ErrorCode.MEDIA_CORRUPT, "Its picture has no size.").asException();
    }
    double shape = ratio(text(picture, "sample_aspect_ratio"), ':');
    if (shape > 0 && Math.abs(shape - 1) > 1e-3) {
      width = (int) Math.round(width * shape);
    }
    boolean onItsSide = Math.abs(Math.round(rotation() / 90.0)) % 2 == 1;
    return onItsSide ? new int[] {height, width} : new int[] {width, height};
  }

  private double rotation() {
    for (JsonNode owner : new JsonNode[] {picture, root.path("frames").path(0)}) {
      for (JsonNode data : owner.path("side_data_list")) {
        if (data.has("rotation")) {
          return data.path("rotation").asDouble(0);
        }
      }
    }
    return 0;
  }

  /** Seconds; null for a still image. The picture's own length counts before the container's. */
  private Double duration() {
    if (format.mode() == Mode.IMAGE && picture.path("nb_read_packets").asInt(1) <= 1) {
      return null;
    }
    if (format.mode() == Mode.IMAGE && format != MediaFormat.GIF) {
      return null;
    }
    JsonNode main = picture == null ? sound : picture;
    double seconds = number(main, "duration", -1);
    if (seconds <= 0) {
      seconds = number(root.path("format"), "duration", -1);
    }
    return seconds > 0 ? (Double) seconds : null;
  }

  private Double framesPerSecond() {
    double average = ratio(text(picture, "avg_frame_rate"), '/');
    double rate = average > 0 ? average : ratio(text(picture, "r_frame_rate"), '/');
    return rate > 0 && rate < 1_000 ? (Double) (Math.round(rate * 1_000) / 1_000.0) : null;
  }

  /** The first stream of a kind; a cover picture in a song is not film. */
  private JsonNode stream(String kind) {
    for (JsonNode stream : root.path("streams")) {
      boolean cover = stream.path("disposition").path("attached_pic").asInt(0) == 1;
      if (kind.equals(text(stream, "codec_type")) && !cover) {
        return stream;
      }
    }
    return null;
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  private static double number(JsonNode node, String field, double otherwise) {
    String text = text(node, field);
    if (text == null) {
      return node.path(field).asDouble(otherwise);
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** A fraction such as {@code 24000/1001}; 0 when it is not one. */
  private static double ratio(String text, char sign) {
    int at = text == null ? -1 : text.indexOf(sign);
    if (at < 0) {
      return 0;
    }
    try {
      double below = Double.parseDouble(text.substring(at + 1));
      return below == 0 ? 0 : Double.parseDouble(text.substring(0, at)) / below;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
