package dev.secondunit.tool.function;

import dev.secondunit.assembly.AssemblyJobs;
import dev.secondunit.assembly.AssemblyOrder;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.tool.AssembleMediaArguments;
import dev.secondunit.tool.RunOptions;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code assemble_media}: checks the inputs, then lets a durable job do the work. */
final class AssembleFunction {
  private final Services.Source services;
  private final Identifiers identifiers;

  AssembleFunction(Services.Source services, Identifiers identifiers) {
    this.services = services;
    this.identifiers = identifiers;
  }

  ToolResult assemble(AssembleMediaArguments arguments, ToolCall call) throws InterruptedException {
    Services open = services.of(call);
    RunOptions run = arguments.run();
    AssemblyOrder order =
        new AssemblyOrder(
            arguments.operation().word(),
            resolved(open, arguments.inputs(), "inputs"),
            resolved(open, arguments.audioInputs(), "audio_inputs"),
            arguments.duck(),
            arguments.gainDecibels(),
            arguments.lut() == null ? null : open.guard().readableFile(arguments.lut(), "lut"),
            arguments.size(),
            arguments.framesPerSecond(),
            arguments.outputFormat(),
            run.outputDir() == null
                ? open.outputFolder()
                : open.guard().writableFolder(run.outputDir(), "output_dir"),
            run.name() == null ? arguments.operation().word() : run.name());
    order.check();
    ArrayNode readAs = PlanAccount.json(arguments.adjustments());
    if (run.dryRun()) {
      ObjectNode preview = JsonNodeFactory.instance.objectNode();
      preview.put("ok", true);
      preview.put("dry_run", true);
      preview.put("operation", order.operation());
      preview.putObject("cost").put("estimate_usd", 0);
      preview.set("adjustments", readAs);
      preview.set("ignored", PlanAccount.ignoredJson(arguments.ignored()));
      return ToolResult.of(preview);
    }
    ObjectNode plan = JsonNodeFactory.instance.objectNode();
    plan.set("adjustments", readAs);
    plan.set("ignored", PlanAccount.ignoredJson(arguments.ignored()));
    String id = identifiers.next("job");
    Accepted accepted =
        open.jobs()
            .accept(
                new NewJob(
                    id,
                    AssemblyJobs.KIND,
                    call.caller().owner(),
                    call.caller().session(),
                    ContinuationSource.HERE,
                    "ffmpeg",
                    order.write(),
                    plan,
                    run.requestKey() == null ? id : order.write().toString(),
                    run.requestKey(),
                    Duration.ZERO,
                    UsdAmount.ZERO),
                SpendingCaps.NONE,
                null,
                0);
    Job job =
        JobAnswers.awaited(
            open, accepted.job(), run.patience(call), JobAnswers.progress(call.progress()));
    ObjectNode report = JobAnswers.report(job);
    ToolResult answer = JobAnswers.withLinks(open.assets(), report, List.of(report));
    return job.state().terminal() || run.background() ? answer : answer.unfinished(job.id());
  }

  private static List<MediaInput> resolved(Services open, List<String> given, String field)
      throws InterruptedException {
    List<MediaInput> inputs = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      inputs.add(open.inputs().resolve(given.get(i), field + "[" + i + "]"));
    }
    return inputs;
  }
}
