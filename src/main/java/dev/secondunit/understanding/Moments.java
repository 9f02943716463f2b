package dev.secondunit.understanding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The times that an answer speaks of: objects with a start in its data, else lines of its text that
 * name a time. Times outside of the film are left out: the model made them up.
 */
final class Moments {
  /** More than this nobody looks at. */
  private static final int MOST = 200;

  private static final int LONGEST_WHAT = 200;
  private static final int DEEPEST = 20;
  private static final double SLACK = 0.5;

  private static final List<String> STARTS =
      List.of(
          "start_time", "start", "start_seconds", "begin", "time", "timestamp", "at", "seconds");
  private static final List<String> ENDS =
      List.of("end_time", "end", "end_seconds", "until", "finish");
  private static final List<String> WHATS =
      List.of(
          "what",
          "description",
          "summary",
          "title",
          "event",
          "name",
          "label",
          "text",
          "caption",
          "action",
          "type");

  private static final String CLOCK = "(?:\\d{1,2}:)?\\d{1,2}:\\d{2}(?:\\.\\d{1,3})?";
  private static final String SECONDS = "\\d{1,5}(?:\\.\\d{1,3})?\\s?(?:s|sec|secs|seconds)\\b";
  private static final Pattern TIME =
      Pattern.compile(
          "(?<![\\d:.])(?<start>"
              + CLOCK
              + "|"
              + SECONDS
              + "|\\d{1,5}(?:\\.\\d{1,3})?(?=\\s*[-–—]\\s*"
              + SECONDS
              + "))(?:\\s*(?:-|–|—|to|until)\\s*(?<end>"
              + CLOCK
              + "|"
              + SECONDS
              + "))?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern AROUND =
      Pattern.compile("^[\\s\\[\\]()*#>:,.;|–—-]+|[\\s\\[\\](*|–—-]+$");

  /**
   * A part of the film.
   *
   * @param start seconds from the beginning of the file
   * @param end seconds; equal to start for a point in time
   */
  record Moment(double start, double end, String what) {}

  private final double length;
  private final List<Moment> found = new ArrayList<>();

  private Moments(double length) {
    this.length = length;
  }

  /**
   * @param data null for free text
   * @param length of the film in seconds
   */
  static List<Moment> in(String text, JsonNode data, double length) {
    Moments moments = new Moments(length);
    if (data != null) {
      moments.fromData(data, 0);
    } else {
      text.lines().forEach(moments::fromLine);
    }
    return List.copyOf(moments.found);
  }

  private void fromData(JsonNode node, int depth) {
    if (depth > DEEPEST || found.size() >= MOST) {
      return;
    }
    if (node.isObject()) {
      OptionalDouble start = time(node, STARTS);
      if (start.isPresent()) {
        add(start.getAsDouble(), time(node, ENDS).orElse(start.getAsDouble()), what(node));
      }
    }
    if (node.isObject() || node.isArray()) {
      node.forEach(child -> fromData(child, depth + 1));
    }
  }

  private static OptionalDouble time(JsonNode node, List<String> names) {
    for (String name : names) {
      JsonNode value = node.path(name);
      if (value.isNumber()) {
        return OptionalDouble.of(value.asDouble());
      }
      if (value.isString()) {
        Matcher matcher = TIME.matcher(value.stringValue().strip());
        if (matcher.lookingAt()) {
          return OptionalDouble.of(seconds(matcher.group("start")));
        }
      }
    }
    return OptionalDouble.empty();
  }

  private static String what(JsonNode node) {
    for (String name : WHATS) {
      JsonNode value = node.path(name);
      if (value.isString() && !value.stringValue().isBlank()) {
        return value.stringValue();
      }
    }
    for (JsonNode value : node) {
      if (value.isString() && !TIME.matcher(value.stringValue()).lookingAt()) {
        return value.stringValue();
      }
    }
    return "";
  }

  private void fromLine(String line) {
    Matcher matcher = TIME.matcher(line);
    if (found.size() >= MOST || !matcher.find()) {
      return;
    }
    double start = seconds(matcher.group("start"));
    double end = matcher.group("end") == null ? start : seconds(matcher.group("end"));
    String rest = AROUND.matcher(line.substring(matcher.end())).replaceAll("");
    add(start, end, rest.isBlank() ? AROUND.matcher(line).replaceAll("") : rest);
  }

  private void add(double start, double end, String what) {
    if (found.size() >= MOST || start < 0 || start > length + SLACK || end < start) {
      return;
    }
    String shown = what.strip();
    if (shown.length() > LONGEST_WHAT) {
      boolean splitsPair = Character.isHighSurrogate(shown.charAt(LONGEST_WHAT - 2));
      shown = shown.substring(0, LONGEST_WHAT - (splitsPair ? 2 : 1)) + "…";
    }
    found.add(new Moment(Math.min(start, length), Math.min(end, length), shown));
  }

  private static double seconds(String words) {
    String plain = words.toLowerCase(Locale.ROOT).replaceAll("[a-z\\s]+$", "");
    double seconds = 0;
    for (String part : plain.split(":")) {
      seconds = seconds * 60 + Double.parseDouble(part);
    }
    return seconds;
  }
}
