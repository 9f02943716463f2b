package dev.secondunit.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README names exists. */
class ReadmeWordsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))`");

  @Test
  void links_leadToFiles() throws Exception {
    for (String link : found(LINK)) {
      assertTrue(Files.exists(Path.of(link)), link);
    }
  }

  @Test
  void testClasses_exist() throws Exception {
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      List<String> classes =
          sources.map(file -> file.getFileName().toString().replace(".java", "")).toList();
      for (String name : found(TEST_CLASS)) {
        assertTrue(classes.contains(name), name);
      }
    }
  }

  @Test
  void testCommand_isTheOneThatContinuousIntegrationRuns() throws Exception {
    String script = Files.readString(Path.of(".ci/run"));
    List<String> commands =
        script.lines().filter(line -> line.startsWith("exec ")).collect(Collectors.toList());

    assertEquals(List.of("exec mvn -B -ntp verify"), commands);
    assertTrue(readme().contains("\n    mvn -B verify\n"));
  }

  @Test
  void picture_staysSmall() throws Exception {
    assertTrue(Files.size(Path.of("references/images/demo-contact-sheet.jpg")) <= 150_000);
  }

  private static List<String> found(Pattern pattern) throws IOException {
    List<String> names =
        pattern.matcher(readme()).results().map((MatchResult match) -> match.group(1)).toList();
    assertTrue(!names.isEmpty(), "nothing found");
    return names;
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
