package dev.secondunit.tool.function;

import dev.secondunit.catalogue.BackendDescriptions;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.tool.DescribeBackendsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** {@code describe_backends}. */
final class DescribeFunction {
  private final Supplier<Services> services;

  DescribeFunction(Supplier<Services> services) {
    this.services = services;
  }

  ToolResult describe(DescribeBackendsArguments arguments, ToolCall call) {
    Services open = services.get();
    PlanningContext context = open.generations().context();
    ObjectNode answer =
        new BackendDescriptions(open.generations().catalogue())
            .describe(arguments.backendType(), arguments.model(), arguments.mode(), context);
    answer.set("budget", open.budget(call.caller()));
    open.generations().catalogue().warnings().forEach(answer.withArray("catalogue_warnings")::add);
    return ToolResult.of(answer);
  }
}
