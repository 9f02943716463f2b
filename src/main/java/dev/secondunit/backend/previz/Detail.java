package dev.secondunit.backend.previz;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What else a shot says of its subject that changes how it is drawn. */
enum Detail {
  /** On a boat, which is drawn under it. */
  ABOARD(
      "(on|in|inside|aboard)( (a|an|the|his|her|their|its))?( [a-z-]+){0,3} (row|fishing |sail)?"
          + "(boat|ship|dinghy|canoe|ferry|yacht|raft|trawler|deck|galleon|schooner)"
          + "|aboard|on deck|(row|steer)(s|ing)"),
  /** In the water, where no ground is drawn under it. */
  SWIMMING("sw[ia]m(s|ming)?|surf(s|ing|ers?)|div(es|ing|ers?)|float(s|ing)"),
  RESTING("sleep(s|ing|y)?|asleep|lying|lies|curl(s|ed) up|nap(s|ping)?|doz(es|ing)|rests"),
  /** On a horse, which then is the subject. */
  RIDING(
      "horseback|(on|rides?|riding)( (a|an|the|his|her|their))?( [a-z-]+)? (horse|pony|stallion|mare|unicorn)"
          + "|riders?( [a-z]+){0,4} (horse|pony)"),
  FLYING("fl(y|ies|ying)|soar(s|ing)?|glid(e|es|ing)|circl(es|ing)|in flight"),
  AT_A_DESK("(at|behind|by) (a|an|the|his|her|their)( [a-z-]+){0,2} (desk|table|counter|bar)|desk"),
  NEAR_A_LIGHTHOUSE("lighthouse(?!(['’]s)?[ -]keeper)"),
  HANDS("hands?|fingers|fists?"),
  ON_A_SILL("(window ?-?|on the )sill|windowsill|window seat"),
  LONG_HAIR("wom[ae]n|girls?|she|her|queen|witch|lady|mother|daughter|sister|bride|actress");

  private final Pattern words;

  Detail(String words) {
    this.words = Pattern.compile("\\b(" + words + ")\\b");
  }

  /**
   * @param text in small letters
   */
  static Set<Detail> of(String text) {
    EnumSet<Detail> found = EnumSet.noneOf(Detail.class);
    for (Detail detail : values()) {
      if (detail.words.matcher(text).find()) {
        found.add(detail);
      }
    }
    return found;
  }
}
