package dev.secondunit.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The models of a backend as lines for people: what each makes, its limits, its price with the date
 * of the price, and until when it is there. Ended ones come last and say so.
 */
public final class BackendLines {
  private final LocalDate today;

  /**
   * @param today decides which models have ended
   */
  public BackendLines(LocalDate today) {
    this.today = Objects.requireNonNull(today, "today");
  }

  /** One line per model. */
  public List<String> of(BackendEntry backend) {
    List<String> lines = new ArrayList<>();
    backend.models().stream()
        .filter(model -> !model.endedBy(today))
        .forEach(model -> lines.add(living(model)));
    backend.models().stream()
        .filter(model -> model.endedBy(today))
        .forEach(model -> lines.add(ended(model)));
    return lines;
  }

  private static String living(Model model) {
    List<String> facts = new ArrayList<>();
    boolean standard = model.chosen() == Model.Chosen.DEFAULT;
    facts.add(model.kind().word().replace('_', ' ') + (standard ? " (default)" : ""));
    add(facts, String.join(", ", ModelWords.operations(model)));
    String seconds =
        ModelWords.values(model, Parameter.DURATION)
            .replace(" seconds", "")
            .replaceFirst(" in steps of 1$", "");
    add(facts, seconds.isEmpty() ? "" : seconds + " s");
    add(facts, ModelWords.values(model, Parameter.SIZE));
    String price = ModelWords.price(model);
    boolean known = model.prices().asOf() != null && !model.prices().rules().isEmpty();
    add(facts, known ? price + " (as of " + model.prices().asOf() + ")" : "price " + price);
    add(facts, ModelWords.dates(model));
    return String.format("%-28s %s", model.id(), String.join("; ", facts));
  }

  private static String ended(Model model) {
    String instead = model.replacement() == null ? "" : "; use " + model.replacement();
    return String.format(
        "%-28s ENDED %s (%s)%s",
        model.id(), model.until(), model.kind().word().replace('_', ' '), instead);
  }

  private static void add(List<String> facts, String words) {
    if (!words.isEmpty()) {
      facts.add(words);
    }
  }
}
