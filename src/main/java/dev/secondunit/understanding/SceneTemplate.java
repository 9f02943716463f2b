package dev.secondunit.understanding;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with fields such as {@code {start}}, filled in for each scene. Two braces stand for one;
 * braces around anything but a name are left as they are, so that JSON can stand in a prompt.
 */
final class SceneTemplate {
  static final String TRANSCRIPT = "transcript";

  /** What is known of every scene. */
  static final List<String> OWN =
      List.of("number", "count", "start", "end", "duration", TRANSCRIPT, "file");

  private static final Pattern FIELD =
      Pattern.compile("\\{\\{|}}|\\{([A-Za-z_][A-Za-z0-9_]{0,63})}");

  private final String text;
  private final Map<String, String> fields;

  /**
   * @param fields the caller's own, by name; the same for every scene
   * @throws dev.secondunit.failure.FailureException INVALID_ARGUMENT for a field that nobody fills
   */
  SceneTemplate(String text, Map<String, String> fields) {
    this.text = Objects.requireNonNull(text, "text");
    this.fields = Map.copyOf(fields);
    for (String name : fields.keySet()) {
      if (OWN.contains(name)) {
        throw failure("scenes.fields: " + name + " is filled in for each scene.", name);
      }
    }
    for (String name : names()) {
      if (!OWN.contains(name) && !fields.containsKey(name)) {
        throw failure("prompt: nothing fills the field {" + name + "}.", name);
      }
    }
  }

  private RuntimeException failure(String what, String name) {
    List<String> allowed = new ArrayList<>(OWN);
    allowed.addAll(new TreeMap<>(fields).keySet());
    return Failure.of(ErrorCode.INVALID_ARGUMENT, what)
        .withField("prompt", "{" + name + "}")
        .withAllowed(allowed.stream().distinct().map(each -> "{" + each + "}").toList())
        .withHint(
            "Example: {\"prompt\": \"{title}, scene {number}: {transcript}. Describe it.\","
                + " \"scenes\": {\"fields\": {\"title\": \"The Lighthouse\"}}}. Write {{ for a brace.")
        .asException();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    Matcher matcher = FIELD.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  boolean needsTranscript() {
    return names().contains(TRANSCRIPT);
  }

  /** The prompt of one scene; what is filled in is never looked into for fields. */
  String fill(Map<String, String> scene) {
    return FIELD
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1);
              String value =
                  name == null
                      ? match.group().substring(0, 1)
                      : scene.getOrDefault(name, fields.getOrDefault(name, ""));
              return Matcher.quoteReplacement(value);
            });
  }
}
