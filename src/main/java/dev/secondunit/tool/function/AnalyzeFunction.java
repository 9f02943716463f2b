package dev.secondunit.tool.function;

import dev.secondunit.analysis.Analysis;
import dev.secondunit.analysis.LocalAnalysis;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.config.Setting;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Job;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.tool.AnalyzeVideoArguments;
import dev.secondunit.tool.RunOptions;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.understanding.Analyses;
import dev.secondunit.understanding.AnalysisRequest;
import dev.secondunit.understanding.Instructions;
import dev.secondunit.understanding.Manner;
import dev.secondunit.understanding.PlannedAnalysis;
import dev.secondunit.understanding.SceneRequest;
import dev.secondunit.understanding.Scenes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code analyze_video}: by a model as a durable job, or measured here when none can be asked. */
final class AnalyzeFunction {
  private static final Set<Mode> VIDEO = Set.of(Mode.VIDEO);
  private static final String INDEXED_MODEL = "pegasus1.2";
  private static final Pattern INDEXED_VIDEO = Pattern.compile("[0-9a-f]{24}");

  /** How long a call may at least look for the scenes that it has to price. */
  private static final Duration LEAST_COUNTING = Duration.ofSeconds(10);

  private final Services.Source services;
  private final Supplier<LocalAnalysis> analysis;

  AnalyzeFunction(Services.Source services, Supplier<LocalAnalysis> analysis) {
    this.services = services;
    this.analysis = analysis;
  }

  ToolResult analyze(AnalyzeVideoArguments arguments, ToolCall call) throws InterruptedException {
    Services open = services.of(call);
    if (arguments.scenes()) {
      return described(open, arguments, call);
    }
    boolean anybody =
        arguments.backendType().equals(GenerationRequest.AUTO) && arguments.model() == null;
    return anybody && !open.analyses().anyFor(VIDEO)
        ? measured(open, arguments)
        : asked(open, arguments, call);
  }

  private ToolResult asked(Services open, AnalyzeVideoArguments arguments, ToolCall call)
      throws InterruptedException {
    ArrayNode readAs = PlanAccount.json(arguments.adjustments());
    RunOptions run = arguments.run();
    boolean indexFound = open.settings().isSet(Setting.TWELVELABS_INDEX_ID);
    boolean indexed = namesIndexedVideo(arguments, indexFound);
    ObjectNode options = arguments.vendorOptions();
    String model = arguments.model();
    if (indexed) {
      options = options.deepCopy().put(Manner.VIDEO_ID, arguments.video());
      if (model == null && !indexFound) {
        model = INDEXED_MODEL;
        readAs
            .addObject()
            .put("field", "model")
            .putNull("from")
            .put("to", model)
            .put("reason", "a video of an index is answered about by " + model);
      }
    }
    PlannedAnalysis planned =
        open.analyses()
            .plan(
                new AnalysisRequest(
                    "analyze_video",
                    indexed
                        ? List.of()
                        : List.of(new AnalysisRequest.Input(arguments.video(), null, "video")),
                    arguments.prompt(),
                    new Manner(
                        arguments.instructions() == null
                            ? Instructions.WITNESS
                            : arguments.instructions(),
                        arguments.responseSchema(),
                        arguments.temperature(),
                        arguments.maxTokens(),
                        arguments.startTime(),
                        arguments.endTime(),
                        arguments.stream(),
                        options),
                    arguments.backendType(),
                    model,
                    null,
                    run.strict(),
                    readAs),
                VIDEO);
    return AnalysisAnswers.run(open, planned, run, call);
  }

  /**
   * The older shape: the id of a video in an index, where a file would be.
   *
   * @param indexFound whether today's models can be asked about such a video too
   */
  private static boolean namesIndexedVideo(AnalyzeVideoArguments arguments, boolean indexFound) {
    String backend = arguments.backendType();
    boolean asksTwelveLabs =
        backend.equals("twelvelabs")
            || backend.equals(GenerationRequest.AUTO) && INDEXED_MODEL.equals(arguments.model());
    return asksTwelveLabs
        && (indexFound || arguments.model() == null || arguments.model().equals(INDEXED_MODEL))
        && INDEXED_VIDEO.matcher(arguments.video()).matches();
  }

