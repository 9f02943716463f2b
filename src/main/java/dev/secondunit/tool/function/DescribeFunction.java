package dev.secondunit.tool.function;

import dev.secondunit.catalogue.BackendDescriptions;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.tool.DescribeBackendsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import tools.jackson.databind.node.ObjectNode;

/** {@code describe_backends}. */
final class DescribeFunction {
  private final Services.Source services;

  DescribeFunction(Services.Source services) {
    this.services = services;
  }

  ToolResult describe(DescribeBackendsArguments arguments, ToolCall call) {
    Services open = services.of(call);
    PlanningContext context = open.generations().context();
    ObjectNode answer =
        new BackendDescriptions(open.generations().catalogue())
            .describe(arguments.backendType(), arguments.model(), arguments.mode(), context);
    answer.set("budget", open.budget(call.caller().session()));
    open.generations().catalogue().warnings().forEach(answer.withArray("catalogue_warnings")::add);
    return ToolResult.of(answer);
  }
}
