package dev.secondunit.tool.function;

import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.reading.Reading;
import dev.secondunit.reading.Reading.FileReading;
import dev.secondunit.reading.Reading.Unreadable;
import dev.secondunit.tool.ReadMediaArguments;
import dev.secondunit.tool.ReadMediaFunction;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.understanding.AnalysisRequest;
import dev.secondunit.understanding.Instructions;
import dev.secondunit.understanding.Manner;
import dev.secondunit.understanding.PlannedAnalysis;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code read_media}: looks and measures on this machine, and with a prompt lets a model answer it,
 * as a durable job. Inputs that cannot be read are told, and the question is about the others.
 */
final class ReadFunction {
  private final Services.Source services;
  private final ReadMediaFunction local;

  ReadFunction(Services.Source services, ReadMediaFunction local) {
    this.services = services;
    this.local = local;
  }

  ToolResult read(ReadMediaArguments arguments, ToolCall call) throws InterruptedException {
    if (arguments.prompt() == null) {
      return local.call(arguments, call);
    }
    Services open = services.of(call);
    boolean anybody =
        arguments.backendType().equals(GenerationRequest.AUTO)
            && arguments.model() == null
            && arguments.continueFrom() == null;
    if (anybody && !open.analyses().anyFor(Set.of())) {
      return local.call(arguments, call);
    }
    Reading reading = look(arguments, call);
    List<AnalysisRequest.Input> readable = readable(reading);
    insistOnSomething(reading, readable);
    if (anybody && !open.analyses().anyFor(kinds(readable))) {
      return local.call(
          arguments,
          call,
          "No model answered the prompt. " + open.analyses().nobodyFor(kinds(readable)));
    }
    PlannedAnalysis planned =
        open.analyses().plan(question(arguments, readable), EnumSet.allOf(Mode.class));
    ObjectNode report = AnalysisAnswers.report(open, planned, arguments.run(), call);
    return ReadMediaFunction.shown(reading, arguments, told(report, open));
  }

  /** Pictures for the caller only where they were asked for: the model's words stand for them. */
  private Reading look(ReadMediaArguments arguments, ToolCall call) throws InterruptedException {
    if (arguments.inputs().isEmpty()) {
      return new Reading(List.of());
    }
    boolean pictures =
        arguments.frames() != null || arguments.contactSheet() || !arguments.frameTimes().isEmpty();
    return local.look(arguments.looking(pictures ? arguments.frames() : Integer.valueOf(0)), call);
  }

  private static List<AnalysisRequest.Input> readable(Reading reading) {
    List<AnalysisRequest.Input> readable = new ArrayList<>();
    for (int i = 0; i < reading.entries().size(); i++) {
      if (reading.entries().get(i) instanceof FileReading file) {
        readable.add(
            new AnalysisRequest.Input(
                file.source(), file.name(), "inputs[" + i + "]", file.input()));
      }
    }
    return readable;
  }

  private static void insistOnSomething(Reading reading, List<AnalysisRequest.Input> readable) {
    if (readable.isEmpty() && !reading.entries().isEmpty()) {
      Unreadable first = (Unreadable) reading.entries().get(0);
      throw new FailureException(first.failure());
    }
  }

  private static Set<Mode> kinds(List<AnalysisRequest.Input> inputs) {
    EnumSet<Mode> kinds = EnumSet.noneOf(Mode.class);
    inputs.forEach(input -> kinds.add(input.resolved().facts().mode()));
    return kinds;
  }

  private static AnalysisRequest question(
      ReadMediaArguments arguments, List<AnalysisRequest.Input> inputs) {
    ArrayNode readAs = PlanAccount.json(arguments.adjustments());
    String instructions =
        arguments.instructions() == null ? Instructions.CRITIC : arguments.instructions();
    return new AnalysisRequest(
        "read_media",
        inputs,
        arguments.prompt(),
        new Manner(
            instructions,
            null,
            null,
            null,
            null,
            null,
            false,
            JsonNodeFactory.instance.objectNode()),
        arguments.backendType(),
        arguments.model(),
        arguments.continueFrom(),
        arguments.run().strict(),
        readAs);
  }

  private static String told(ObjectNode report, Services open) {
    String id = report.path("job_id").asString();
    if (report.has("error")) {
      throw new FailureException(
          open.jobs().find(id).map(dev.secondunit.job.Job::failure).orElseThrow());
    }
    StringBuilder words = new StringBuilder();
    if (!report.has("text")) {
      return words
          .append("The answer is not there yet, job ")
          .append(id)
          .append(" is ")
          .append(report.path("status").asString())
          .append(". wait_for_jobs {\"job_ids\": [\"")
          .append(id)
          .append("\"]} brings it.")
          .toString();
    }
    words.append(report.path("backend").asString()).append(", ");
    words.append(report.path("model").asString()).append(", answers:\n");
    words.append(report.path("text").asString()).append("\n\n");
    for (JsonNode moment : report.path("moments")) {
      if (moment.has("evidence_frame")) {
        words.append("Frame at ").append(moment.path("start").asString()).append(" s: ");
        words.append(moment.path("evidence_frame").asString()).append('\n');
      }
    }
    report
        .path("warnings")
        .forEach(warning -> words.append("Note: ").append(warning.asString()).append('\n'));
    words.append(report.path("deduplicated").asBoolean(false) ? "Answered before, free. " : "");
    words.append(cost(report.path("cost")));
    return words.append("Ask further with continue_from ").append(id).append('.').toString();
  }

  private static String cost(JsonNode cost) {
    return cost.path("actual_usd").isNumber()
        ? "Cost: " + cost.path("actual_usd").decimalValue().toPlainString() + " USD. "
        : "What it cost is not known. ";
  }
}
