package dev.secondunit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The directions between packages that matter. Each rule is shown to catch what it forbids. */
class PackageDependenciesTest {
  private static final List<String> VENDORS =
      List.of("elevenlabs", "google", "grok", "openai", "previz", "twelvelabs");

  /** From the ground up; nobody sees what stands above. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("failure"),
          List.of("media", "config"),
          List.of("catalogue", "artifact", "job", "backend"),
          List.of("generation", "reading", "analysis", "assembly", "understanding"),
          List.of("tool"),
          List.of("mcp"),
          List.of("command", "metrics"),
          List.of("Wiring", "Main"));

  private static final Pattern OUR_NAME =
      Pattern.compile("dev\\.secondunit\\.([a-z]\\w*(?:\\.[a-z]\\w*)*(?:\\.[A-Z]\\w*)?)");

  /** Whatever a file declares stands at the beginning of a line. */
  private static final Pattern OPEN_TO_ALL = Pattern.compile("(?m)^public ");

  enum Rule {
    ONLY_MCP_SEES_THE_PROTOCOL_LIBRARY(
        file -> file.in("mcp") || !file.uses("io.modelcontextprotocol")),
    ONLY_METRICS_SEE_MICROMETER(
        file -> file.in("metrics") || !file.uses("io.micrometer") && !file.uses("io.prometheus")),
    ONLY_HTTP_SEES_TOKENS(file -> file.in("mcp.http") || !file.uses("com.nimbusds")),
    ONLY_JOB_SQL_SEES_SQL(
        file -> file.in("job.sql") || !file.uses("java.sql") && !file.uses("javax.sql")),
    ONLY_THE_BUCKET_SEES_AMAZONS_CLIENT(
        file -> file.in("artifact.s3") || !file.uses("software.amazon")),
    VENDORS_DO_NOT_SEE_EACH_OTHER(
        file ->
            VENDORS.stream()
                .noneMatch(
                    vendor ->
                        file.in("backend")
                            && !file.in("backend." + vendor)
                            && file.usesOurs("backend." + vendor))),
    ONLY_THE_WIRINGS_VENDORS_NAME_VENDORS(
        file ->
            file.isTop("Vendors")
                || VENDORS.stream()
                    .noneMatch(
                        vendor ->
                            !file.in("backend." + vendor) && file.usesOurs("backend." + vendor))),
    ONLY_THE_WIRINGS_STORES_NAME_DATABASES(
        file -> file.isTop("Stores") || file.in("job.sql") || !file.usesOurs("job.sql")),
    PARTS_OF_THE_WIRING_STAND_BEHIND_IT(
        file ->
            !file.packageName().isEmpty()
                || List.of("Main", "Version", "Wiring").contains(file.type())
                || !OPEN_TO_ALL.matcher(file.code()).find()),
    JOB_KNOWS_NOTHING_OF_MEDIA(file -> !file.in("job") || seesOnlyWhatJobsNeed(file)),
    ONLY_THE_EDGES_WRITE_TO_STANDARD_OUTPUT(
        file ->
            file.in("mcp")
                || file.in("command")
                || file.type().equals("Main")
                || !file.uses("System.out")),
    ONLY_MAIN_ENDS_THE_PROGRAM(
        file ->
            file.type().equals("Main")
                || !file.uses("System.exit") && !file.uses("Runtime.getRuntime().halt")),
    ONLY_COMMANDS_SIMULATE(
        file -> file.in("simulate") || file.in("command") || !file.usesOurs("simulate")),
    CATALOGUE_SEES_NO_BACKEND(file -> !file.in("catalogue") || !file.usesOurs("backend")),
    NOBODY_SEES_WHAT_STANDS_ABOVE(PackageDependenciesTest::looksDown);

    private final Predicate<SourceFile> kept;

    Rule(Predicate<SourceFile> kept) {
      this.kept = kept;
    }
  }

