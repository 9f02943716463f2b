package dev.secondunit.backend.previz;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What can be told of a shot from its words: light, place, who is in it and how near, how the
 * camera moves. The same words and variation give the same scene.
 *
 * @param companion an animal beside a person, or {@link Subject#NONE}
 */
record Scene(
    Palette palette,
    Place place,
    Weather weather,
    Subject subject,
    Subject companion,
    Set<Detail> details,
    ShotSize size,
    Camera camera,
    long variation) {

  /** Bad weather that ends in the shot; what comes after it is what is seen. */
  private static final Pattern CLEARING =
      Pattern.compile(
          "\\b(mists?|fog|storms?|clouds?|rain|snow|haze) (slowly |gently )?"
              + "(opens?|lifts?|clears?|parts?|breaks?|dissolves?|ends?|stops?|passes|disperses?|thins?)"
              + "(ing)?\\b|\\bafter the (storm|rain)\\b");

  /** What the ground and the horizon are made of. */
  enum Place {
    SPACE("space|galax\\w*|cosmos|cosmic|nebula|asteroid\\w*|moon surface|planet\\w*"),
    /** A room seen against its window. */
    WINDOW(
        "window ?-?sills?|sill|window seat|(at|by|through|from|near|beside|in front of|out of|on)"
            + " (a|an|the|his|her|their)( [a-z-]+)? windows?|windows? (light|behind)"),
    INTERIOR(
        "room|kitchen|office|interior|bedroom|caf[eé]|restaurant|studio|library|hall\\w*|inside|indoors|workshop|lab\\w*|table|desk|bar"),
    CITY(
        "city|cities|street\\w*|skyline|skyscraper\\w*|downtown|urban|rooftop\\w*|alley\\w*|tokyo|new york|neon|cyberpunk|town|building\\w*|traffic"),
    /** High land above the sea. */
    CLIFF("lighthouses?|headland|sea ?cliffs?|cliffs? (above|over) the|bluff|promontory"),
    /** Flat land beside the water. */
    SHORE("beach\\w*|shore\\w*|coast\\w*|seaside|quay\\w*|piers?|harbou?r|docks?|jetty|bay"),
    SEA(
        "ocean|sea|wave\\w*|surf\\w*|island|lake|river|boat\\w*|ship|ships|sail\\w*|yacht|ferry|aboard|deck|dinghy|canoe|raft|trawler"),
    FOREST("forest|jungle|wood(s|land)?|trees?|bamboo|garden"),
    DESERT("desert|dune\\w*|sand\\w*|sahara|canyon|mars"),
    MOUNTAINS(
        "mountain\\w*|alps|peak\\w*|hill\\w*|cliff\\w*|valley|glacier|volcan\\w*|snow\\w*|summit"),
    FIELD("field\\w*|meadow|farm\\w*|grass\\w*|prairie|road|highway|country\\w*");

    private final Pattern words;

    Place(String words) {
      this.words = Pattern.compile("\\b(" + words + ")\\b");
    }

    boolean indoors() {
      return this == WINDOW || this == INTERIOR;
    }
  }

  /** What falls from the sky. */
  enum Weather {
    RAIN("rain\\w*|storm\\w*|downpour|drizzle|monsoon"),
    SNOW("snow(s|ing|fall|flakes?|storm|y)?|blizzard"),
    CLEAR("(?!)");

    private final Pattern words;

    Weather(String words) {
      this.words = Pattern.compile("\\b(" + words + ")\\b");
    }
  }

  static Scene of(String prompt, long variation) {
    String text = prompt.toLowerCase(Locale.ROOT);
    long mixed = mix(variation * 31 + text.hashCode());
    Set<Detail> details = Detail.of(text);
    ShotSize size = ShotSize.of(prompt);
    boolean clearing = CLEARING.matcher(text).find();
    Place place = place(text, details, mixed);
    Subject subject = subject(text, details, size);
    return new Scene(
        palette(text, clearing, mixed),
        place,
        clearing || place.indoors() ? Weather.CLEAR : weather(text),
        subject,
        subject.human() ? Subject.beside(text) : Subject.NONE,
        details,
        size,
        Camera.of(prompt),
        mixed);
  }

  boolean has(Detail detail) {
    return details.contains(detail);
  }

  /** Whether a boat is drawn under the subject. */
  boolean aboard() {
    return subject.living() && has(Detail.ABOARD) && (place == Place.SEA || place == Place.SHORE);
  }

  private static Palette palette(String text, boolean clearing, long variation) {
    for (Palette palette : Palette.values()) {
      if (palette.named(text) && !(clearing && palette == Palette.STORM)) {
        return palette;
      }
    }
    Palette[] usual = {Palette.DAY, Palette.SUNSET, Palette.DAWN, Palette.STORM, Palette.FOREST};
    return clearing ? Palette.DAY : usual[(int) Math.floorMod(variation >> 8, (long) usual.length)];
  }

  private static Place place(String text, Set<Detail> details, long variation) {
    for (Place place : Place.values()) {
      if (place.words.matcher(text).find()) {
        boolean afloat = place == Place.SHORE && details.contains(Detail.ABOARD);
        return afloat ? Place.SEA : place;
      }
    }
    Place[] usual = {Place.FIELD, Place.MOUNTAINS};
    return usual[(int) Math.floorMod(variation >> 16, (long) usual.length)];
  }

  private static Subject subject(String text, Set<Detail> details, ShotSize size) {
    if (size.close() && details.contains(Detail.HANDS)) {
      return Subject.HANDS;
    }
    return details.contains(Detail.RIDING) ? Subject.HORSE : Subject.of(text);
  }

  private static Weather weather(String text) {
    for (Weather weather : Weather.values()) {
      if (weather.words.matcher(text).find()) {
        return weather;
      }
    }
    return Weather.CLEAR;
  }

  /** Spreads a number's bits, so that neighbouring seeds look different. */
  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
