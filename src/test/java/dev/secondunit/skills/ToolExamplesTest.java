package dev.secondunit.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tool calls that pages show, checked without a server. */
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

  @Test
  void examples_nameOnlyFilesAndPlaceholdersTheRunnerKnows() {
    List<ToolExample> examples = ToolExample.all();
    assertTrue(examples.size() > 30, "found " + examples.size());
    Set<String> unknown = new TreeSet<>();
    for (ToolExample example : examples) {
      for (MatchResult value : VALUE.matcher(example.fence().code()).results().toList()) {
        if (!PLACEHOLDERS.contains(value.group(1)) && !FILES.contains(value.group(1))) {
          unknown.add(example.fence().place() + " " + value.group(1));
        }
      }
    }
    assertEquals(Set.of(), unknown);
  }
}
