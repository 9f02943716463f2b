package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.MediaInput;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files the caller hands in.
 *
 * @param many whether the parameter is a list
 * @param most how many are used; the rest of a longer list is left out and said so
 * @param mediaTypes accepted types such as {@code image/png}; empty for any
 * @param mostBytes size limit of one file, or null
 */
public record InputRule(boolean many, int most, List<String> mediaTypes, Long mostBytes)
    implements ValueRule {
  public InputRule {
    mediaTypes = List.copyOf(mediaTypes);
    if (most < 1) {
      throw new IllegalArgumentException("at least one input is used");
    }
  }

  static InputRule read(JsonFields fields, boolean many) {
    Integer most = fields.smallNumber("max");
    return new InputRule(
        many,
        most == null ? 1 : most,
        fields.texts("media_types"),
        fields.wholeNumber("max_bytes"));
  }

  @Override
  public Verdict check(String field, Object value) {
    if (!many) {
      Verdict.Refused refused = refusal(field, (MediaInput) value);
      return refused == null ? new Verdict.Accepted(value) : refused;
    }
    List<MediaInput> given = ((List<?>) value).stream().map(MediaInput.class::cast).toList();
    List<MediaInput> used = given.subList(0, Math.min(most, given.size()));
    for (int i = 0; i < used.size(); i++) {
      Verdict.Refused refused = refusal(field + "[" + i + "]", used.get(i));
      if (refused != null) {
        return refused;
      }
    }
    if (used.size() == given.size()) {
      return new Verdict.Accepted(given);
    }
    List<Plan.Ignored> ignored = new ArrayList<>();
    for (int i = most; i < given.size(); i++) {
      ignored.add(
          new Plan.Ignored(
              field + "[" + i + "]",
              (most == 1 ? "Only the first is used here." : "Only the first " + most + " are used.")
                  + " Not sent: "
                  + given.get(i).given()));
    }
    return new Verdict.Trimmed(List.copyOf(used), ignored);
  }

  @Override
  public List<String> allowed() {
    List<String> words = new ArrayList<>();
    words.add(most == 1 ? "1 file" : "up to " + most + " files");
    words.addAll(mediaTypes);
    if (mostBytes != null) {
      words.add("at most " + mostBytes + " bytes each");
    }
    return List.copyOf(words);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (!many) {
      return schema.put("type", "string");
    }
    schema.put("type", "array");
    schema.putObject("items").put("type", "string");
    return schema.put("maxItems", most);
  }

  private Verdict.Refused refusal(String field, MediaInput input) {
    String type = input.facts().mediaType();
    if (!mediaTypes.isEmpty() && !mediaTypes.contains(type)) {
      return new Verdict.Refused(
          ErrorCode.MEDIA_TYPE_MISMATCH,
          field,
          input,
          allowed(),
          field + " is " + type + "; possible here: " + String.join(", ", mediaTypes) + ".",
          null);
    }
    if (mostBytes != null && input.facts().bytes() > mostBytes) {
      return new Verdict.Refused(
          ErrorCode.FILE_TOO_LARGE,
          field,
          input,
          allowed(),
          field + " has " + input.facts().bytes() + " bytes; the limit here is " + mostBytes + ".",
          null);
    }
    return null;
  }
}
