package dev.secondunit.assembly;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFactsJson;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an assembly job was asked for, as kept in its row: the inputs resolved and measured.
 *
 * @param operation {@code concat}, {@code mix_audio}, {@code apply_lut}, {@code convert} or {@code
 *     last_frame}
 * @param lut the {@code .cube} file, or null
 * @param size class or pixels to convert to, or null to keep
 * @param framesPerSecond to convert to, or null to keep
 * @param outputFormat an extension to convert to, or null to keep
 * @param folder where the file goes
 * @param title what its name begins with
 */
public record AssemblyOrder(
    String operation,
    List<MediaInput> inputs,
    List<MediaInput> audioInputs,
    boolean duck,
    double gainDecibels,
    Path lut,
    String size,
    Double framesPerSecond,
    String outputFormat,
    Path folder,
    String title) {
  private static final Pattern PIXELS = Pattern.compile("(\\d{2,5})x(\\d{2,5})");
  private static final Map<String, Integer> SHORT_SIDES =
      Map.of("480p", 480, "720p", 720, "1080p", 1080, "1440p", 1440, "4k", 2160);

  public AssemblyOrder {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(folder, "folder");
    inputs = List.copyOf(inputs);
    audioInputs = List.copyOf(audioInputs);
  }

  /** Refuses what cannot be done before a job is made of it. */
  public void check() {
    Assembler.check(request());
  }

  AssemblyRequest request() {
    MediaInput first = inputs.get(0);
    return switch (operation) {
      case "concat" -> new AssemblyRequest.Concat(inputs);
      case "mix_audio" -> new AssemblyRequest.MixAudio(first, audioInputs, duck, gainDecibels);
      case "apply_lut" -> new AssemblyRequest.ApplyLut(first, lut);
      case "convert" -> convert(first);
      case "last_frame" -> lastFrame(first);
      default ->
          throw Failure.of(
                  ErrorCode.UNSUPPORTED_OPERATION,
                  operation + " is not one of the five jobs where ffmpeg alone is right.")
              .withField("operation", operation)
              .withAllowed(List.of("concat", "mix_audio", "apply_lut", "convert", "last_frame"))
              .withHint(
                  "Captions, titles, transitions and overlays belong to Remotion: load the remotion"
                      + " skill.")
              .asException();
    };
  }

  private static AssemblyRequest lastFrame(MediaInput input) {
    if (input.facts().mode() != Mode.VIDEO) {
      throw Failure.of(
              ErrorCode.MEDIA_TYPE_MISMATCH,
              input.given() + " is " + input.facts().mediaType() + "; last_frame needs a film.")
          .withField("inputs[0]", input.given())
          .asException();
    }
    return new AssemblyRequest.LastFrame(input);
  }

  private AssemblyRequest convert(MediaInput input) {
    Integer width = null;
    Integer height = null;
    if (size != null) {
      int[] pixels = pixels(input);
      width = pixels[0];
      height = pixels[1];
    }
    return new AssemblyRequest.Convert(input, format(), width, height, framesPerSecond);
  }

  private MediaFormat format() {
    if (outputFormat == null) {
      return null;
    }
    String wanted = outputFormat.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
    Optional<MediaFormat> format = MediaFormat.ofExtension(wanted.equals("jpeg") ? "jpg" : wanted);
    return format.orElseThrow(
        () ->
            Failure.of(ErrorCode.INVALID_ARGUMENT, "There is no output_format " + wanted + ".")
                .withField("output_format", outputFormat)
                .withAllowed(
                    Arrays.stream(MediaFormat.values()).map(MediaFormat::extension).toList())
                .withHint("Example: {\"operation\": \"convert\", \"output_format\": \"mp4\"}")
                .asException());
  }

  /** A class keeps the picture's shape and sets its short side; pixels say both. */
  private int[] pixels(MediaInput input) {
    Matcher exact = PIXELS.matcher(size);
    if (exact.matches()) {
      return new int[] {
        even(Integer.parseInt(exact.group(1))), even(Integer.parseInt(exact.group(2)))
      };
    }
    Integer side = SHORT_SIDES.get(size.toLowerCase(Locale.ROOT));
    if (side == null || input.facts().width() == null) {
      throw Failure.of(ErrorCode.INVALID_ARGUMENT, "size " + size + " is not understood.")
          .withField("size", size)
          .withAllowed(List.of("480p", "720p", "1080p", "1440p", "4k", "WIDTHxHEIGHT"))
          .withHint("Example: {\"operation\": \"convert\", \"size\": \"1080p\"}")
          .asException();
    }
    double ratio = (double) input.facts().width() / input.facts().height();
    return ratio >= 1
        ? new int[] {even((int) Math.round(side * ratio)), side}
        : new int[] {side, even((int) Math.round(side / ratio))};
  }

  private static int even(int pixels) {
    return pixels - pixels % 2;
  }

  /** The assets, or hashes of outside files, that it is made from. */
  List<String> parents() {
    List<String> parents = new ArrayList<>();
    for (MediaInput input : inputs) {
      parents.add(input.given().startsWith("asset") ? input.given() : input.facts().sha256());
    }
    audioInputs.forEach(input -> parents.add(input.facts().sha256()));
    return parents;
  }

  public ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("operation", operation);
    json.set("inputs", write(inputs));
    json.set("audio_inputs", write(audioInputs));
    json.put("duck", duck);
    json.put("gain_db", gainDecibels);
    if (lut != null) {
      json.put("lut", lut.toString());
    }
    if (size != null) {
      json.put("size", size);
    }
    if (framesPerSecond != null) {
      json.put("frames_per_second", framesPerSecond);
    }
    if (outputFormat != null) {
      json.put("output_format", outputFormat);
    }
    json.put("folder", folder.toString());
    json.put("title", title);
    return json;
  }

  private static ArrayNode write(List<MediaInput> inputs) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (MediaInput input : inputs) {
      ObjectNode each = array.addObject();
      each.put("given", input.given());
      each.put("path", input.path().toString());
      each.set("facts", MediaFactsJson.write(input.facts()));
    }
    return array;
  }

  static AssemblyOrder read(ObjectNode json) {
    return new AssemblyOrder(
        json.path("operation").asString(),
        read(json.path("inputs")),
        read(json.path("audio_inputs")),
        json.path("duck").asBoolean(),
        json.path("gain_db").asDouble(),
        json.has("lut") ? Path.of(json.path("lut").asString()) : null,
        json.has("size") ? json.path("size").asString() : null,
        json.has("frames_per_second") ? (Double) json.path("frames_per_second").asDouble() : null,
        json.has("output_format") ? json.path("output_format").asString() : null,
        Path.of(json.path("folder").asString()),
        json.path("title").asString());
  }

  private static List<MediaInput> read(JsonNode array) {
    List<MediaInput> inputs = new ArrayList<>();
    for (JsonNode each : array) {
      inputs.add(
          new MediaInput(
              each.path("given").asString(),
              Path.of(each.path("path").asString()),
              MediaFactsJson.read(each.path("facts"))));
    }
    return inputs;
  }
}
