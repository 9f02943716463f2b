package dev.secondunit.skills;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Limits that the texts name are those of the catalogue; a changed one asks for a new sentence. */
class LimitsInTextTest {
  private static final String VIDEO = "skills/video-generation/SKILL.md";
  private static final String AUDIO = "skills/audio-generation/SKILL.md";
  private static final String BACKENDS = "references/backends.md";

  static Stream<Arguments> sentences() {
    JsonNode grok = operations("grok", "grok-imagine-video");
    JsonNode omni = operations("google", "gemini-omni-1.2-flash");
    JsonNode veo = operations("google", "veo-3.1-generate-001");
    JsonNode sora = operations("openai", "sora-2");
    JsonNode previz = operations("previz", "previz-video");
    JsonNode music = operations("elevenlabs", "music_v2_5");
    JsonNode effect = operations("elevenlabs", "eleven_text_to_sound_v2");
    JsonNode pegasus = model("twelvelabs", "pegasus1.5").get("analysis");
    return Stream.of(
        sentence(VIDEO, "any length from %s to %s s", range(grok, "generate")),
        sentence(BACKENDS, "- %s to %s s in whole seconds.", range(grok, "generate")),
        sentence(BACKENDS, "of at most %s s", grok.at("/edit/source/max_seconds")),
        sentence(
            BACKENDS,
            "a clip of %s to %s s",
            grok.at("/extend/source/min_seconds"),
            grok.at("/extend/source/max_seconds")),
        sentence(BACKENDS, "a tail of %s to %s s", range(grok, "extend")),
        sentence(BACKENDS, "Omni 1.2: %s to %s s.", range(omni, "generate")),
        sentence(BACKENDS, "extended to %s s in all", omni.at("/extend/source/max_total_seconds")),
        sentence(BACKENDS, "in all, %s to %s s at a time", range(omni, "extend")),
        sentence(BACKENDS, "Veo: %s, %s or %s s;", set(veo, "generate")),
        sentence(BACKENDS, "adds %s s", set(veo, "extend")),
        sentence(BACKENDS, "take %s, %s or %s s;", set(sora, "generate")),
        sentence(BACKENDS, "Video %s to %s s a clip", range(previz, "generate")),
        sentence(BACKENDS, "Music %s to %s s", range(music, "generate")),
        sentence(BACKENDS, "a sound effect %s to %s s", range(effect, "generate")),
        sentence(AUDIO, "`duration` in seconds, %s to %s.", range(music, "generate")),
        sentence(AUDIO, "its room. %s to %s s.", range(effect, "generate")),
        sentence(BACKENDS, "videos from %s s", pegasus.get("min_seconds")),
        Arguments.of(
            "references/editing.md",
            "an %sed clip where its vendor can still %s it"
                .formatted(firstContinuation("grok"), firstContinuation("openai"))));
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void sentence_saysWhatTheCatalogueSays(String page, String words) {
    assertTrue(
        Documents.read(Documents.ROOT.resolve(page)).contains(words),
        page + " should say: " + words);
  }

  private static Arguments sentence(String page, String format, JsonNode... values) {
    Object[] words =
        Stream.of(values)
            .flatMap(value -> value.isArray() ? value.valueStream() : Stream.of(value))
            .map(LimitsInTextTest::plain)
            .toArray();
    return Arguments.of(page, format.formatted(words));
  }

  private static String plain(JsonNode value) {
    return new BigDecimal(value.asString()).stripTrailingZeros().toPlainString();
  }

  /** What {@code auto} does with something this backend made. */
  private static String firstContinuation(String backend) {
    return catalogue(backend).at("/continuation_order/0").stringValue();
  }

  private static JsonNode range(JsonNode operations, String operation) {
    return operations.at("/" + operation + "/parameters/duration/range");
  }

  private static JsonNode set(JsonNode operations, String operation) {
    return operations.at("/" + operation + "/parameters/duration/set");
  }

  private static JsonNode operations(String backend, String model) {
    return model(backend, model).get("operations");
  }

  private static JsonNode model(String backend, String id) {
    return catalogue(backend)
        .get("models")
        .valueStream()
        .filter(model -> model.get("id").stringValue().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not in the catalogue"));
  }

  private static JsonNode catalogue(String backend) {
    return JsonMapper.builder()
        .build()
        .readTree(LimitsInTextTest.class.getResourceAsStream("/catalogue/" + backend + ".json"));
  }
}
