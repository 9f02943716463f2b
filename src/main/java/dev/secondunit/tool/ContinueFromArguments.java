package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code continue_from}.
 *
 * @param operation what to do, or null to take whatever suits the source
 * @param shot what to make of the source, which is {@link ShotArguments#continueFrom()}; its mode
 *     is null because the source decides
 * @param run how to run it
 * @param adjustments what had to be understood in the call itself
 */
public record ContinueFromArguments(
    Operation operation, ShotArguments shot, RunOptions run, List<Adjustment> adjustments) {
  public ContinueFromArguments {
    Objects.requireNonNull(shot.continueFrom(), "source");
    adjustments = List.copyOf(adjustments);
  }

  /** The id to continue from. */
  public String source() {
    return shot.continueFrom();
  }

  static ContinueFromArguments read(Signature signature, ObjectNode sent) {
    Arguments arguments = ArgumentReader.read(signature, sent);
    ShotArguments shot =
        ShotArguments.from(arguments, arguments, null, arguments.text("source").orElseThrow());
    RunOptions run = RunOptions.from(arguments);
    Strictness.check(run.strict(), arguments.adjustments());
    return new ContinueFromArguments(
        arguments.text("operation").flatMap(Operation::of).orElse(null),
        shot,
        run,
        arguments.adjustments());
  }
}
