package dev.secondunit.tool;

/** What clients are told about {@code read_media} and what it accepts. */
final class ReadMediaTool {
  static final String NAME = "read_media";

  private ReadMediaTool() {}

  static ToolDefinition definition(ToolChoices choices, ToolFunctions functions) {
    Signature signature = signature(choices);
    return new ToolDefinition(
        NAME,
        "Look at media",
        """
        See and measure images, videos and audio files: size, duration, codecs, loudness, and \
        pictures of a video as frames or as one contact sheet. Without prompt it is local and free. With prompt a vendor's model answers about the files \
        and that costs money; the answer carries an id that continue_from takes. Pictures are small \
        previews (at most 1,024 pixels). For a whole video against a JSON Schema use \
        analyze_video.""",
        signature.schema(),
        null,
        new ToolHints(false, false, false, true),
        null,
        call -> functions.readMedia(ReadMediaArguments.read(signature, call.arguments()), call));
  }

  static Signature signature(ToolChoices choices) {
    return Signature.of(
        Argument.items(
                "inputs",
                "Files to read, at most 20.",
                Signature.of(
                        Argument.text("path", "Path, asset id or URL.")
                            .aliases(
                                "file",
                                "file_path",
                                "url",
                                "uri",
                                "source",
                                "asset_id",
                                "image_path",
                                "video_path",
                                "audio_path")
                            .example("\"/project/clip.mp4\""),
                        Argument.text("name", "How the prompt calls it.").longest(120))
                    .required("path")
                    .shorthand("path"))
            .mostItems(20)
            .aliases(
                "input",
                "file",
                "files",
                "file_path",
                "file_paths",
                "path",
                "paths",
                "image",
                "images",
                "image_path",
                "image_paths",
                "video",
                "video_path",
                "audio_path",
                "screenshot_path",
                "media",
                "url",
                "asset_id")
            .example("[{\"path\": \"/project/clip.mp4\"}]"),
        SharedArguments.prompt()
            .describedAs("Question for a model; leave out to measure and look only.")
            .aliases("question", "text", "query")
            .example("\"Is the lighthouse lit?\""),
        Argument.integer("frames", "Pictures of a video, 0-16, default 4.", 0, 16)
            .aliases("num_frames", "frame_count", "max_frames")
            .example("4"),
        Argument.numbers("frame_times", "Seconds at which to take pictures instead.", 0, 86_400)
            .mostItems(16)
            .inSeconds()
            .aliases("times", "timestamps", "at")
            .example("[0, 3.5]"),
        Argument.flag("contact_sheet", "true: the pictures as one sheet.").aliases("sheet", "grid"),
        Argument.flag("scenes", "true: find cuts, black, frozen and silent stretches.")
            .aliases("detect_scenes", "scene_detection"),
        SharedArguments.backendType(choices.analysisBackends())
            .describedAs("Who answers the prompt. Default auto."),
        SharedArguments.model(),
        SharedArguments.continueFrom().describedAs("Id of an earlier answer to ask further about."),
        SharedArguments.answerInstructions(),
        SharedArguments.waitSeconds().unpublished(),
        SharedArguments.maxCostUsd(),
        SharedArguments.requestKey().unpublished());
  }
}
