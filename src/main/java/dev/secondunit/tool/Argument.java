package dev.secondunit.tool;

import java.util.List;
import java.util.Objects;

/**
 * One argument of a tool: what clients are told about it and what is accepted for it. The published
 * schema and the reading of calls both come from here, so they cannot drift apart.
 *
 * @param description for the model: meaning, unit, limits in words
 * @param choices the words a text may be; empty for free text
 * @param open whether other words than {@code choices} are let through for somebody else to judge
 * @param minimum smallest number, or null
 * @param maximum largest number, or null
 * @param longest most characters of a text, or of each text of a list
 * @param mostItems most items of a list
 * @param parts what each item of {@link Kind#ITEMS} consists of, or null
 * @param published whether clients are told; an argument that is not is still read
 * @param aliases other names that mean the same and are read with a note
 * @param units what may stand behind a number, in lower case, such as {@code s}
 * @param example a good value, as JSON
 */
record Argument(
    String name,
    Kind kind,
    String description,
    List<String> choices,
    boolean open,
    Double minimum,
    Double maximum,
    int longest,
    int mostItems,
    Signature parts,
    boolean published,
    List<String> aliases,
    List<String> units,
    String example) {
  /** Long enough for every vendor's prompt, short enough to stay harmless in a row. */
  static final int LONGEST_PROMPT = 32_000;

  static final int LONGEST_TEXT = 4_096;
  static final int MOST_ITEMS = 100;

  enum Kind {
    TEXT("string", "text"),
    INTEGER("integer", "a whole number"),
    NUMBER("number", "a number"),
    BOOLEAN("boolean", "true or false"),
    TEXTS("array", "a list of texts"),
    NUMBERS("array", "a list of numbers"),
    /** A free-form JSON object that is handed on. */
    OBJECT("object", "a JSON object"),
    /** A list of objects with arguments of their own. */
    ITEMS("array", "a list of objects");

    final String schemaType;
    final String words;

    Kind(String schemaType, String words) {
      this.schemaType = schemaType;
      this.words = words;
    }
  }

  Argument {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(description, "description");
    choices = List.copyOf(choices);
    aliases = List.copyOf(aliases);
    units = List.copyOf(units);
  }

  static Argument text(String name, String description) {
    return of(name, Kind.TEXT, description, "\"…\"");
  }

  static Argument choice(String name, String description, List<String> choices) {
    return of(name, Kind.TEXT, description, "\"" + choices.get(0) + "\"")
        .withChoices(choices, false);
  }

  /** A text with well-known values, where somebody else judges the others. */
  static Argument openChoice(String name, String description, List<String> choices) {
    return of(name, Kind.TEXT, description, "\"" + choices.get(0) + "\"")
        .withChoices(choices, true);
  }

  static Argument integer(String name, String description, double minimum, double maximum) {
    return of(name, Kind.INTEGER, description, Numbers.plain(minimum)).between(minimum, maximum);
  }

  static Argument number(String name, String description, double minimum, double maximum) {
    return of(name, Kind.NUMBER, description, Numbers.plain(minimum)).between(minimum, maximum);
  }

  static Argument flag(String name, String description) {
    return of(name, Kind.BOOLEAN, description, "true");
  }

  static Argument texts(String name, String description) {
    return of(name, Kind.TEXTS, description, "[\"…\"]");
  }

  static Argument numbers(String name, String description, double minimum, double maximum) {
    return of(name, Kind.NUMBERS, description, "[" + Numbers.plain(minimum) + "]")
        .between(minimum, maximum);
  }

  static Argument object(String name, String description) {
    return of(name, Kind.OBJECT, description, "{}");
  }

  static Argument items(String name, String description, Signature parts) {
    return of(name, Kind.ITEMS, description, "[{}]").withParts(parts);
  }

  private static Argument of(String name, Kind kind, String description, String example) {
    return new Argument(
        name,
        kind,
        description,
        List.of(),
        false,
        null,
        null,
        LONGEST_TEXT,
        MOST_ITEMS,
        null,
        true,
        List.of(),
        List.of(),
        example);
  }

  Argument example(String json) {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        minimum,
        maximum,
        longest,
        mostItems,
        parts,
        published,
        aliases,
        units,
        json);
  }

  Argument aliases(String... names) {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        minimum,
        maximum,
        longest,
        mostItems,
        parts,
        published,
        List.of(names),
        units,
        example);
  }

  Argument longest(int characters) {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        minimum,
        maximum,
        characters,
        mostItems,
        parts,
        published,
        aliases,
        units,
        example);
  }

  Argument mostItems(int items) {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        minimum,
        maximum,
        longest,
        items,
        parts,
        published,
        aliases,
        units,
        example);
  }

  /** The same argument, read but not told to clients: it costs no room in the list of tools. */
  Argument unpublished() {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        minimum,
        maximum,
        longest,
        mostItems,
        parts,
        false,
        aliases,
        units,
        example);
  }

  Argument describedAs(String words) {
    return new Argument(
        name, kind, words, choices, open, minimum, maximum, longest, mostItems, parts, published,
        aliases, units, example);
  }

  /** Lets the number carry its unit, as in {@code 8s}. */
  Argument inSeconds() {
    return withUnits("s", "sec", "secs", "second", "seconds");
  }

  /** Lets the number carry its unit, as in {@code $2.50}. */
  Argument inUsd() {
    return withUnits("$", "usd");
  }

  private Argument withUnits(String... words) {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        minimum,
        maximum,
        longest,
        mostItems,
        parts,
        published,
        aliases,
        List.of(words),
        example);
  }

  private Argument withChoices(List<String> words, boolean open) {
    return new Argument(
        name,
        kind,
        description,
        words,
        open,
        minimum,
        maximum,
        longest,
        mostItems,
        parts,
        published,
        aliases,
        units,
        example);
  }

  private Argument between(double least, double most) {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        least,
        most,
        longest,
        mostItems,
        parts,
        published,
        aliases,
        units,
        example);
  }

  private Argument withParts(Signature signature) {
    return new Argument(
        name,
        kind,
        description,
        choices,
        open,
        minimum,
        maximum,
        longest,
        mostItems,
        signature,
        published,
        aliases,
        units,
        example);
  }

  /** What is accepted, in words for an error: the choices, the range or the kind. */
  List<String> allowed() {
    if (!choices.isEmpty()) {
      return choices;
    }
    if (minimum != null) {
      return List.of(
          kind.words + " from " + Numbers.plain(minimum) + " to " + Numbers.plain(maximum));
    }
    return List.of(kind.words);
  }
}
