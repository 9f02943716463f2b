package dev.secondunit.tool;

import dev.secondunit.media.Mode;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code describe_backends}. Every part narrows the answer; none is needed.
 *
 * @param backendType or empty for all
 * @param model or empty for all
 * @param mode or empty for all
 */
public record DescribeBackendsArguments(
    Optional<String> backendType, Optional<String> model, Optional<Mode> mode) {
  static final String TOOL = "describe_backends";

  static Signature signature(List<String> backends) {
    return Signature.of(
        SharedArguments.backendType(backends).describedAs("Only this backend, with all details."),
        SharedArguments.model().describedAs("Only this model, with all details."),
        SharedArguments.mode().describedAs("Only models that make this."));
  }

  static DescribeBackendsArguments read(Signature signature, ObjectNode sent) {
    Arguments arguments = ArgumentReader.read(signature, sent);
    return new DescribeBackendsArguments(
        arguments.text("backend_type").filter(name -> !name.equals("auto")),
        arguments.text("model"),
        arguments.text("mode").flatMap(Mode::of));
  }
}
