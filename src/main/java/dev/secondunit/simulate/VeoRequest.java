package dev.secondunit.simulate;

import dev.secondunit.media.MediaFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A create of Veo's long-running wire. Ranges from the vendor's pages of 2026 for Veo 2 and 3.1.
 *
 * @param source the clip that is extended
 */
record VeoRequest(
    String prompt, int samples, int seconds, Frame frame, boolean sound, Optional<Path> source) {
  static final int TAIL_SECONDS = 7;
  private static final double LONGEST_SOURCE = 141;

  /** Finds the files that requests refer to. */
  interface Lookup {
    Path uri(String field, String uri);

    Path data(String field, String base64);
  }

  static VeoRequest read(
      Fields fields, String model, boolean vertex, Lookup lookup, Studio studio) {
    List<Fields> instances = fields.objects("instances", 1, 1);
    if (instances.isEmpty()) {
      throw fields.missing("instances");
    }
    Fields instance = instances.get(0);
    String prompt = instance.text("prompt").orElse("");
    Optional<Path> image = instance.object("image").map(one -> picture(one, lookup, studio));
    Optional<Path> last = instance.object("lastFrame").map(one -> picture(one, lookup, studio));
    List<Fields> references = instance.objects("referenceImages", 1, 3);
    for (Fields reference : references) {
      reference.oneOf("referenceType", List.of("asset", "style"));
      picture(
          reference.object("image").orElseThrow(() -> reference.missing("image")), lookup, studio);
      reference.done();
    }
    Optional<Path> source = instance.object("video").map(one -> video(one, lookup));
    if (vertex) {
      instance.object("mask").ifPresent(mask -> mask.ignoring("gcsUri", "mimeType"));
    }
    instance.done();
    if (prompt.isBlank() && image.isEmpty() && source.isEmpty()) {
      throw instance.missing("prompt");
    }
    if (last.isPresent() && image.isEmpty()) {
      throw instance.wrong("lastFrame", "requires image");
    }
    if (!references.isEmpty() && (image.isPresent() || source.isPresent())) {
      throw instance.wrong("referenceImages", "cannot be combined with image or video");
    }
    Fields parameters =
        fields.object("parameters").orElseGet(() -> Fields.of(Json.object(), "parameters"));
    fields.done();
    int samples = parameters.whole("sampleCount", 1, 4).orElse(1);
    boolean two = model.startsWith("veo-2");
    int seconds = parameters.whole("durationSeconds", 4, 8).orElse(8);
    if (two ? seconds < 5 : seconds % 2 != 0) {
      throw parameters.wrong("durationSeconds", two ? "must be 5 to 8" : "must be 4, 6 or 8");
    }
    String ratio = parameters.oneOf("aspectRatio", List.of("16:9", "9:16")).orElse("16:9");
    String resolution =
        parameters.oneOf("resolution", List.of("720p", "1080p", "4k")).orElse("720p");
    if (!resolution.equals("720p") && seconds != 8) {
      throw parameters.wrong("resolution", "above 720p requires durationSeconds 8");
    }
    if (two && !resolution.equals("720p")) {
      throw parameters.wrong("resolution", "must be 720p for " + model);
    }
    if (model.contains("lite") && resolution.equals("4k")) {
      throw parameters.wrong("resolution", "must be at most 1080p for " + model);
    }
    if (!references.isEmpty() && seconds != 8) {
      throw parameters.wrong("durationSeconds", "must be 8 with referenceImages");
    }
    parameters.oneOf("personGeneration", List.of("allow_all", "allow_adult", "dont_allow"));
    parameters.text("negativePrompt");
    parameters.flag("enhancePrompt");
    parameters.number("seed", 0, 4_294_967_295.0);
    boolean sound = !two;
    if (vertex) {
      sound = parameters.flag("generateAudio").orElse(sound);
      parameters.ignoring("storageUri", "fps", "compressionQuality", "resizeMode", "labels");
    }
    parameters.done();
    Frame frame =
        Frame.ofShortSide(
            resolution.equals("4k") ? 2160 : resolution.equals("1080p") ? 1080 : 720, ratio);
    source.ifPresent(file -> checkSource(studio.measure(file), resolution));
    return new VeoRequest(prompt, samples, seconds, frame, sound, source);
  }

  private static void checkSource(MediaFacts facts, String resolution) {
    if (facts.durationSeconds() == null || facts.durationSeconds() > LONGEST_SOURCE + 0.1) {
      throw Refusal.invalid("instances[0].video", "The video must be at most 141 seconds long.");
    }
    boolean wide = Math.abs((double) facts.width() / facts.height() - 16.0 / 9) < 0.02;
    boolean tall = Math.abs((double) facts.height() / facts.width() - 16.0 / 9) < 0.02;
    if (!wide && !tall) {
      throw Refusal.invalid("instances[0].video", "The video must be 16:9 or 9:16.");
    }
    if (Math.min(facts.width(), facts.height()) != 720 || !resolution.equals("720p")) {
      throw Refusal.invalid("instances[0].video", "Only 720p videos can be extended.");
    }
  }

  private static Path picture(Fields image, Lookup lookup, Studio studio) {
    image.text("mimeType");
    Path file =
        image
            .text("bytesBase64Encoded")
            .map(data -> lookup.data(image.pathOf("bytesBase64Encoded"), data))
            .or(() -> image.text("gcsUri").map(uri -> lookup.uri(image.pathOf("gcsUri"), uri)))
            .orElseThrow(() -> image.missing("bytesBase64Encoded"));
    image.done();
    if (!studio.measure(file).mediaType().startsWith("image/")) {
      throw image.wrong("bytesBase64Encoded", "must be an image");
    }
    return file;
  }

  private static Path video(Fields video, Lookup lookup) {
    video.text("mimeType");
    video.text("encoding");
    Path file =
        video
            .text("uri")
            .or(() -> video.text("gcsUri"))
            .map(uri -> lookup.uri(video.pathOf("uri"), uri))
            .or(
                () ->
                    video
                        .text("bytesBase64Encoded")
                        .or(() -> video.text("encodedVideo"))
                        .map(data -> lookup.data(video.pathOf("bytesBase64Encoded"), data)))
            .orElseThrow(() -> video.missing("uri"));
    video.done();
    return file;
  }
}
