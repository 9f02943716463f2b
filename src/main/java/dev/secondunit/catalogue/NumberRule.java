package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A number within a range, on a step of it, or out of a set.
 *
 * @param smallest lower bound, or null
 * @param largest upper bound, or null
 * @param step distance of legal values from zero, or null when any fraction is legal
 * @param set the only legal values in ascending order; empty for a range
 * @param standard the default, or null
 * @param unit a word such as {@code seconds}, or null
 * @param whole whether values are whole numbers, held as {@link Long}
 * @param adjusts whether a value outside is moved to the nearest legal one; otherwise it is refused
 */
public record NumberRule(
    Double smallest,
    Double largest,
    Double step,
    List<Double> set,
    Double standard,
    String unit,
    boolean whole,
    boolean adjusts)
    implements ValueRule {

  public NumberRule {
    set = set == null ? List.of() : set.stream().sorted().toList();
    if (smallest != null && largest != null && smallest > largest) {
      throw new IllegalArgumentException("an empty range: " + smallest + " to " + largest);
    }
    if (step != null && step <= 0) {
      throw new IllegalArgumentException("a step is larger than 0");
    }
  }

  static NumberRule read(JsonFields fields, boolean whole) {
    List<Double> range = fields.numbers("range");
    if (!range.isEmpty() && range.size() != 2) {
      throw fields.wrong("range", "a pair of numbers");
    }
    String adjust = fields.text("adjust");
    if (adjust != null && !List.of("clamp", "nearest", "refuse").contains(adjust)) {
      throw fields.wrong("adjust", "clamp, nearest or refuse");
    }
    NumberRule rule =
        new NumberRule(
            range.isEmpty() ? null : range.get(0),
            range.isEmpty() ? null : range.get(1),
            whole && !fields.has("step") ? Double.valueOf(1) : fields.number("step"),
            fields.numbers("set"),
            fields.number("default"),
            fields.text("unit"),
            whole,
            !"refuse".equals(adjust));
    Double standard = rule.standard();
    if (standard != null && rule.nearest(standard) != standard) {
      throw fields.wrong("default", "a legal value");
    }
    return rule;
  }

  @Override
  public Verdict check(String field, Object value) {
    double given = ((Number) value).doubleValue();
    double nearest = nearest(given);
    if (nearest == given) {
      return new Verdict.Accepted(boxed(given));
    }
    String said =
        field + " " + words(given) + " is not possible here: " + String.join(", ", allowed());
    if (!adjusts) {
      return new Verdict.Refused(
          ErrorCode.INVALID_ARGUMENT, field, value, allowed(), said + ".", boxed(nearest));
    }
    return new Verdict.Adjusted(boxed(nearest), said + ".");
  }

  @Override
  public Optional<Object> defaultValue() {
    return standard == null ? Optional.empty() : Optional.of(boxed(standard));
  }

  @Override
  public List<String> allowed() {
    if (!set.isEmpty()) {
      return set.stream().map(NumberRule::words).toList();
    }
    if (smallest == null && largest == null) {
      return List.of();
    }
    String range = words(smallest) + " to " + words(largest) + (unit == null ? "" : " " + unit);
    boolean inSteps = step != null && !(whole && step == 1);
    return List.of(inSteps ? range + " in steps of " + words(step) : range);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", whole ? "integer" : "number");
    if (!set.isEmpty()) {
      ArrayNode values = schema.putArray("enum");
      set.forEach(value -> values.add(plain(value)));
    }
    if (smallest != null) {
      schema.put("minimum", plain(smallest));
    }
    if (largest != null) {
      schema.put("maximum", plain(largest));
    }
    if (step != null && set.isEmpty()) {
      schema.put("multipleOf", plain(step));
    }
    if (standard != null) {
      schema.put("default", plain(standard));
    }
    return schema;
  }

  /** The legal value nearest to the given one; of two equally near ones the smaller. */
  double nearest(double given) {
    if (!set.isEmpty()) {
      double best = set.get(0);
      for (double candidate : set) {
        if (Math.abs(candidate - given) < Math.abs(best - given)) {
          best = candidate;
        }
      }
      return best;
    }
    double value = step == null ? given : onStep(given);
    if (smallest != null && value < smallest) {
      return smallest;
    }
    return largest != null && value > largest ? largest : value;
  }

  private double onStep(double given) {
    BigDecimal size = BigDecimal.valueOf(step);
    long steps = Math.round(given / step);
    return size.multiply(BigDecimal.valueOf(steps)).doubleValue();
  }

  private Object boxed(double value) {
    if (whole) {
      return (long) value;
    }
    return value;
  }

  /** A number as people write it: 8, not 8.0. */
  static String words(double value) {
    return plain(value).toPlainString();
  }

  static BigDecimal plain(double value) {
    BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
