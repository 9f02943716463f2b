package dev.secondunit.backend.previz;

import java.util.regex.Pattern;

/** Who or what a shot is about; the living come before things, and the special before the plain. */
enum Subject {
  PAIR(
      "couple|two (people|men|women|friends|kids|children|lovers|figures)|friends|lovers|twins|they dance"),
  PERSON(
      "person|wom[ae]n|m[ae]n|girl\\w*|boy\\w*|child\\w*|kid|he|she|people|crowd|astronaut\\w*|detective|soldier\\w*|dancer\\w*|knight\\w*|hero\\w*|runner|hiker\\w*|surfer\\w*|chef|robot\\w*|figure|portrait|character|samurai|wizard|queen|king|(lighthouse[- ])?keeper|captain|skipper|sailors?|pilot(?! boat)|crew(?! boat)|passenger\\w*|nurse|doctor|teacher|driver|actor|presenter|drummer|singer|old man|fisherm[ae]n|farmer|witch|cowboy|mother|father|grand(mother|father)|face"),
  CAT("cats?|kittens?|tomcat|lynx|leopard|panther|tigers?"),
  DOG("dogs?|pupp(y|ies)|hounds?|retriever|terrier|labrador|husky|poodle|corgi"),
  HORSE("horses?|pon(y|ies)|foals?|stallions?|mares?|unicorns?|zebras?|donkeys?"),
  BIRD(
      "(birds?|(sea)?gulls?|eagles?|crows?|ravens?|owls?|hawks?|falcons?|doves?|pigeons?|parrots?|swallows?|sparrows?|pelicans?|albatross)(?! (call|cry|cries|cried|scream)\\w*)"),
  ANIMAL(
      "fox\\w*|wol(f|ves)|lion\\w*|bear\\w*|deer|elephant\\w*|cows?|sheep|goats?|animal\\w*|dragon\\w*"),
  /** Drawn for close-ups of hands; elsewhere whole people are. */
  HANDS("hands?|fingers|fists?|palms?"),
  CAR("cars?|taxi\\w*|truck(?! (left|right))|vehicle\\w*|suv|convertible|van|bus"),
  SHIP(
      "boat\\w*|ship|ships|sail\\w*|yacht\\w*|ferry|canoe|galleon|dinghy|trawler|schooner|row(ing )?boat|harbou?r|marina"),
  LIGHTHOUSE("lighthouses?|light tower"),
  HOUSE(
      "house\\w*|cabin\\w*|cottage\\w*|castle\\w*|barn\\w*|temple\\w*|tower\\w*|church\\w*|hut|farmhouse"),
  BOTTLE(
      "product|bottle\\w*|perfume|watch|phone|can|cup|mug|glass|shoe\\w*|sneaker\\w*|package|vase|sculpture|statue"),
  NONE("(?!)");

  private final Pattern words;

  Subject(String words) {
    this.words = Pattern.compile("\\b(" + words + ")\\b");
  }

  /**
   * @param text in small letters
   */
  static Subject of(String text) {
    for (Subject subject : values()) {
      if (subject.words.matcher(text).find()) {
        return subject;
      }
    }
    return NONE;
  }

  /**
   * The animal that somebody has beside them, or NONE.
   *
   * @param text in small letters
   */
  static Subject beside(String text) {
    for (Subject animal : new Subject[] {DOG, CAT, HORSE, BIRD}) {
      if (animal.words.matcher(text).find()) {
        return animal;
      }
    }
    return NONE;
  }

  boolean human() {
    return this == PERSON || this == PAIR;
  }

  boolean living() {
    return ordinal() <= HANDS.ordinal();
  }
}
