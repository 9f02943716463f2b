package dev.secondunit.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/**
 * A request to {@code generateContent}, checked.
 *
 * @param prompt all texts, one per line
 * @param schema what the answer must fit
 * @param shown pictures, films and sounds, in order
 * @param turns how many contents are the user's
 * @param mostTokens of the answer
 */
record ContentRequest(
    String prompt,
    int tokens,
    List<String> modalities,
    Optional<String> imageRatio,
    Optional<String> imageSize,
    Optional<JsonNode> schema,
    List<Shown> shown,
    int turns,
    int mostTokens) {
  /**
   * A medium in a request.
   *
   * @param label the words before it
   * @param inline base64, or null
   * @param uri where it lies instead
   */
  record Shown(String label, String inline, String uri, double fps, Double start, Double end) {}

  private static final long MAX_INLINE_CHARACTERS = 140_000_000;

  /** Reads one; {@code files} checks an address of the Files API. */
  static ContentRequest read(
      Fields fields, BiConsumer<String, String> files, boolean speechMetadata) {
    List<String> texts = new ArrayList<>();
    List<Shown> shown = new ArrayList<>();
    int turns = 0;
    int tokens = 0;
    long inline = 0;
    List<Fields> contents = fields.objects("contents", 1, 1000);
    if (contents.isEmpty()) {
      throw Refusal.invalid(
          "contents", "* GenerateContentRequest.contents: contents is not specified");
    }
    for (Fields content : contents) {
      turns +=
          content.oneOf("role", List.of("user", "model")).orElse("user").equals("user") ? 1 : 0;
      String label = "";
      for (Fields part : content.objects("parts", 1, 10_000)) {
        label = part.text("text").orElse(label);
        part.text("text").ifPresent(texts::add);
        Optional<Fields> clip = part.object("videoMetadata");
        double fps = clip.flatMap(one -> one.number("fps", 0.000001, 24)).orElse(1.0);
        Double start = clip.map(one -> offset(one, "startOffset")).orElse(null);
        Double end = clip.map(one -> offset(one, "endOffset")).orElse(null);
        clip.ifPresent(Fields::done);
        Optional<Fields> data = part.object("inlineData");
        if (data.isPresent()) {
          data.get().requiredText("mimeType");
          String base64 = data.get().requiredText("data");
          inline += base64.length();
          shown.add(new Shown(label, base64, null, fps, start, end));
          data.get().ignoring("displayName").done();
          tokens += 258;
        }
        Optional<Fields> file = part.object("fileData");
        if (file.isPresent()) {
          String uri = file.get().requiredText("fileUri");
          files.accept(file.get().pathOf("fileUri"), uri);
          shown.add(new Shown(label, null, uri, fps, start, end));
          file.get().ignoring("mimeType", "displayName").done();
          tokens += 2580;
        }
        if (speechMetadata) {
          part.ignoring("speechMetadata");
        }
        part.ignoring("thought", "thoughtSignature", "mediaResolution").done();
      }
      content.done();
    }
    if (inline > MAX_INLINE_CHARACTERS) {
      throw Refusal.invalid("contents", "Request payload size exceeds the limit: 104857600 bytes.");
    }
    Fields config =
        fields
            .object("generationConfig")
            .orElseGet(() -> Fields.of(Json.object(), "generationConfig"));
    List<String> modalities = config.texts("responseModalities", 0, 4);
    Optional<Fields> image = config.object("imageConfig");
    Optional<String> ratio = image.flatMap(one -> one.text("aspectRatio"));
    Optional<String> size = image.flatMap(one -> one.text("imageSize"));
    image.ifPresent(Fields::done);
    boolean json =
        config
            .oneOf("responseMimeType", List.of("text/plain", "application/json"))
            .orElse("")
            .equals("application/json");
    Optional<JsonNode> schema =
        config.any("responseJsonSchema").or(() -> config.any("responseSchema"));
    if (schema.isPresent() && !json) {
      throw config.wrong("responseJsonSchema", "requires responseMimeType application/json");
    }
    config.number("temperature", 0, 2);
    int mostTokens = config.whole("maxOutputTokens", 1, 1_000_000).orElse(Integer.MAX_VALUE / 4);
    config
        .ignoring(
            "responseSchema",
            "seed",
            "topP",
            "topK",
            "candidateCount",
            "stopSequences",
            "mediaResolution",
            "speechConfig",
            "responseFormat",
            "thinkingConfig")
        .done();
    fields
        .ignoring(
            "systemInstruction", "safetySettings", "tools", "toolConfig", "cachedContent", "labels")
        .done();
    String prompt = String.join("\n", texts);
    return new ContentRequest(
        prompt,
        tokens + prompt.length() / 4 + 1,
        modalities,
        ratio,
        size,
        schema,
        List.copyOf(shown),
        turns,
        mostTokens);
  }

  private static Double offset(Fields video, String name) {
    String text = video.text(name).orElse(null);
    if (text != null && !text.matches("\\d{1,6}(\\.\\d{1,9})?s")) {
      throw video.wrong(name, "must be a duration such as 40s");
    }
    return text == null ? null : Double.valueOf(text.substring(0, text.length() - 1));
  }
}
