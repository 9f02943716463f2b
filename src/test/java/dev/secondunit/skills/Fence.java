package dev.secondunit.skills;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown page.
 *
 * @param line where the fence opens, from 1
 * @param language the first word after the ticks, or the empty string
 * @param attributes the words after the language
 */
record Fence(Path page, int line, String language, List<String> attributes, String code) {
  private static final Pattern OPENING = Pattern.compile("^`{3,}(.*)$");

  String place() {
    return Documents.name(page) + ":" + line;
  }

  static List<Fence> in(Path page) {
    List<Fence> fences = new ArrayList<>();
    List<String> lines = Documents.read(page).lines().toList();
    int opened = -1;
    for (int index = 0; index < lines.size(); index++) {
      Matcher ticks = OPENING.matcher(lines.get(index));
      if (!ticks.matches()) {
        continue;
      }
      if (opened < 0) {
        opened = index;
      } else if (ticks.group(1).isBlank()) {
        fences.add(fence(page, lines, opened, index));
        opened = -1;
      }
    }
    if (opened >= 0) {
      throw new IllegalStateException(
          Documents.name(page) + ":" + (opened + 1) + ": this fence is not closed");
    }
    return fences;
  }

  private static Fence fence(Path page, List<String> lines, int opened, int closed) {
    List<String> words = List.of(lines.get(opened).replaceFirst("^`+", "").strip().split("\\s+"));
    return new Fence(
        page,
        opened + 1,
        words.get(0),
        words.subList(1, words.size()),
        String.join("\n", lines.subList(opened + 1, closed)) + "\n");
  }
}