  @ParameterizedTest
  @EnumSource
  void rule_isKept(Rule rule) {
    List<SourceFile> files = SourceFile.all();
    assertTrue(files.size() > 200, "only " + files.size() + " files were found");

    assertEquals(List.of(), files.stream().filter(rule.kept.negate()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ONLY_MCP_SEES_THE_PROTOCOL_LIBRARY | tool | import"
            + " io.modelcontextprotocol.spec.McpSchema;",
        "ONLY_METRICS_SEE_MICROMETER | mcp.http | import io.micrometer.core.instrument.Timer;",
        "ONLY_HTTP_SEES_TOKENS | command | import com.nimbusds.jwt.SignedJWT;",
        "ONLY_JOB_SQL_SEES_SQL | job | import java.sql.Connection;",
        "ONLY_JOB_SQL_SEES_SQL | generation | javax.sql.DataSource source;",
        "ONLY_THE_BUCKET_SEES_AMAZONS_CLIENT | artifact | import software.amazon.awssdk.A;",
        "VENDORS_DO_NOT_SEE_EACH_OTHER | backend.grok | import dev.secondunit.backend.google.Home;",
        "VENDORS_DO_NOT_SEE_EACH_OTHER | backend.http | import static"
            + " dev.secondunit.backend.grok.A.b;",
        "ONLY_THE_WIRINGS_VENDORS_NAME_VENDORS | command | import"
            + " dev.secondunit.backend.grok.GrokBackend;",
        "ONLY_THE_WIRINGS_VENDORS_NAME_VENDORS | '' | import"
            + " dev.secondunit.backend.grok.GrokBackend;",
        "ONLY_THE_WIRINGS_STORES_NAME_DATABASES | tool.function | import"
            + " dev.secondunit.job.sql.Database;",
        "ONLY_THE_WIRINGS_STORES_NAME_DATABASES | '' | import dev.secondunit.job.sql.Database;",
        "PARTS_OF_THE_WIRING_STAND_BEHIND_IT | '' | public final class Culprit {}",
        "JOB_KNOWS_NOTHING_OF_MEDIA | job | import dev.secondunit.media.MediaFacts;",
        "JOB_KNOWS_NOTHING_OF_MEDIA | job.sql | import dev.secondunit.catalogue.Plan;",
        "ONLY_THE_EDGES_WRITE_TO_STANDARD_OUTPUT | reading | System.out.println(1);",
        "ONLY_MAIN_ENDS_THE_PROGRAM | command | System.exit(1);",
        "ONLY_COMMANDS_SIMULATE | backend.http | import dev.secondunit.simulate.Simulation;",
        "CATALOGUE_SEES_NO_BACKEND | catalogue | import dev.secondunit.backend.Backend;",
        "NOBODY_SEES_WHAT_STANDS_ABOVE | generation | import dev.secondunit.tool.ToolCall;",
        "NOBODY_SEES_WHAT_STANDS_ABOVE | tool.function | import dev.secondunit.mcp.Json;",
        "NOBODY_SEES_WHAT_STANDS_ABOVE | failure | import dev.secondunit.media.Mode;",
        "NOBODY_SEES_WHAT_STANDS_ABOVE | command | import dev.secondunit.Main;",
      })
  void rule_broken_isSeen(Rule rule, String packageName, String code) {
    assertFalse(rule.kept.test(SourceFile.of(packageName, "Culprit", code)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "// System.out",
        "/* System.exit(1) */ int a;",
        "String a = \"System.out\";",
        "mySystem.outlet();",
        "String a = \"\\\"\", b = \"System.out\";",
      })
  void code_inWordsOnly_isNoUse(String text) {
    SourceFile file = SourceFile.of("reading", "Innocent", text);

    assertFalse(file.uses("System.out"), file.code());
    assertFalse(file.uses("System.exit"), file.code());
  }

  @Test
  void code_betweenQuotedQuotes_isStillSeen() {
    String text = "char a = '\"'; System.out.println(a); char b = '\"';";

    assertTrue(SourceFile.of("reading", "Culprit", text).uses("System.out"));
  }

  private static boolean seesOnlyWhatJobsNeed(SourceFile file) {
    List<String> needed = List.of("media.UsdAmount", "media.Identifiers");
    return OUR_NAME
        .matcher(file.code().replaceFirst("(?m)^package .*$", ""))
        .results()
        .map(match -> match.group(1))
        .allMatch(name -> name.matches("(job|failure)(\\..*)?") || needed.contains(name));
  }

  private static boolean looksDown(SourceFile file) {
    int own = layer(file.packageName().isEmpty() ? file.type() : file.packageName());
    return own < 0
        || LAYERS.stream()
            .skip(own + 1L)
            .flatMap(List::stream)
            // Commands are what starts the wiring.
            .filter(name -> !(file.in("command") && name.equals("Wiring")))
            .noneMatch(file::usesOurs);
  }

  /** Where a package stands, or -1 when it stands outside, as the simulators do. */
  private static int layer(String name) {
    String first = Arrays.asList(name.split("\\.")).get(0);
    for (int i = 0; i < LAYERS.size(); i++) {
      if (LAYERS.get(i).contains(first)) {
        return i;
      }
    }
    return -1;
  }
}
