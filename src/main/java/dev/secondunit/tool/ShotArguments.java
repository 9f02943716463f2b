package dev.secondunit.tool;

import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.Mode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One shot as asked for, its files still as the caller wrote them.
 *
 * @param name the shot's name, or null
 * @param mode what to make; null only with {@code continueFrom}, where the source decides
 * @param backendType a backend's name, or {@code auto}
 * @param model a model id, or null
 * @param values every given parameter that is not a file, in the Java type of its kind
 * @param inputs every given parameter that names files: paths, asset ids or URLs
 * @param continueFrom any id of ours to continue from, or null
 */
public record ShotArguments(
    String name,
    Mode mode,
    String backendType,
    String model,
    Map<Parameter, Object> values,
    Map<Parameter, List<String>> inputs,
    String continueFrom) {
  public ShotArguments {
    if (continueFrom == null) {
      Objects.requireNonNull(mode, "mode");
    }
    Objects.requireNonNull(backendType, "backendType");
    values = Map.copyOf(values);
    inputs = Map.copyOf(inputs);
  }

  /** The prompt, when there is one. */
  public Optional<String> prompt() {
    return Optional.ofNullable((String) values.get(Parameter.PROMPT));
  }

  /**
   * The shot that {@code own} describes, with {@code common} standing in for what it leaves out.
   */
  static ShotArguments from(Arguments own, Arguments common, Mode mode, String continueFrom) {
    EnumMap<Parameter, Object> values = new EnumMap<>(Parameter.class);
    EnumMap<Parameter, List<String>> inputs = new EnumMap<>(Parameter.class);
    for (Parameter parameter : Parameter.values()) {
      String word = parameter.word();
      Arguments arguments = own.has(word) ? own : common;
      if (!arguments.has(word)) {
        continue;
      }
      switch (parameter.kind()) {
        case INPUT -> inputs.put(parameter, List.of(arguments.text(word).orElseThrow()));
        case INPUTS -> inputs.put(parameter, arguments.texts(word));
        case TEXT, NUMBER, NUMBERS, INTEGER, BOOLEAN, OBJECT ->
            values.put(parameter, arguments.values().get(word));
      }
    }
    return new ShotArguments(
        own.text("name").orElse(null),
        mode,
        own.text("backend_type")
            .or(() -> common.text("backend_type"))
            .orElse(GenerationRequest.AUTO),
        own.text("model").or(() -> common.text("model")).orElse(null),
        values,
        inputs,
        continueFrom);
  }
}
