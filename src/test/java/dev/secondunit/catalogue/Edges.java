package dev.secondunit.catalogue;

import dev.secondunit.media.MediaInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The values at and just past the edges of a rule, found from the rule's data alone. */
final class Edges {
  enum Outcome {
    LEGAL,
    ADJUSTED,
    IGNORED,
    REFUSED
  }

  /**
   * @param result what is sent when it is legal or adjusted; null where that does not matter
   * @param inSchema whether a schema of arguments can see it: not the content of files, and not the
   *     arithmetic of pixels
   */
  record Edge(Object value, Outcome outcome, Object result, boolean inSchema) {}

  private Edges() {}

  static List<Edge> of(Parameter parameter, ValueRule rule) {
    List<Edge> edges = new ArrayList<>();
    if (rule instanceof NumberRule number) {
      numbers(parameter, number, edges);
    } else if (rule instanceof ChoiceRule choice) {
      choices(choice, edges);
    } else if (rule instanceof TextRule text) {
      texts(text, edges);
    } else if (rule instanceof FlagRule) {
      edges.add(legal(true));
      edges.add(legal(false));
    } else if (rule instanceof InputRule inputs) {
      inputs(inputs, edges);
    } else if (rule instanceof OptionsRule options) {
      options(options, edges);
    }
    return edges;
  }

  /** Any value of the parameter's type, for parameters that have no rule. */
  static Object anything(Parameter parameter) {
    return switch (parameter.kind()) {
      case TEXT -> "something";
      case NUMBER -> 1.0;
      case NUMBERS -> List.of(1.0);
      case INTEGER -> 1L;
      case BOOLEAN -> true;
      case INPUT -> Requests.picture(1280, 720);
      case INPUTS -> List.of(Requests.picture(1280, 720));
      case OBJECT -> JsonNodeFactory.instance.objectNode().put("something", 1);
    };
  }

  private static void numbers(Parameter parameter, NumberRule rule, List<Edge> edges) {
    boolean positive = parameter == Parameter.DURATION;
    if (!rule.set().isEmpty()) {
      double first = rule.set().get(0);
      double last = rule.set().get(rule.set().size() - 1);
      rule.set().forEach(value -> edges.add(legal(held(rule, value))));
      edges.add(beyond(rule, first - 0.5, first));
      edges.add(beyond(rule, last + 1, last));
      return;
    }
    if (rule.smallest() == null) {
      edges.add(legal(held(rule, 0)));
      return;
    }
    double step = rule.step() == null ? 0.125 : rule.step();
    edges.add(legal(held(rule, rule.smallest())));
    edges.add(legal(held(rule, rule.largest())));
    edges.add(beyond(rule, rule.largest() + step, rule.largest()));
    if (!positive || rule.smallest() - step > 0) {
      edges.add(beyond(rule, rule.smallest() - step, rule.smallest()));
    }
    if (!rule.whole() && rule.step() != null) {
      edges.add(beyond(rule, rule.smallest() + step / 4, rule.smallest()));
    }
  }

  private static Edge beyond(NumberRule rule, double value, double nearest) {
    return rule.adjusts()
        ? new Edge(held(rule, value), Outcome.ADJUSTED, held(rule, nearest), true)
        : new Edge(held(rule, value), Outcome.REFUSED, null, true);
  }

  private static Object held(NumberRule rule, double value) {
    return rule.whole() ? (Object) (long) value : (Object) value;
  }

  private static void choices(ChoiceRule rule, List<Edge> edges) {
    rule.values().forEach(value -> edges.add(legal(value)));
    rule.aliases().forEach((alias, value) -> edges.add(legal(alias, value)));
    edges.add(new Edge("no such word", Outcome.REFUSED, null, true));
    String best = null;
    for (String value : rule.values()) {
      if (Resolution.lines(value).isPresent()
          && (best == null
              || Resolution.lines(value).getAsInt() > Resolution.lines(best).getAsInt())) {
        best = value;
      }
    }
    edges.add(
        best == null
            ? new Edge("9999p", Outcome.REFUSED, null, true)
            : new Edge("9999p", Outcome.ADJUSTED, best, true));
    if (rule.pixels() != null) {
      pixels(rule.pixels(), edges);
    }
  }

