package dev.secondunit.catalogue;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model's price list as of a day.
 *
 * @param rules everything that is charged for one generation, added up; empty when unknown
 * @param asOf the day the source speaks of, or null when nothing is known
 * @param source where the numbers are from, in words
 * @param note what is not known or was assumed, or null
 */
public record Prices(List<Rule> rules, LocalDate asOf, String source, String note) {
  /** No price is known. */
  public static final Prices UNKNOWN = new Prices(List.of(), null, null, null);

  /** What an amount is charged for. */
  public enum Per {
    /** Of the made clip; for an extension of the added part, for an edit of the whole clip. */
    SECOND,
    MINUTE,
    IMAGE,
    /** Of every image handed in. */
    INPUT_IMAGE,
    THOUSAND_CHARACTERS,
    GENERATION,
    /** Of every video or sound handed in to be analysed; of the asked part where there is one. */
    INPUT_MINUTE,
    /** Of a question: the media, the prompt and the conversation before. */
    MILLION_INPUT_TOKENS,
    /** Of an answer. */
    MILLION_OUTPUT_TOKENS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Per> of(String word) {
      return Arrays.stream(values()).filter(per -> per.word().equals(word)).findFirst();
    }
  }

  /**
   * One line of the list.
   *
   * @param usd the amount, or null when it depends on the size
   * @param bySize the amount by size; a size that is not listed has no known price
   * @param operations the operations it is charged for; empty for all
   */
  public record Rule(
      Per per, BigDecimal usd, Map<String, BigDecimal> bySize, List<Operation> operations) {
    public Rule {
      Objects.requireNonNull(per, "per");
      bySize = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(bySize));
      operations = List.copyOf(operations);
      if ((usd == null) == bySize.isEmpty()) {
        throw new IllegalArgumentException("a price is one amount or amounts by size");
      }
    }

