package dev.secondunit.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the author of a prompt says to the simulator inside it: {@code [[mark:shot-7]]} names it in
 * the counters, {@code [[fault:…]]} strikes a fault, {@code [[seconds:30]]} sets how long its job
 * runs.
 */
final class Markers {
  private static final Pattern MARK = Pattern.compile("\\[\\[mark:([\\w.:-]{1,100})]]");
  private static final Pattern SECONDS = Pattern.compile("\\[\\[seconds:([0-9.]{1,10})]]");
  private static final Pattern FAULT =
      Pattern.compile("\\[\\[fault:(\\w{1,60})(?:=([0-9.]{1,12}))?(?: x([0-9]{1,6}|\\*))?]]");

  /** One fault marker; {@code within} is the text around it, the same for the same prompt. */
  record FaultMarker(Fault fault, OptionalDouble value, int times, String within) {}

  private Markers() {}

  static Optional<String> mark(String text) {
    Matcher matcher = MARK.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static OptionalDouble seconds(String text) {
    Matcher matcher = SECONDS.matcher(text);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }

  static List<FaultMarker> faults(String text) {
    List<FaultMarker> found = new ArrayList<>();
    Matcher matcher = FAULT.matcher(text);
    while (matcher.find()) {
      String word = matcher.group(1);
      Fault fault =
          Fault.of(word)
              .orElseThrow(
                  () ->
                      Refusal.invalid("prompt", "The simulator knows no fault \"" + word + "\"."));
      OptionalDouble value =
          matcher.group(2) == null
              ? OptionalDouble.empty()
              : OptionalDouble.of(Double.parseDouble(matcher.group(2)));
      found.add(
          new FaultMarker(
              fault,
              value,
              times(fault, matcher.group(3)),
              around(text, matcher.start(), matcher.end())));
    }
    return found;
  }

  private static int times(Fault fault, String count) {
    if (count == null) {
      return fault.stage() == Fault.Stage.JOB ? Integer.MAX_VALUE : 1;
    }
    return count.equals("*") ? Integer.MAX_VALUE : Integer.parseInt(count);
  }

  /** The JSON string or line the marker stands in, at most 200 characters to each side. */
  private static String around(String text, int start, int end) {
    int from = start;
    while (from > 0 && start - from < 200 && !isBorder(text.charAt(from - 1))) {
      from--;
    }
    int to = end;
    while (to < text.length() && to - end < 200 && !isBorder(text.charAt(to))) {
      to++;
    }
    return text.substring(from, to);
  }

  private static boolean isBorder(char character) {
    return character == '"' || character == '\n' || character == '\r';
  }
}
