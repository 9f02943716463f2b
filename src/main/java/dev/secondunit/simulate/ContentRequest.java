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
 */
record ContentRequest(
    String prompt,
    int tokens,
    List<String> modalities,
    Optional<String> imageRatio,
    Optional<String> imageSize,
    Optional<JsonNode> schema) {
  private static final long MAX_INLINE_CHARACTERS = 140_000_000;

  /** Reads one; {@code files} checks an address of the Files API. */
  static ContentRequest read(
      Fields fields, BiConsumer<String, String> files, boolean speechMetadata) {
    List<String> texts = new ArrayList<>();
    int tokens = 0;
    long inline = 0;
    List<Fields> contents = fields.objects("contents", 1, 1000);
    if (contents.isEmpty()) {
      throw Refusal.invalid(
          "contents", "* GenerateContentRequest.contents: contents is not specified");
    }
    for (Fields content : contents) {
      content.oneOf("role", List.of("user", "model"));
      for (Fields part : content.objects("parts", 1, 10_000)) {
        part.text("text").ifPresent(texts::add);
        Optional<Fields> data = part.object("inlineData");
        if (data.isPresent()) {
          data.get().requiredText("mimeType");
          inline += data.get().requiredText("data").length();
          data.get().ignoring("displayName").done();
          tokens += 258;
        }
        Optional<Fields> file = part.object("fileData");
        if (file.isPresent()) {
          files.accept(file.get().pathOf("fileUri"), file.get().requiredText("fileUri"));
          file.get().ignoring("mimeType", "displayName").done();
          tokens += 2580;
        }
        part.object("videoMetadata").ifPresent(ContentRequest::checkVideo);
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
    config.whole("maxOutputTokens", 1, 1_000_000);
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
        prompt, tokens + prompt.length() / 4 + 1, modalities, ratio, size, schema);
  }

  private static void checkVideo(Fields video) {
    video.number("fps", 0.000001, 24);
    for (String name : List.of("startOffset", "endOffset")) {
      video
          .text(name)
          .ifPresent(
              text -> {
                if (!text.matches("\\d{1,6}(\\.\\d{1,9})?s")) {
                  throw video.wrong(name, "must be a duration such as 40s");
                }
              });
    }
    video.done();
  }
}