    private Optional<BigDecimal> amount(String size) {
      return usd != null ? Optional.of(usd) : Optional.ofNullable(bySize.get(size));
    }
  }

  public Prices {
    rules = List.copyOf(rules);
    if (!rules.isEmpty()) {
      Objects.requireNonNull(asOf, "asOf");
      Objects.requireNonNull(source, "source");
    }
  }

  static Prices read(JsonFields fields) {
    List<JsonFields> rules = fields.objects("rules");
    if (!rules.isEmpty() && (fields.date("as_of") == null || fields.text("source") == null)) {
      throw fields.wrong("as_of", "given, with source, where there are rules");
    }
    Prices prices =
        new Prices(
            rules.stream().map(Prices::readRule).toList(),
            fields.date("as_of"),
            fields.text("source"),
            fields.text("note"));
    fields.done();
    return prices;
  }

  private static Rule readRule(JsonFields fields) {
    Per per =
        Per.of(fields.requiredText("per")).orElseThrow(() -> fields.wrong("per", "a known word"));
    List<Operation> operations =
        fields.texts("operations").stream()
            .map(word -> Operation.of(word).orElseThrow(() -> fields.wrong("operations", "known")))
            .toList();
    Rule rule = new Rule(per, fields.amount("usd"), fields.amounts("by_size"), operations);
    fields.done();
    return rule;
  }

  /** The expected price of one generation; empty when any part of it is unknown. */
  Optional<UsdAmount> estimate(
      Operation operation, Parameters effective, ContinuationSource source) {
    UsdAmount total = UsdAmount.ZERO;
    boolean charged = false;
    for (Rule rule : rules) {
      if (!rule.operations().isEmpty() && !rule.operations().contains(operation)) {
        continue;
      }
      Optional<BigDecimal> amount = rule.amount(size(operation, effective, source, rule));
      Optional<BigDecimal> count = count(rule.per(), operation, effective, source);
      if (amount.isEmpty() || count.isEmpty()) {
        return Optional.empty();
      }
      total = total.plus(UsdAmount.ofUsd(amount.get().multiply(count.get())));
      charged |= rule.per() != Per.INPUT_IMAGE;
    }
    return charged ? Optional.of(total) : Optional.empty();
  }

  /**
   * What an answer costs; empty when any part of it is unknown.
   *
   * @param seconds of video and sound that were handed in, or null when unknown
   * @param inputTokens null when unknown
   * @param outputTokens null when unknown
   */
  public Optional<UsdAmount> answer(Double seconds, Long inputTokens, Long outputTokens) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    UsdAmount total = UsdAmount.ZERO;
    for (Rule rule : rules) {
      BigDecimal count =
          switch (rule.per()) {
            case INPUT_MINUTE ->
                seconds == null
                    ? null
                    : BigDecimal.valueOf(seconds)
                        .divide(BigDecimal.valueOf(60), 9, java.math.RoundingMode.CEILING);
            case MILLION_INPUT_TOKENS ->
                inputTokens == null ? null : BigDecimal.valueOf(inputTokens, 6);
            case MILLION_OUTPUT_TOKENS ->
                outputTokens == null ? null : BigDecimal.valueOf(outputTokens, 6);
            case GENERATION -> BigDecimal.ONE;
            case SECOND, MINUTE, IMAGE, INPUT_IMAGE, THOUSAND_CHARACTERS -> null;
          };
      if (count == null || rule.usd() == null) {
        return Optional.empty();
      }
      total = total.plus(UsdAmount.ofUsd(rule.usd().multiply(count)));
    }
    return Optional.of(total);
  }

  private static String size(
      Operation operation, Parameters effective, ContinuationSource source, Rule rule) {
    Optional<String> size = effective.text(Parameter.SIZE);
    if (size.isPresent() || source == null || operation == Operation.LAST_FRAME) {
      return size.orElse(null);
    }
    return sourceSize(source.file(), List.copyOf(rule.bySize().keySet()));
  }

  /** The listed class of a clip that keeps its size, capped at the best one listed. */
  private static String sourceSize(MediaInput file, List<String> listed) {
    Integer width = file.facts().width();
    Integer height = file.facts().height();
    if (width == null || height == null) {
      return null;
    }
    return Resolution.nearest(Math.min(width, height) + "p", listed).orElse(null);
  }

  private static Optional<BigDecimal> count(
      Per per, Operation operation, Parameters effective, ContinuationSource source) {
    return switch (per) {
      case SECOND -> seconds(operation, effective, source);
      case MINUTE ->
          seconds(operation, effective, source)
              .map(
                  seconds ->
                      seconds.divide(BigDecimal.valueOf(60), 9, java.math.RoundingMode.CEILING));
      case IMAGE, GENERATION -> Optional.of(BigDecimal.ONE);
      case INPUT_IMAGE -> Optional.of(BigDecimal.valueOf(images(operation, effective)));
      case THOUSAND_CHARACTERS ->
          effective
              .text(Parameter.PROMPT)
              .map(text -> BigDecimal.valueOf(text.codePointCount(0, text.length()), 3));
      // What only answers are billed by says nothing of a generation.
      case INPUT_MINUTE, MILLION_INPUT_TOKENS, MILLION_OUTPUT_TOKENS -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> seconds(
      Operation operation, Parameters effective, ContinuationSource source) {
    Optional<Double> duration = effective.number(Parameter.DURATION);
    if (duration.isEmpty() && operation == Operation.EDIT && source != null) {
      duration = Optional.ofNullable(source.file().facts().durationSeconds());
    }
    return duration.map(BigDecimal::valueOf);
  }

  private static int images(Operation operation, Parameters effective) {
    int first = effective.inputs(Parameter.INPUT_IMAGES).size();
    if (operation == Operation.LAST_FRAME) {
      first = Math.max(first, 1);
    }
    return first
        + effective.inputs(Parameter.VIDEO_REFERENCE_IMAGES).size()
        + effective.inputs(Parameter.KEYFRAMES).size()
        + (effective.has(Parameter.LAST_FRAME) ? 1 : 0);
  }
}
