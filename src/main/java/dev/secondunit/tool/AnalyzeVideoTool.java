package dev.secondunit.tool;

/** What clients are told about {@code analyze_video} and what it accepts. */
final class AnalyzeVideoTool {
  static final String NAME = "analyze_video";

  /** Room for a schema with many fields; vendors take less. */
  private static final int LONGEST_SCHEMA = 65_536;

  private AnalyzeVideoTool() {}

  static ToolDefinition definition(ToolChoices choices, ToolFunctions functions) {
    Signature signature = signature(choices);
    return new ToolDefinition(
        NAME,
        "Ask about a whole video",
        """
        Put a prompt to a whole video and get text or JSON by a schema, with the moments it speaks \
        of and a frame of each. A model of TwelveLabs, Google, OpenAI or xAI watches it as a job and \
        that costs money; the same question about the same video is answered once. Without a key it \
        is measured on this machine, free: cuts, black, frozen and silent stretches, loudness. \
        finish_reason length means it was cut off. To look at frames yourself use read_media.""",
        signature.schema(),
        ResultSchemas.analysis(),
        new ToolHints(false, false, false, true),
        null,
        call ->
            functions.analyzeVideo(AnalyzeVideoArguments.read(signature, call.arguments()), call));
  }

  static Signature signature(ToolChoices choices) {
    return Signature.of(
            Argument.text("video", "Path, asset id or URL.")
                .aliases(
                    "video_path",
                    "video_url",
                    "video_id",
                    "path",
                    "file",
                    "file_path",
                    "url",
                    "input",
                    "inputs",
                    "asset_id",
                    "source")
                .example("\"/project/cut.mp4\""),
            SharedArguments.prompt()
                .describedAs("What to find out or describe.")
                .aliases("question", "text", "query")
                .example("\"List the shots with their times\""),
            SharedArguments.answerInstructions().unpublished(),
            Argument.number("temperature", "0-1, default 0.2.", 0, 1).example("0.2"),
            Argument.object("response_format", "JSON Schema (2020-12) the answer must fit.")
                .longest(LONGEST_SCHEMA)
                .aliases("json_schema", "schema", "response_schema", "output_schema")
                .example(
                    "{\"type\": \"object\", \"properties\": {\"title\": {\"type\": \"string\"}}}"),
            Argument.integer("max_tokens", "Longest answer; default: the backend's.", 1, 98_304)
                .aliases("max_output_tokens")
                .example("4096"),
            Argument.number("start_time", "Seconds; default the beginning.", 0, 86_400)
                .inSeconds()
                .aliases("start", "start_seconds")
                .example("0"),
            Argument.number("end_time", "Seconds; default the end.", 0, 86_400)
                .inSeconds()
                .aliases("end", "end_seconds")
                .example("30"),
            Argument.object(
                    "scenes",
                    "Each scene: {offset, fields}; the prompt may hold {number}, {start}, {end},"
                        + " {transcript}.")
                .aliases("per_scene")
                .example("{\"offset\": 0.5}"),
            Argument.flag("stream", "true: report the text as it grows.").aliases("streaming"),
            SharedArguments.backendType(choices.analysisBackends())
                .describedAs("Who watches it. Default auto."),
            SharedArguments.model(),
            SharedArguments.vendorOptions().unpublished(),
            SharedArguments.background().unpublished(),
            SharedArguments.waitSeconds(),
            SharedArguments.dryRun(),
            SharedArguments.maxCostUsd(),
            SharedArguments.requestKey().unpublished(),
            SharedArguments.strict().unpublished(),
            SharedArguments.outputDir().unpublished(),
            SharedArguments.name().unpublished())
        .required("video", "prompt");
  }
}
