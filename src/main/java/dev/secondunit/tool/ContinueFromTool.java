package dev.secondunit.tool;

import java.util.List;

/** What clients are told about {@code continue_from} and what it accepts. */
final class ContinueFromTool {
  static final String NAME = "continue_from";

  private ContinueFromTool() {}

  static ToolDefinition definition(ToolChoices choices, ToolFunctions functions) {
    Signature signature = signature(choices);
    return new ToolDefinition(
        NAME,
        "Extend, edit or remix a result",
        """
        Go on from something made here: extend a clip, edit an image or clip, remix it, or start a \
        new clip on its last frame (always possible). source is any id from an earlier result \
        (job_id, asset id, or continuation id such as veo_vid_…); backend and model follow from it. \
        Operation auto extends a clip while its vendor can, else edits, remixes or restarts it; an \
        image is edited. Runs as a durable job and spends money like generate_media; gives a new \
        id, so one source can be continued several times. Vendors drop their copies: see \
        continuation.expires_at in the source's result.""",
        signature.schema(),
        ResultSchemas.generation(),
        new ToolHints(false, false, false, true),
        ResultSchemas.fullSchemaAt(NAME),
        call ->
            functions.continueFrom(ContinueFromArguments.read(signature, call.arguments()), call));
  }

  static Signature signature(ToolChoices choices) {
    return Signature.of(
            Argument.text("source", "Id to continue from.")
                .longest(200)
                .aliases(
                    "continue_from", "continuation_id", "job_id", "asset_id", "id", "source_id")
                .example("\"veo_vid_01jd0000000000000000000000\""),
            SharedArguments.prompt().describedAs("What happens next, or what to change."),
            Argument.choice(
                    "operation",
                    "Default auto.",
                    List.of("auto", "extend", "edit", "remix", "last_frame"))
                .aliases("action", "mode")
                .example("\"extend\""),
            SharedArguments.duration()
                .describedAs("Seconds; for extend the seconds to add.")
                .aliases("extend_by", "seconds", "duration_seconds", "length"),
            SharedArguments.inputImages().describedAs("Further images."),
            SharedArguments.lastFrame().unpublished(),
            SharedArguments.keyframes().unpublished(),
            SharedArguments.keyframeTimes().unpublished(),
            SharedArguments.maskImage().unpublished(),
            SharedArguments.model().describedAs("Default: the model of the source."),
            SharedArguments.seed().unpublished(),
            SharedArguments.takes(),
            SharedArguments.background().unpublished(),
            SharedArguments.waitSeconds(),
            SharedArguments.outputDir(),
            SharedArguments.name(),
            SharedArguments.strict().unpublished(),
            SharedArguments.dryRun(),
            SharedArguments.maxCostUsd(),
            SharedArguments.requestKey(),
            SharedArguments.backendType(choices.generationBackends()).unpublished(),
            SharedArguments.aspectRatio().unpublished(),
            SharedArguments.size().unpublished(),
            SharedArguments.videoReferenceImages().unpublished(),
            SharedArguments.negativePrompt().unpublished(),
            SharedArguments.outputFormat().unpublished(),
            SharedArguments.quality().unpublished(),
            SharedArguments.imageBackground().unpublished(),
            SharedArguments.generateAudio().unpublished(),
            SharedArguments.personGeneration().unpublished(),
            SharedArguments.vendorOptions().unpublished())
        .required("source");
  }
}
