package dev.secondunit.catalogue;

import dev.secondunit.media.Operation;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One model of one backend, as the catalogue knows it.
 *
 * @param id the vendor's id
 * @param title a few words for people
 * @param chosen when it is used without being named
 * @param aliases other ids the vendor takes for the same model
 * @param homes the vendor's front doors that serve it, such as {@code vertex}; empty when there is
 *     only one
 * @param from first day of use, or null
 * @param until the day from which the vendor refuses it, or null when no end is announced
 * @param replacement what the vendor or this catalogue names instead, or null
 * @param elsewhere whether other servers speak it after its end, behind a configured base URL
 * @param operations what it does; empty for {@link MediaKind#ANALYSIS}
 * @param retention what the vendor keeps, or null for nothing
 * @param analysis only for {@link MediaKind#ANALYSIS}, else null
 * @param notes sentences for people
 */
public record Model(
    String id,
    String title,
    MediaKind kind,
    Chosen chosen,
    List<String> aliases,
    List<String> homes,
    LocalDate from,
    LocalDate until,
    String replacement,
    boolean elsewhere,
    Evidence evidence,
    Map<Operation, OperationRules> operations,
    Retention retention,
    Polling polling,
    Prices prices,
    AnalysisLimits analysis,
    List<String> notes) {

  /** When a model is used although the caller named none. */
  public enum Chosen {
    /** First choice of its backend for its kind. */
    DEFAULT,
    /** When the default cannot do what is asked. */
    WHEN_NEEDED,
    /** Never. */
    NAMED
  }

  public Model {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(chosen, "chosen");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(polling, "polling");
    Objects.requireNonNull(prices, "prices");
    aliases = List.copyOf(aliases);
    homes = List.copyOf(homes);
    notes = List.copyOf(notes);
    EnumMap<Operation, OperationRules> copy = new EnumMap<>(Operation.class);
    copy.putAll(operations);
    operations = Collections.unmodifiableMap(copy);
    if (kind != MediaKind.ANALYSIS && operations.isEmpty()) {
      throw new IllegalArgumentException(id + " does nothing");
    }
  }

  static Model read(JsonFields fields) {
    String id = fields.requiredText("id");
    String kind = fields.requiredText("kind");
    EnumMap<Operation, OperationRules> operations = new EnumMap<>(Operation.class);
    fields
        .map("operations", inner -> inner)
        .forEach(
            (word, inner) ->
                operations.put(
                    Operation.of(word).orElseThrow(() -> fields.wrong("operations", "known")),
                    OperationRules.read(inner)));
    JsonFields retention = fields.object("keeps");
    JsonFields polling = fields.object("polling");
    JsonFields prices = fields.object("prices");
    JsonFields analysis = fields.object("analysis");
    Model model =
        new Model(
            id,
            fields.has("title") ? fields.text("title") : id,
            MediaKind.of(kind).orElseThrow(() -> fields.wrong("kind", "a known kind")),
            word(Chosen.class, fields, "chosen", Chosen.NAMED),
            fields.texts("aliases"),
            fields.texts("homes"),
            fields.date("available_from"),
            fields.date("available_until"),
            fields.text("replacement"),
            fields.flag("elsewhere"),
            word(Evidence.class, fields, "evidence", Evidence.REPORTED),
            operations,
            retention == null ? null : Retention.read(retention),
            polling == null ? Polling.USUAL : Polling.read(polling),
            prices == null ? Prices.UNKNOWN : Prices.read(prices),
            analysis == null ? null : AnalysisLimits.read(analysis),
            fields.texts("notes"));
    fields.done();
    return model;
  }

  private static <E extends Enum<E>> E word(
      Class<E> type, JsonFields fields, String name, E otherwise) {
    String word = fields.text(name);
    if (word == null) {
      return otherwise;
    }
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw fields.wrong(name, "one of the known words");
    }
  }

  /**
   * The rules of an operation. Restarting from a last frame is generating from a first frame, so it
   * is possible wherever that is.
   */
  public Optional<OperationRules> rules(Operation operation) {
    OperationRules rules = operations.get(operation);
    if (rules == null && operation == Operation.LAST_FRAME && kind == MediaKind.VIDEO) {
      OperationRules generate = operations.get(Operation.GENERATE);
      return Optional.ofNullable(generate)
          .filter(found -> found.rule(Parameter.INPUT_IMAGES).isPresent());
    }
    return Optional.ofNullable(rules);
  }

  /** Whether the vendor has ended it by that day. */
  public boolean endedBy(LocalDate day) {
    return until != null && !day.isBefore(until);
  }

  /** Whether it goes by this id. */
  boolean goesBy(String name) {
    return id.equals(name) || aliases.contains(name);
  }
}
