package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One word out of a list. Case does not matter; aliases are other spellings of a listed word. A
 * resolution class that is not listed, such as {@code 4k} where {@code 720p} is the best, moves to
 * the nearest listed one; any other unlisted word is refused.
 *
 * @param values the legal words; the vendor's spelling
 * @param aliases other spellings by lower-case word
 * @param pixels which pixel sizes are legal besides the words, or null for none
 * @param standard the default, or null
 * @param fromInput what stands in for the default when an image or clip is given
 * @param sizes when the vendor knows no ratios, the size that is sent for each; else empty
 */
public record ChoiceRule(
    List<String> values,
    Map<String, String> aliases,
    PixelRule pixels,
    String standard,
    FromInput fromInput,
    Map<String, String> sizes)
    implements ValueRule {

  /** How a default gives way to the picture that a shot starts from. */
  public enum FromInput {
    /** The default holds anyway. */
    KEEP_DEFAULT,
    /** Nothing is sent: the vendor follows the picture. */
    OMIT,
    /** The listed ratio nearest to the picture's. */
    NEAREST
  }

  public ChoiceRule {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values has no word to choose");
    }
    aliases = Map.copyOf(aliases);
    sizes = Map.copyOf(sizes);
  }

  static ChoiceRule read(JsonFields fields) {
    List<String> values = fields.texts("values");
    JsonFields pixels = fields.object("pixels");
    String standard = fields.text("default");
    if (standard != null && !values.contains(standard)) {
      throw fields.wrong("default", "one of " + values);
    }
    String fromInput = fields.text("from_input");
    if (fromInput != null && !List.of("keep_default", "omit", "nearest").contains(fromInput)) {
      throw fields.wrong("from_input", "keep_default, omit or nearest");
    }
    return new ChoiceRule(
        values,
        fields.textMap("aliases"),
        pixels == null ? null : PixelRule.read(pixels),
        standard,
        fromInput == null
            ? FromInput.KEEP_DEFAULT
            : FromInput.valueOf(fromInput.toUpperCase(Locale.ROOT)),
        fields.textMap("sizes"));
  }

  @Override
  public Verdict check(String field, Object value) {
    String given = ((String) value).strip();
    Optional<String> listed = listed(given);
    if (listed.isPresent()) {
      return new Verdict.Accepted(listed.get());
    }
    String said = field + " " + given + " is not possible here: " + String.join(", ", allowed());
    Optional<String> step =
        pixels != null && PixelRule.isSize(given)
            ? pixels.nearest(given)
            : Resolution.nearest(given, values);
    if (step.isPresent()) {
      return new Verdict.Adjusted(step.get(), said + ".");
    }
    return new Verdict.Refused(
        ErrorCode.INVALID_ARGUMENT, field, value, allowed(), said + ".", suggestion(given));
  }

  @Override
  public Optional<Object> defaultValue() {
    return Optional.ofNullable(standard);
  }

  @Override
  public List<String> allowed() {
    return pixels == null
        ? values
        : Stream.concat(values.stream(), Stream.of(pixels.words())).toList();
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "string");
    if (pixels == null) {
      ArrayNode words = schema.putArray("enum");
      values.forEach(words::add);
      aliases.keySet().stream().sorted().forEach(words::add);
    } else {
      ArrayNode either = schema.putArray("anyOf");
      ArrayNode words = either.addObject().putArray("enum");
      values.forEach(words::add);
      aliases.keySet().stream().sorted().forEach(words::add);
      either
          .addObject()
          .put("pattern", "^" + PixelRule.PATTERN + "$")
          .put("description", pixels.words());
    }
    if (standard != null) {
      schema.put("default", standard);
    }
    return schema;
  }

  private String suggestion(String given) {
    return Nearest.of(given, values).orElse(standard == null ? values.get(0) : standard);
  }

  private Optional<String> listed(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    for (String value : values) {
      if (value.toLowerCase(Locale.ROOT).equals(lower)) {
        return Optional.of(value);
      }
    }
    if (aliases.containsKey(lower)) {
      return Optional.of(aliases.get(lower));
    }
    return pixels == null ? Optional.empty() : pixels.nearest(lower).filter(lower::equals);
  }
}
