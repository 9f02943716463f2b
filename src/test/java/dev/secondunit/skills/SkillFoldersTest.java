package dev.secondunit.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Installers and MCP take one skill folder, so each must be complete. The references are written
 * once, at the top, and copied without the sections that are about other kinds of media: run with
 * {@code -Dsecond-unit.update=true} to copy them anew.
 */
class SkillFoldersTest {
  private static final Map<String, List<String>> COPIES =
      Map.of(
          "video-generation",
          List.of("backends.md", "editing.md", "errors.md", "production.md"),
          "image-generation",
          List.of("backends.md", "editing.md", "errors.md"),
          "audio-generation",
          List.of("backends.md", "errors.md"),
          "media-review",
          List.of("backends.md", "errors.md"),
          "remotion",
          List.of("production.md"));

  /** Sections of references that only one skill needs. */
  private static final Map<String, String> KINDS =
      Map.of(
          "## Video", "video-generation",
          "## Image", "image-generation",
          "## Audio", "audio-generation",
          "## Reading and analysis", "media-review");

  private static final Set<String> LANGUAGES = Set.of("json", "ts", "tsx", "bash", "text");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");
  private static final int MOST_BYTES = 20_000;
  private static final int MOST_LINES = 500;

  @Test
  void references_copiedIntoSkills() {
    assertEquals(
        COPIES.keySet(),
        Set.copyOf(
            Documents.skills().stream().map(path -> path.getFileName().toString()).toList()));
    COPIES.forEach(
        (skill, pages) -> {
          Path folder = Documents.SKILLS.resolve(skill).resolve("references");
          for (String page : pages) {
            String source = forSkill(skill, Documents.read(Documents.REFERENCES.resolve(page)));
            if (Documents.update()) {
              Documents.write(folder.resolve(page), source);
            }
            assertEquals(
                source,
                Documents.read(folder.resolve(page)),
                skill + "/references/" + page + " is stale: run with -Dsecond-unit.update=true");
          }
          assertEquals(
              pages,
              Documents.list(folder).stream().map(path -> path.getFileName().toString()).toList());
        });
  }

  /** A page without the sections that are about another kind of media. */
  private static String forSkill(String skill, String page) {
    Set<String> others = new TreeSet<>(KINDS.keySet());
    others.removeIf(heading -> KINDS.get(heading).equals(skill));
    return Arrays.stream(page.split("(?m)^(?=## )"))
        .filter(section -> !others.contains(section.lines().findFirst().orElseThrow()))
        .collect(Collectors.joining());
  }

  @Test
  void links_stayInTheirFolderAndResolve() {
    List<String> broken = new ArrayList<>();
    for (Path page : Documents.pages()) {
      Path home =
          page.startsWith(Documents.SKILLS)
              ? Documents.SKILLS.resolve(Documents.SKILLS.relativize(page).getName(0))
              : Documents.REFERENCES;
      for (MatchResult link : LINK.matcher(Documents.read(page)).results().toList()) {
        Path target = page.resolveSibling(link.group(1)).normalize();
        if (!target.startsWith(home) || !Files.exists(target)) {
          broken.add(Documents.name(page) + " -> " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void fences_sayTheirLanguage() {
    List<String> unknown =
        Documents.pages().stream()
            .flatMap(page -> Fence.in(page).stream())
            .filter(fence -> !LANGUAGES.contains(fence.language()))
            .map(Fence::place)
            .toList();
    assertEquals(List.of(), unknown);
  }

  @Test
  void skillTexts_shortEnoughToLoad() {
    for (Path skill : Documents.skills()) {
      String text = Documents.read(skill.resolve("SKILL.md"));
      assertTrue(text.lines().count() < MOST_LINES, skill + ": too many lines");
      assertTrue(text.length() < MOST_BYTES, skill + ": too long");
    }
  }

  @Test
  void remotionRules_allReachableFromTheSkill() {
    Path skill = Documents.SKILLS.resolve("remotion");
    String text = Documents.read(skill.resolve("SKILL.md"));
    for (Path rule : Documents.list(skill.resolve("rules"))) {
      assertTrue(text.contains("(rules/" + rule.getFileName() + ")"), rule + " is not linked");
    }
  }
}
