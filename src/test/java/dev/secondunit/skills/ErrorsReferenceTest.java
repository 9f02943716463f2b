package dev.secondunit.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in {@code references/errors.md}: codes and meanings come from the Javadoc of {@link
 * ErrorCode}, what to do is written by hand. Run with {@code -Dsecond-unit.update=true} to write
 * the first two columns anew.
 */
class ErrorsReferenceTest {
  private static final Path PAGE = Documents.REFERENCES.resolve("errors.md");
  private static final Path SOURCE =
      Documents.ROOT.resolve("src/main/java/dev/secondunit/failure/ErrorCode.java");
  private static final String START = "<!-- generated:error-codes -->\n";
  private static final String END = "<!-- /generated -->";
  private static final Pattern CONSTANT =
      Pattern.compile("/\\*\\*\\s*(.*?)\\s*\\*/\\s*([A-Z_]+)[,;]", Pattern.DOTALL);
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z_]+)` \\| (.*?) \\| (.*?) \\|$", Pattern.MULTILINE);

  @Test
  void table_hasEveryCodeWithMeaningAndAdvice() {
    String page = Documents.read(PAGE);
    Map<String, String> advice = advice(page);
    String wanted = table(advice);
    int from = page.indexOf(START) + START.length();
    int to = page.indexOf(END, from);
    if (Documents.update()) {
      page = page.substring(0, from) + wanted + page.substring(to);
      Documents.write(PAGE, page);
      to = page.indexOf(END, from);
    }
    assertEquals(wanted, page.substring(from, to), "run with -Dsecond-unit.update=true");
    Stream.of(ErrorCode.values())
        .forEach(
            code ->
                assertTrue(
                    !advice.getOrDefault(code.word(), "").isBlank(),
                    code.word() + " has no advice in references/errors.md"));
  }

  private static Map<String, String> advice(String page) {
    Map<String, String> advice = new LinkedHashMap<>();
    Matcher rows = ROW.matcher(page);
    while (rows.find()) {
      advice.put(rows.group(1), rows.group(3).strip());
    }
    return advice;
  }

  private static String table(Map<String, String> advice) {
    Map<String, String> meanings = meanings();
    StringBuilder table = new StringBuilder("| Code | Meaning | Do |\n|---|---|---|\n");
    for (ErrorCode code : ErrorCode.values()) {
      table
          .append("| `")
          .append(code.word())
          .append("` | ")
          .append(meanings.get(code.name()))
          .append(" | ")
          .append(advice.getOrDefault(code.word(), ""))
          .append(" |\n");
    }
    return table.toString();
  }

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Matcher constants = CONSTANT.matcher(body());
    while (constants.find()) {
      String words = constants.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ");
      meanings.put(constants.group(2), words.replaceAll("\\{@code ([^}]+)}", "`$1`"));
    }
    assertEquals(ErrorCode.values().length, meanings.size(), "constants with Javadoc");
    return meanings;
  }

  private static String body() {
    String source = Documents.read(SOURCE);
    return source.substring(source.indexOf("enum ErrorCode {"));
  }
}
