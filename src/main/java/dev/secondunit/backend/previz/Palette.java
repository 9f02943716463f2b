package dev.secondunit.backend.previz;

import java.awt.Color;
import java.util.regex.Pattern;

/** The light of a scene, from the top of the sky to the darkest thing near the camera. */
enum Palette {
  SPACE(
      "space|galax\\w*|cosmos|cosmic|orbit(al)? station|planet\\w*|asteroid\\w*|nebula",
      0x05060f,
      0x1b1d3d,
      0x2c2f63,
      0x1a1c3e,
      0x0a0b1c,
      0x9fb7ff),
  NEON(
      "neon|cyberpunk|synthwave|nightclub|vaporwave|arcade|hologram\\w*",
      0x140725,
      0x5b1a66,
      0x40175c,
      0x260d40,
      0x12061f,
      0xff4fd8),
  NIGHT(
      "night\\w*|midnight|moon(lit|light)?|starry|stars|dark(ness)?|noir",
      0x060b1c,
      0x1f3358,
      0x1b2c4d,
      0x111d36,
      0x080e1d,
      0xe8eeff),
  SUNSET(
      "sunset|dusk|golden hour|(low|afternoon|setting) sun|late afternoon|evening|twilight|sundown",
      0x3b2259,
      0xff8a4c,
      0x8a3f5c,
      0x522749,
      0x24122b,
      0xffd27a),
  DAWN("dawn|sunrise|morning|daybreak", 0x5b79b5, 0xffc9a8, 0x9a8fb4, 0x66618f, 0x302f52, 0xffe9c2),
  FIRE(
      "fire|flame\\w*|lava|volcan\\w*|inferno|explosion|burning|ember\\w*",
      0x1d0a0a,
      0xd8461f,
      0x6e2018,
      0x3c120f,
      0x170706,
      0xffb347),
  SNOW(
      "snow\\w*|ice|icy|arctic|winter|glacier|frozen|blizzard|polar",
      0x8fa9c4,
      0xe9f1f7,
      0xb4c8da,
      0x7f9bb5,
      0x3d566e,
      0xffffff),
  STORM(
      "storm\\w*|rain\\w*|thunder\\w*|overcast|fog\\w*|mist\\w*|gloomy|grey|gray",
      0x2c3640,
      0x8795a1,
      0x5f6d79,
      0x3f4b55,
      0x1d252c,
      0xd5e1ea),
  DESERT(
      "desert|dune\\w*|sand\\w*|sahara|canyon|mars|western",
      0x6fa6cf,
      0xf7dfb0,
      0xd9a066,
      0xb5763f,
      0x5f3820,
      0xfff3c9),
  OCEAN(
      "ocean|sea|beach|wave\\w*|underwater|surf\\w*|island|coast\\w*|harbou?r|reef|lake|river",
      0x1f7fb8,
      0xbfe6ee,
      0x3f94b8,
      0x1f6a92,
      0x0d3a56,
      0xfff6d8),
  FOREST(
      "forest|jungle|wood(s|land)?|trees?|garden|moss\\w*|meadow|leaf|leaves|bamboo",
      0x6fb08e,
      0xe2f0c9,
      0x5e9a72,
      0x35694b,
      0x163324,
      0xfff7c4),
  LAMP(
      "room|kitchen|office|interior|bedroom|caf[eé]|restaurant|studio|library|hall\\w*|candle\\w*|lamp\\w*|lantern\\w*|workshop|lab\\w*",
      0x4a3426,
      0xc08a55,
      0x7d5838,
      0x573b26,
      0x2a1b12,
      0xffdf9e),
  DAY(
      "day\\w*|sunny|sun|sunlight|sunshine|sunlit|bright|afternoon|noon|summer|blue sky",
      0x3f8fd2,
      0xd6ecf7,
      0x8fb2a4,
      0x5b8a6b,
      0x274436,
      0xfff8dc);

  private final Pattern words;
  final Color skyTop;
  final Color skyBottom;
  final Color far;
  final Color middle;
  final Color near;
  final Color light;

  Palette(String words, int skyTop, int skyBottom, int far, int middle, int near, int light) {
    this.words = Pattern.compile("\\b(" + words + ")\\b");
    this.skyTop = new Color(skyTop);
    this.skyBottom = new Color(skyBottom);
    this.far = new Color(far);
    this.middle = new Color(middle);
    this.near = new Color(near);
    this.light = new Color(light);
  }

  /** Whether a text in small letters speaks of this light. */
  boolean named(String text) {
    return words.matcher(text).find();
  }

  boolean dark() {
    return this == NIGHT || this == SPACE || this == NEON;
  }
}
