package dev.secondunit.tool;

import java.util.List;

/** What clients are told about {@code assemble_media} and what it accepts. */
final class AssembleMediaTool {
  static final String NAME = "assemble_media";

  private AssembleMediaTool() {}

  static ToolDefinition definition(ToolFunctions functions) {
    Signature signature = signature();
    return new ToolDefinition(
        NAME,
        "Cut, mix, grade or convert",
        """
        Put finished media together on this machine, free of charge: concat joins clips with hard \
        cuts, mix_audio lays music or effects under a clip (duck lets speech through), apply_lut \
        grades by a .cube file, convert changes format, size or frame rate, last_frame saves a \
        clip's last picture as PNG. Sources are never changed; the result is a new file. Transitions, titles, motion graphics and captions are \
        better made in an editor such as Remotion.""",
        signature.schema(),
        ResultSchemas.job(),
        new ToolHints(false, false, false, false),
        null,
        call ->
            functions.assembleMedia(
                AssembleMediaArguments.read(signature, call.arguments()), call));
  }

  static Signature signature() {
    return Signature.of(
            Argument.choice(
                    "operation",
                    "What to do.",
                    List.of("concat", "mix_audio", "apply_lut", "convert", "last_frame"))
                .aliases("action", "mode")
                .example("\"concat\""),
            Argument.texts("inputs", "Files in order: paths or asset ids, at most 100.")
                .aliases(
                    "input",
                    "files",
                    "clips",
                    "videos",
                    "paths",
                    "file_paths",
                    "video",
                    "path",
                    "input_paths")
                .example("[\"/project/010.mp4\", \"/project/020.mp4\"]"),
            Argument.texts("audio_inputs", "mix_audio: sounds to lay under the first input.")
                .mostItems(20)
                .aliases("audio", "music", "audio_paths", "audio_tracks")
                .example("[\"/project/theme.mp3\"]"),
            Argument.flag("duck", "mix_audio: lower the added sound under speech.")
                .aliases("ducking", "sidechain"),
            Argument.number("gain_db", "mix_audio: added sound, -60 to 12 dB, default 0.", -60, 12)
                .aliases("gain", "volume_db")
                .example("-12"),
            Argument.text("lut", "apply_lut: path of the .cube file.")
                .aliases("lut_path", "cube")
                .example("\"/project/warm.cube\""),
            SharedArguments.size().describedAs("convert: such as 1080p or 1280x720."),
            Argument.number("frames_per_second", "convert: frame rate, 1-120.", 1, 120)
                .aliases("fps", "frame_rate")
                .example("24"),
            SharedArguments.outputFormat()
                .describedAs("convert: such as mp4, webm, png, mp3, wav."),
            SharedArguments.outputDir(),
            SharedArguments.name(),
            SharedArguments.background().unpublished(),
            SharedArguments.waitSeconds(),
            SharedArguments.strict().unpublished(),
            SharedArguments.requestKey().unpublished())
        .required("operation", "inputs");
  }
}