  private static void pixels(PixelRule rule, List<Edge> edges) {
    int unit = rule.multipleOf();
    int side = 500 / unit * unit;
    edges.add(legal(side + "x" + side));
    edges.add(legal(rule.longSide() + "x" + rule.shortSide()));
    edges.add(legal(rule.shortSide() + "x" + rule.longSide()));
    String nearest = side + "x" + side;
    if (unit > 2) {
      edges.add(new Edge((side + 1) + "x" + (side - 1), Outcome.ADJUSTED, nearest, false));
    }
    int wide = (int) (rule.largestRatio() * side) + unit;
    edges.add(new Edge(wide + "x" + side, Outcome.REFUSED, null, false));
  }

  private static void texts(TextRule rule, List<Edge> edges) {
    rule.examples().forEach(example -> edges.add(legal(example)));
    if (rule.longest() == null) {
      edges.add(legal("a word nobody listed"));
      return;
    }
    // One character outside the basic plane: characters are counted, not UTF-16 units.
    String longest = "\uD83C\uDFAC" + "x".repeat(rule.longest() - 1);
    edges.add(legal(longest));
    edges.add(new Edge(longest + "x", Outcome.REFUSED, null, true));
  }

  private static void inputs(InputRule rule, List<Edge> edges) {
    MediaInput picture = Requests.picture(1280, 720);
    MediaInput text = Requests.input("a.txt", "text/plain", 10, null, null, null);
    if (!rule.many()) {
      edges.add(legal(picture));
    } else {
      edges.add(legal(List.of(picture)));
      edges.add(legal(Collections.nCopies(rule.most(), picture)));
      List<MediaInput> used = Collections.nCopies(rule.most(), picture);
      List<MediaInput> more = Collections.nCopies(rule.most() + 1, picture);
      edges.add(new Edge(more, Outcome.IGNORED, used, true));
    }
    if (!rule.mediaTypes().isEmpty()) {
      edges.add(new Edge(wrapped(rule, text), Outcome.REFUSED, null, false));
    }
    if (rule.mostBytes() != null) {
      edges.add(legal(wrapped(rule, sized(rule.mostBytes()))));
      edges.add(new Edge(wrapped(rule, sized(rule.mostBytes() + 1)), Outcome.REFUSED, null, false));
    }
  }

  private static MediaInput sized(long bytes) {
    return Requests.input("sized.png", "image/png", bytes, 1280, 720, null);
  }

  private static Object wrapped(InputRule rule, MediaInput input) {
    return rule.many() ? List.of(input) : input;
  }

  private static void options(OptionsRule rule, List<Edge> edges) {
    ObjectNode stranger = JsonNodeFactory.instance.objectNode().put("no_such_option", 1);
    edges.add(new Edge(stranger, Outcome.IGNORED, JsonNodeFactory.instance.objectNode(), true));
    for (Map.Entry<String, OptionsRule.Field> entry : rule.fields().entrySet()) {
      OptionsRule.Field field = entry.getValue();
      JsonNode wrong =
          field.type() == OptionsRule.Type.TEXT
              ? JsonNodeFactory.instance.numberNode(7)
              : JsonNodeFactory.instance.stringNode("of another type");
      edges.add(new Edge(option(entry.getKey(), wrong), Outcome.REFUSED, null, true));
      if (field.rule() == null) {
        JsonNode any =
            field.type() == OptionsRule.Type.OBJECT
                ? JsonNodeFactory.instance.objectNode()
                : JsonNodeFactory.instance.arrayNode();
        edges.add(legal(option(entry.getKey(), any)));
        continue;
      }
      for (Edge inner : of(Parameter.VENDOR_OPTIONS, field.rule())) {
        Object value = option(entry.getKey(), json(inner.value()));
        edges.add(
            inner.outcome() == Outcome.LEGAL
                ? legal(value)
                : new Edge(value, Outcome.REFUSED, null, true));
      }
    }
  }

  private static ObjectNode option(String name, JsonNode value) {
    return JsonNodeFactory.instance.objectNode().set(name, value);
  }

  private static JsonNode json(Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value instanceof Long number) {
      return json.numberNode(number);
    }
    if (value instanceof Double number) {
      return json.numberNode(number);
    }
    return value instanceof Boolean flag ? json.booleanNode(flag) : json.stringNode((String) value);
  }

  private static Edge legal(Object value) {
    return legal(value, value);
  }

  private static Edge legal(Object value, Object sent) {
    return new Edge(value, Outcome.LEGAL, sent, true);
  }
}
