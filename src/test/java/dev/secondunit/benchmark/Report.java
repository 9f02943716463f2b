package dev.secondunit.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numbers as a table, each with what it was measured by. */
final class Report {
  private record Row(String what, String value, String goal, String how) {}

  private final List<Row> rows = new ArrayList<>();

  /** Adds a number and prints it at once, so that a long run shows where it is. */
  void add(String what, String value, String goal, String how) {
    rows.add(new Row(what, value, goal, how));
    System.out.printf("%-58s %22s  %s%n", what, value, goal);
  }

  String markdown(String machine) {
    StringBuilder text =
        new StringBuilder(
            """
            # Benchmarks

            Measured by `mvn -B -ntp verify -Pbenchmark -DskipTests`, which writes this page anew. \
            Numbers depend on the machine and on what else it does: compare ratios of one run, \
            not numbers of two.

            """);
    text.append("Machine: ").append(machine).append("\n\n");
    text.append("| What | Measured | Goal | How |\n|---|---|---|---|\n");
    for (Row row : rows) {
      text.append("| ").append(row.what()).append(" | ").append(row.value()).append(" | ");
      text.append(row.goal()).append(" | ").append(row.how()).append(" |\n");
    }
    return text.toString();
  }

  /** A part that could not be measured leaves its reason, so that the others are not lost. */
  void failed(String part, Exception reason) {
    String words = String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
    add(part, "not measured", "", reason.getClass().getSimpleName() + ": " + shortened(words));
  }

  private static String shortened(String words) {
    String plain = words.replaceAll("/[^ ]*/", "").replace("|", "/");
    return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
  }

  static String milliseconds(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f ms" : "%.0f ms", value);
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f×", value);
  }
}
