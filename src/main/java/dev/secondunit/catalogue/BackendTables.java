package dev.secondunit.catalogue;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The catalogue as Markdown tables, for {@code references/backends.md}. The same catalogue gives
 * the same text; nothing depends on the day.
 */
public final class BackendTables {
  /** The tables there are, by the word in their marker. */
  public static final List<String> NAMES = List.of("video", "image", "audio", "analysis", "prices");

  private final Catalogue catalogue;

  public BackendTables(Catalogue catalogue) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
  }

  /** The table of that name, ending with a line feed. */
  public String table(String name) {
    return switch (name) {
      case "video" -> video();
      case "image" -> image();
      case "audio" -> audio();
      case "analysis" -> analysis();
      case "prices" -> prices();
      default -> throw new IllegalArgumentException("no table " + name + ": " + NAMES);
    };
  }

  private String video() {
    Rows rows =
        new Rows(
            "Backend", "Model", "Operations", "Seconds", "Default", "Ratios", "Sizes", "Dates");
    each(
        model -> model.kind() == MediaKind.VIDEO,
        (backend, model) ->
            rows.add(
                backend.name(),
                id(model),
                String.join(", ", ModelWords.operations(model)),
                seconds(model),
                ModelWords.standard(model, Parameter.DURATION),
                ModelWords.values(model, Parameter.ASPECT_RATIO),
                ModelWords.values(model, Parameter.SIZE),
                ModelWords.dates(model)));
    return rows.toString();
  }

  private String image() {
    Rows rows = new Rows("Backend", "Model", "Operations", "Ratios", "Sizes", "Formats", "Dates");
    each(
        model -> model.kind() == MediaKind.IMAGE,
        (backend, model) ->
            rows.add(
                backend.name(),
                id(model),
                String.join(", ", ModelWords.operations(model)),
                ModelWords.values(model, Parameter.ASPECT_RATIO),
                ModelWords.values(model, Parameter.SIZE),
                ModelWords.values(model, Parameter.OUTPUT_FORMAT),
                ModelWords.dates(model)));
    return rows.toString();
  }

  private String audio() {
    Rows rows =
        new Rows("Backend", "Model", "Makes", "Prompt", "Seconds", "Speed", "Formats", "Dates");
    each(
        model -> model.kind().mode().filter(dev.secondunit.media.Mode.AUDIO::equals).isPresent(),
        (backend, model) ->
            rows.add(
                backend.name(),
                id(model),
                model.kind().word(),
                ModelWords.values(model, Parameter.PROMPT),
                seconds(model),
                ModelWords.values(model, Parameter.SPEED),
                formats(model),
                ModelWords.dates(model)));
    return rows.toString();
  }

  private String analysis() {
    Rows rows = new Rows("Backend", "Model", "Video", "Length", "Notes");
    each(
        model -> model.kind() == MediaKind.ANALYSIS,
        (backend, model) ->
            rows.add(
                backend.name(),
                id(model),
                model.analysis().video(),
                model.analysis().longestSeconds() == null
                    ? ""
                    : NumberRule.words(model.analysis().shortestSeconds())
                        + " to "
                        + NumberRule.words(model.analysis().longestSeconds())
                        + " s",
                String.join(" ", model.notes())));
    return rows.toString();
  }

  private String prices() {
    Rows rows = new Rows("Backend", "Model", "Price", "As of", "Source", "Note");
    each(
        model -> !model.prices().rules().isEmpty(),
        (backend, model) ->
            rows.add(
                backend.name(),
                id(model),
                ModelWords.price(model),
                String.valueOf(model.prices().asOf()),
                model.prices().source(),
                model.prices().note() == null ? "" : model.prices().note()));
    return rows + "\nFor every other model the price is unknown, which never counts as free.\n";
  }

  private static String id(Model model) {
    String id = "`" + model.id() + "`";
    if (model.chosen() != Model.Chosen.DEFAULT) {
      return id;
    }
    return id + (model.until() == null ? " (default)" : " (default until its end)");
  }

  private static String seconds(Model model) {
    return ModelWords.values(model, Parameter.DURATION).replace(" seconds", "");
  }

  /** Families of formats where a vendor has dozens of them. */
  private static String formats(Model model) {
    String all = ModelWords.values(model, Parameter.OUTPUT_FORMAT);
    List<String> words =
        List.of(all.split(", ")).stream().map(word -> word.split("_")[0]).distinct().toList();
    return String.join(", ", words);
  }

  private interface ForModel {
    void accept(BackendEntry backend, Model model);
  }

  private void each(Predicate<Model> wanted, ForModel action) {
    for (BackendEntry backend : catalogue.backends()) {
      backend.models().stream().filter(wanted).forEach(model -> action.accept(backend, model));
    }
  }

  /** Lines of a Markdown table. */
  private static final class Rows {
    private final StringBuilder text = new StringBuilder();

    Rows(String... titles) {
      add(titles);
      text.append("|").append("---|".repeat(titles.length)).append('\n');
    }

    void add(String... cells) {
      text.append('|');
      for (String cell : cells) {
        text.append(' ').append(cell.replace("|", "\\|")).append(" |");
      }
      text.append('\n');
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
