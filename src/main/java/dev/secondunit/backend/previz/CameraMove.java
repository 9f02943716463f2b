package dev.secondunit.backend.previz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing a camera does, and the words that ask for it. The more special moves come before the
 * plain ones, whose words they contain.
 */
enum CameraMove {
  STATIC(
      "LOCKED OFF",
      Axis.NONE,
      "(?<!not )(?<!no )static(?! (noise|electricity|charge|on the))|locked[- ]?off|lock[- ]?off"
          + "|(?<!no )tripod|fixed camera|stationary camera",
      ""),
  HANDHELD("HANDHELD", Axis.SHAKE, "hand[- ]?held|shaky|documentary style", ""),
  ORBIT(
      "ORBIT",
      Axis.AROUND,
      "orbit(s|ing)? (around|round|the)|orbit(ing)? shot|arc shot|360"
          + "|camera (slowly )?(circles|orbits|revolves)",
      "orbit\\w*|circl(es|ing) (around|the)|revolv\\w+"),
  CRANE_DOWN(
      "CRANE DOWN",
      Axis.UP_AND_DOWN,
      "(crane|crani\\w+|jib|boom|drone)s? (shot )?(slowly )?(down|descend\\w*)",
      "descends? (to|on|over)"),
  CRANE_UP(
      "CRANE UP",
      Axis.UP_AND_DOWN,
      "crane\\w*|craning|jib|boom(s|ing)? up|rising shot|drone\\w* (shot )?(ris|ascend|up)\\w*",
      "rises? (up|above|over)|ascend\\w*|drone\\w*|aerial"),
  TILT_DOWN(
      "TILT DOWN",
      Axis.UP_AND_DOWN,
      "tilt(s|ing|ed)? (slowly )?down\\w*|camera looks? down",
      "tilt\\w* down\\w*"),
  TILT_UP(
      "TILT UP",
      Axis.UP_AND_DOWN,
      "tilt(s|ing|ed)? (slowly )?up\\w*|tilt shot|(slow|gentle|quick|camera) tilts?|camera looks?"
          + " up",
      "tilt\\w*+(?! (her|his|its|their|the) head)"),
  PULL_OUT(
      "PULL OUT",
      Axis.DEPTH,
      "(pull|doll(y|ies)|zoom|push)\\w* (slowly )?(back|out|away)\\w*|pull[- ]?(back|out)"
          + "|track(s|ing)? (shot )?(slowly )?(back|backwards?|away)\\b|reveal shot",
      "mov\\w* (back|out|away)\\w*|widens?"),
  PUSH_IN(
      "PUSH IN",
      Axis.DEPTH,
      "(push|doll(y|ies)|zoom|creep)\\w* (slowly )?(in|closer|toward|forward)\\w*|push[-"
          + " ]?in|tracking (shot )?(slowly )?(in|into|closer|towards?|forwards?)\\b|dolly(?! (shot"
          + " |slowly )?(left|right|to the (left|right)|along|alongside|with)\\b)|zoom",
      "mov\\w* (slowly )?(in|closer|toward|forward)\\w*"),
  TRACK_LEFT("TRACK LEFT", Axis.SIDEWAYS, Words.track("left", "right"), Words.slide("left")),
  TRACK_RIGHT("TRACK RIGHT", Axis.SIDEWAYS, Words.track("right", "left"), Words.slide("right")),
  /** A move beside something, whose side was not said. */
  TRACK(
      "TRACKING",
      Axis.SIDEWAYS,
      "tracking|trucking|steadicam|gimbal|follow(ing)? shot|dolly (along|alongside|with)"
          + "|camera (slowly |steadily )?(follows|tracks|trucks|travels)",
      ""),
  PAN_LEFT("PAN LEFT", Axis.SIDEWAYS, Words.pan("left", "right"), Words.turn("left", "right")),
  PAN_RIGHT(
      "PAN RIGHT",
      Axis.SIDEWAYS,
      Words.pan("right", "left")
          + "|pans|panning|(slow|gentle|quick|whip|camera) pan\\b"
          + "|pan (across|over|along|to|from|shot)",
      Words.turn("right", "left") + "|pan\\b"),
  /** Nothing was said of the camera, so it stays; no words name it. */
  HOLD("HOLD", Axis.NONE, "", "");

  /** Moves along one axis undo each other, so a shot has one of them. */
  enum Axis {
    NONE,
    SHAKE,
    AROUND,
    UP_AND_DOWN,
    DEPTH,
    SIDEWAYS
  }

  private final String label;
  private final Axis axis;
  private final Pattern terms;
  private final Pattern hints;

  /**
   * @param terms what is said of cameras only
   * @param hints what may be said of the subject as well; they count where no term is found
   */
  CameraMove(String label, Axis axis, String terms, String hints) {
    this.label = label;
    this.axis = axis;
    this.terms = words(terms);
    this.hints = words(hints);
  }

  /** As a director would call it. */
  String label() {
    return label;
  }

  Axis axis() {
    return axis;
  }

  /** Where a text in small letters asks for this move. */
  Matcher terms(String text) {
    return terms.matcher(text);
  }

  /** Where a text in small letters may ask for this move. */
  Matcher hints(String text) {
    return hints.matcher(text);
  }

  private static Pattern words(String words) {
    return Pattern.compile(words.isEmpty() ? "(?!)" : "\\b(" + words + ")");
  }

  /** Words that the moves to both sides have in common. */
  private static final class Words {
    private static final String MANNER =
        "( (shot|camera|slowly|steadily|smoothly|hand-?held)){0,2}";

    static String track(String side, String other) {
      String to = to(side, other);
      return "(track|truck)(ing)?"
          + to
          + "|(tracks|trucks)"
          + to
          + "(?! (in|on|by|behind)\\b)"
          + "|(doll(y|ies|ying)|slider|steadicam|gimbal)"
          + to
          + "|(tracking|trucking|dolly)\\b[^.]{0,40}\\b"
          + other
          + "[- ]to[- ]"
          + side
          + "|camera (slowly )?(tracks|trucks|travels|moves) (from )?"
          + other
          + "[- ]to[- ]"
          + side;
    }

    static String slide(String side) {
      return "slid\\w*( to the| to)? " + side;
    }

    static String pan(String side, String other) {
      String pan = "(whip )?pan(s|ning|ned)?";
      return pan + to(side, other) + "|" + pan + MANNER + " (from )?" + other + "[- ]to[- ]" + side;
    }

    /** Towards a side, and not from there. */
    private static String to(String side, String other) {
      return MANNER + ",?( to the| to)? " + side + "\\w*+(?![- ]to[- ](the )?" + other + ")";
    }

    static String turn(String side, String other) {
      return "(sweep|mov)\\w*" + to(side, other) + "|" + other + "[- ]to[- ]" + side;
    }
  }
}
