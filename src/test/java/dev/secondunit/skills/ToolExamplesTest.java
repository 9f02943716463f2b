package dev.secondunit.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.secondunit.catalogue.BackendEntry;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.Model;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.failure.Retry;
import dev.secondunit.failure.VendorWords;
import dev.secondunit.job.PastAttempt;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFactsJson;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolDefinition;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolRegistry;
import dev.secondunit.tool.Tools;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tool calls and the names of tools and parameters on the pages, checked without a server. */
class ToolExamplesTest {
  private static final Set<String> PLACEHOLDERS =
      Set.of("<job_id>", "<batch_id>", "<asset_id>", "<continuation_id>", "<path>");
  private static final Set<String> FILES =
      Set.of(
          "media/first-frame.png",
          "media/last-frame.png",
          "media/reference-1.png",
          "media/reference-2.png",
          "media/mask.png",
          "media/clip-a.mp4",
          "media/clip-b.mp4",
          "media/narration.wav",
          "media/music.wav",
          "media/grade.cube");
  private static final Pattern VALUE = Pattern.compile("\"(<[^\"]*>|media/[^\"]*)\"");
  private static final Pattern NAME = Pattern.compile("`([a-z]+(?:_[a-z]+)+)\\b[^`]*`");

  private static final Failure FAILURE =
      Failure.of(ErrorCode.RATE_LIMITED, "slow down")
          .withField("model", "m")
          .withVendor(new VendorWords("grok", 429, "r1", "slow down"))
          .withRetryAfter(1);
  private static final MediaFacts FACTS =
      new MediaFacts("video/mp4", 1, "0", 1, 1, 1.0, 1.0, "h264", "aac", 1, 1);

  /** Tools whose arguments may be adjusted, and which can be told to refuse that. */
  private static final Set<String> STRICT =
      Set.of("generate_media", "continue_from", "analyze_video", "assemble_media");

  /** Every tool reads its arguments and then says that nothing is behind it. */
  private static final ToolRegistry TOOLS = Tools.registry(ToolChoices.ALL, new ToolFunctions() {});

  @Test
  void examples_nameOnlyFilesAndPlaceholdersTheRunnerKnows() {
    Set<String> unknown = new TreeSet<>();
    for (ToolExample example : ToolExample.all()) {
      for (MatchResult value : VALUE.matcher(example.fence().code()).results().toList()) {
        if (!PLACEHOLDERS.contains(value.group(1)) && !FILES.contains(value.group(1))) {
          unknown.add(example.fence().place() + " " + value.group(1));
        }
      }
    }
    assertEquals(Set.of(), unknown);
  }

  static List<ToolExample> examples() {
    List<ToolExample> examples = ToolExample.all();
    assertTrue(examples.size() > 30, "found " + examples.size());
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_fitsThePublishedSchema(ToolExample example) {
    ToolDefinition tool = TOOLS.find(example.tool()).orElseThrow();
    List<Error> errors =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(tool.inputSchema())
            .validate(example.arguments());
    assertEquals(List.of(), errors, example.fence().place());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_readWithoutAnyAdjustment(ToolExample example) {
    ToolDefinition tool = TOOLS.find(example.tool()).orElseThrow();
    ObjectNode arguments = example.arguments().deepCopy();
    if (STRICT.contains(tool.name())) {
      arguments.put("strict", true);
    }
    ToolCall call =
        new ToolCall(arguments, Caller.onThisMachine("test"), ToolCall.ProgressListener.NONE);
    FailureException answer =
        assertThrows(FailureException.class, () -> tool.function().call(call));
    assertEquals(
        ErrorCode.INTERNAL,
        answer.failure().code(),
        example.fence().place() + ": " + answer.getMessage());
  }

  @Test
  void names_inTheTextExist() {
    // The second is of the answers of models, whose schema is free to hold any data; the last two
    // are of `attempts`, whose fields the schema leaves out.
    Set<String> known =
        new TreeSet<>(List.of("asset_id", "evidence_frame", "actual_usd", "late_job_id"));
    Arrays.stream(PastAttempt.Fate.values()).map(PastAttempt.Fate::word).forEach(known::add);
    for (BackendEntry backend : Catalogue.builtIn().backends()) {
      for (Model model : backend.models()) {
        if (model.analysis() != null) {
          known.addAll(model.analysis().options());
        }
      }
    }
    known.addAll(FailureJson.write(FAILURE).propertyNames());
    known.addAll(FailureJson.write(FAILURE).get("vendor").propertyNames());
    known.addAll(MediaFactsJson.write(FACTS).propertyNames());
    Arrays.stream(Retry.values()).map(Retry::word).forEach(known::add);
    for (ToolDefinition tool : TOOLS.all()) {
      known.add(tool.name());
      collect(tool.inputSchema(), known);
      collect(tool.outputSchema(), known);
    }
    Arrays.stream(ErrorCode.values()).map(ErrorCode::word).forEach(known::add);
    Set<String> unknown = new TreeSet<>();
    Documents.pages().stream()
        // These speak of Remotion and of the simulators, which other tests keep in step.
        .filter(page -> !page.toString().contains("/remotion/rules/"))
        .filter(page -> !page.endsWith("simulators.md"))
        .forEach(
            page ->
                NAME.matcher(Documents.read(page))
                    .results()
                    .map(name -> name.group(1))
                    .filter(name -> !known.contains(name))
                    .forEach(name -> unknown.add(Documents.name(page) + " " + name)));
    assertEquals(Set.of(), unknown);
  }

  /** Every property name and every enum word in a schema. */
  private static void collect(JsonNode schema, Set<String> known) {
    if (schema == null) {
      return;
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      known.add(property.getKey());
    }
    schema.path("enum").valueStream().map(JsonNode::asString).forEach(known::add);
    Stream.concat(
            schema.path("properties").valueStream(),
            Stream.of(schema.path("items"), schema.path("additionalProperties")))
        .filter(JsonNode::isObject)
        .forEach(child -> collect(child, known));
  }
}