  private static ToolResult described(Services open, AnalyzeVideoArguments arguments, ToolCall call)
      throws InterruptedException {
    ArrayNode readAs = PlanAccount.json(arguments.adjustments());
    RunOptions run = arguments.run();
    Scenes scenes = new Scenes(open.analyses(), open.films());
    Scenes.Planned planned =
        scenes.plan(
            new SceneRequest(
                arguments.video(),
                arguments.prompt(),
                arguments.sceneFields(),
                arguments.sceneOffset(),
                new Manner(
                    arguments.instructions(),
                    arguments.responseSchema(),
                    arguments.temperature(),
                    arguments.maxTokens(),
                    arguments.startTime(),
                    arguments.endTime(),
                    false,
                    arguments.vendorOptions()),
                arguments.backendType(),
                arguments.model(),
                run.strict(),
                readAs),
            run.maxCost());
    Analyses.Run asked =
        new Analyses.Run(
            call.caller().owner(), call.caller().session(), run.requestKey(), run.maxCost());
    if (run.dryRun()) {
      Scenes.Bill bill = scenes.bill(planned, asked, counting(run, call));
      ObjectNode preview = planned.preview(bill);
      Budgets.foretell(preview, () -> bill.check(call.approved()));
      preview.set("budget", open.budget(call.caller().session()));
      return ToolResult.of(preview);
    }
    if (scenes.limited(run.maxCost())) {
      scenes.bill(planned, asked, counting(run, call)).check(call.approved());
    }
    Job job = scenes.accept(planned, asked, call.approved());
    return ToolResult.of(
        JobAnswers.report(
            JobAnswers.awaited(
                open, job, run.patience(call), JobAnswers.progress(call.progress()))));
  }

  /** A call in the background counts scenes as well, where a person may have to be asked. */
  private static Duration counting(RunOptions run, ToolCall call) {
    Duration wanted = run.waitAtMost();
    return call.time().leftOf(wanted.compareTo(LEAST_COUNTING) < 0 ? LEAST_COUNTING : wanted);
  }

  private ToolResult measured(Services open, AnalyzeVideoArguments arguments)
      throws InterruptedException {
    if (!arguments.vendorOptions().isEmpty()) {
      throw Failure.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "vendor_options and segments are for a model, and none can be asked.")
          .withField("vendor_options", null)
          .withHint("Set one of " + String.join(", ", LocalAnalysis.MODEL_KEYS) + ".")
          .asException();
    }
    MediaInput video = open.inputs().resolve(arguments.video(), "video", VIDEO);
    if (arguments.run().dryRun()) {
      return ToolResult.of(foretold(arguments));
    }
    Analysis answer =
        this.analysis
            .get()
            .analyze(
                video,
                arguments.responseSchema(),
                arguments.startTime(),
                arguments.endTime(),
                open.settings().home().resolve("evidence").resolve(video.facts().sha256()));
    return ToolResult.of(json(answer, arguments));
  }

  /** Nothing is asked or spent either way; what the call would do is all there is to tell. */
  private static ObjectNode foretold(AnalyzeVideoArguments arguments) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", true);
    json.put("dry_run", true);
    json.put("backend", "local");
    json.put("model", LocalAnalysis.MODEL);
    json.set("adjustments", PlanAccount.json(arguments.adjustments()));
    json.putObject("cost").put("estimate_usd", 0);
    json.putArray("warnings")
        .add(
            "No model can be asked: the video would be measured on this machine, free, and the"
                + " prompt not answered. One of "
                + String.join(", ", LocalAnalysis.MODEL_KEYS)
                + " would enable a model.");
    return json;
  }

  private static ObjectNode json(Analysis analysis, AnalyzeVideoArguments arguments) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", true);
    json.put("text", analysis.text());
    json.set(
        "data", analysis.data() == null ? JsonNodeFactory.instance.nullNode() : analysis.data());
    ArrayNode moments = json.putArray("moments");
    for (Analysis.Moment moment : analysis.moments()) {
      ObjectNode each = moments.addObject();
      each.put("start", moment.start());
      each.put("end", moment.end());
      each.put("what", moment.what());
      if (moment.evidenceFrame() != null) {
        each.put("evidence_frame", moment.evidenceFrame().toString());
      }
    }
    json.put("finish_reason", analysis.finishReason());
    json.put("truncated", analysis.truncated());
    ObjectNode usage = json.putObject("usage");
    usage.put("input_tokens", analysis.inputTokens());
    usage.put("output_tokens", analysis.outputTokens());
    json.put("backend", "local");
    json.put("model", analysis.model());
    json.set("adjustments", PlanAccount.json(arguments.adjustments()));
    ArrayNode warnings = json.putArray("warnings");
    warnings.add(
        "Measured on this machine, no model has seen it: the prompt is not answered. One of "
            + String.join(", ", LocalAnalysis.MODEL_KEYS)
            + " would enable a model.");
    return json;
  }
}
