package dev.secondunit.tool;

/** What clients are told about {@code generate_media} and what it accepts. */
final class GenerateMediaTool {
  static final String NAME = "generate_media";

  private GenerateMediaTool() {}

  static ToolDefinition definition(ToolChoices choices, ToolFunctions functions) {
    Signature signature = signature(choices);
    return new ToolDefinition(
        NAME,
        "Generate images, video or audio",
        """
        Make an image, a video, or audio (speech, music, sound effect) from a prompt and optional \
        inputs, as a durable background job. Answers within wait_seconds with the finished files or \
        with a job_id; then use wait_for_jobs or get_jobs on that id and never call again to fetch \
        a result. Several shots go into shots[] in one call; what stands beside shots is the \
        default of each. Free rehearsal: dry_run prices the call, backend_type previz renders a \
        local animatic. An equal call within 10 minutes returns the job that exists already; takes \
        or request_key buy another on purpose. The result lists every adjustment; strict makes them \
        errors. Spends money on vendor backends: set max_cost_usd. Limits per model: \
        describe_backends.""",
        signature.schema(),
        ResultSchemas.generation(),
        new ToolHints(false, false, false, true),
        ResultSchemas.fullSchemaAt(NAME),
        call ->
            functions.generateMedia(
                GenerateMediaArguments.read(signature, call.arguments()), call));
  }

  static Signature signature(ToolChoices choices) {
    return Signature.of(
        SharedArguments.prompt(),
        SharedArguments.mode(),
        Argument.items(
                "shots",
                "Several shots, at most 50. Each overrides the arguments beside this list; all that"
                    + " describe media may be overridden.",
                shot(choices))
            .mostItems(GenerateMediaArguments.MOST_SHOTS)
            .aliases("prompts", "batch", "scenes", "requests")
            .example("[{\"name\": \"010\", \"prompt\": \"A lighthouse at dusk\"}]"),
        SharedArguments.backendType(choices.generationBackends()),
        SharedArguments.model(),
        SharedArguments.duration(),
        SharedArguments.aspectRatio(),
        SharedArguments.size(),
        SharedArguments.inputImages(),
        SharedArguments.lastFrame(),
        SharedArguments.keyframes(),
        SharedArguments.keyframeTimes(),
        SharedArguments.videoReferenceImages(),
        SharedArguments.maskImage(),
        SharedArguments.negativePrompt(),
        SharedArguments.seed(),
        SharedArguments.audioType(),
        SharedArguments.voice(),
        SharedArguments.instructions(),
        SharedArguments.language(),
        SharedArguments.speed(),
        SharedArguments.outputFormat(),
        SharedArguments.quality(),
        SharedArguments.imageBackground(),
        SharedArguments.generateAudio(),
        SharedArguments.personGeneration(),
        SharedArguments.vendorOptions(),
        SharedArguments.continueFrom(),
        SharedArguments.takes(),
        SharedArguments.background(),
        SharedArguments.waitSeconds(),
        SharedArguments.outputDir(),
        SharedArguments.name(),
        SharedArguments.strict(),
        SharedArguments.dryRun(),
        SharedArguments.maxCostUsd(),
        SharedArguments.requestKey());
  }

  private static Signature shot(ToolChoices choices) {
    return Signature.of(
            SharedArguments.name().describedAs("Shot name."),
            SharedArguments.prompt().describedAs("What to make."),
            SharedArguments.duration().describedAs("Seconds."),
            SharedArguments.inputImages().describedAs("First frame or references."),
            SharedArguments.lastFrame().describedAs("End frame."),
            SharedArguments.continueFrom().describedAs("Id to build on."),
            SharedArguments.voice().unpublished(),
            SharedArguments.mode().unpublished(),
            SharedArguments.backendType(choices.generationBackends()).unpublished(),
            SharedArguments.model().unpublished(),
            SharedArguments.aspectRatio().unpublished(),
            SharedArguments.size().unpublished(),
            SharedArguments.keyframes().unpublished(),
            SharedArguments.keyframeTimes().unpublished(),
            SharedArguments.videoReferenceImages().unpublished(),
            SharedArguments.maskImage().unpublished(),
            SharedArguments.negativePrompt().unpublished(),
            SharedArguments.seed().unpublished(),
            SharedArguments.audioType().unpublished(),
            SharedArguments.instructions().unpublished(),
            SharedArguments.language().unpublished(),
            SharedArguments.speed().unpublished(),
            SharedArguments.outputFormat().unpublished(),
            SharedArguments.quality().unpublished(),
            SharedArguments.imageBackground().unpublished(),
            SharedArguments.generateAudio().unpublished(),
            SharedArguments.personGeneration().unpublished(),
            SharedArguments.vendorOptions().unpublished())
        .shorthand("prompt");
  }
}
