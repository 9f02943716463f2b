package dev.secondunit.tool;

import java.util.ArrayList;
import java.util.List;

/** All tools of this server: the one list that clients, the manifest and the tests go by. */
public final class Tools {
  private Tools() {}

  /** The ten tools over the given functions. Does no I/O. */
  public static ToolRegistry registry(ToolChoices choices, ToolFunctions functions) {
    List<ToolDefinition> tools = new ArrayList<>();
    tools.add(GenerateMediaTool.definition(choices, functions));
    tools.add(ContinueFromTool.definition(choices, functions));
    tools.add(ReadMediaTool.definition(choices, functions));
    tools.add(AnalyzeVideoTool.definition(choices, functions));
    tools.addAll(JobTools.definitions(functions));
    tools.add(describeBackends(choices, functions));
    tools.add(AssembleMediaTool.definition(functions));
    return new ToolRegistry(tools);
  }

  private static ToolDefinition describeBackends(ToolChoices choices, ToolFunctions functions) {
    Signature signature = DescribeBackendsArguments.signature(choices.generationBackends());
    return new ToolDefinition(
        DescribeBackendsArguments.TOOL,
        "Backends, models, limits and prices",
        """
        What can be used now and why the rest cannot: backends, their models, and per model the \
        durations, ratios, sizes, inputs, operations, prices with their date, and end dates; also \
        what is left of the budget. Free and local. Ask it before planning shots; narrow it by \
        backend_type, model or mode for all details.""",
        signature.schema(),
        ResultSchemas.backends(),
        new ToolHints(true, false, true, false),
        null,
        call ->
            functions.describeBackends(
                DescribeBackendsArguments.read(signature, call.arguments()), call));
  }
}
