package dev.secondunit.backend.previz;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the camera does, read from the prompt. The first rule that fits wins, so a camera that was
 * told to stay stays, and the more special moves come before the plain ones.
 */
enum CameraMove {
  STATIC(
      "LOCKED OFF",
      "(?<!not )(?<!no )static(?! (noise|electricity|charge|on the))|locked[- ]?off|lock[- ]?off|(?<!no )tripod|fixed camera|stationary camera"),
  HANDHELD("HANDHELD", "hand[- ]?held|shaky|documentary style"),
  ORBIT("ORBIT", "orbit\\w*|arc shot|circl(es|ing) (around|the)|revolv\\w+|360"),
  CRANE_DOWN(
      "CRANE DOWN", "(crane|jib|boom|drone)s? (shot )?(down|descend\\w*)|descends? (to|on|over)"),
  CRANE_UP(
      "CRANE UP",
      "crane\\w*|jib|boom(s|ing)? up|rises? (up|above|over)|rising shot|ascend\\w*|drone\\w*|aerial"),
  TILT_DOWN("TILT DOWN", "tilt\\w* down\\w*|camera looks? down"),
  TILT_UP("TILT UP", "tilt\\w*|camera looks? up"),
  PAN_LEFT(
      "PAN LEFT",
      "(pan|truck|track|sweep|slid|mov|whip pan)\\w* (shot )?(to the |to )?left\\w*|right[- ]to[- ]left"),
  PAN_RIGHT(
      "PAN RIGHT",
      "(pan|truck|track|sweep|slid|mov|whip pan)\\w* (shot )?(to the |to )?right\\w*"
          + "|left[- ]to[- ]right|\\bpan(s|ning)?\\b|tracking shot|trucking shot"),
  PULL_OUT(
      "PULL OUT",
      "(pull|doll(y|ies)|zoom|push|mov)\\w* (back|out|away)\\w*|pull[- ]?(back|out)|reveal shot|widens?"),
  PUSH_IN(
      "PUSH IN",
      "(push|doll(y|ies)|zoom|mov|creep)\\w* (slowly )?(in|closer|toward|forward)\\w*|push[- ]?in"
          + "|dolly|zoom"),
  /** Nothing was said of the camera, so it stays; no words name it. */
  HOLD("HOLD", "(?!)");

  private final String label;
  private final Pattern words;

  CameraMove(String label, String words) {
    this.label = label;
    this.words = Pattern.compile("\\b(" + words + ")");
  }

  /** As a director would call it. */
  String label() {
    return label;
  }

  /** The move the prompt asks for; without one, the camera holds. */
  static CameraMove of(String prompt) {
    String text = prompt.toLowerCase(Locale.ROOT);
    for (CameraMove move : values()) {
      if (move.words.matcher(text).find()) {
        return move;
      }
    }
    return HOLD;
  }
}
