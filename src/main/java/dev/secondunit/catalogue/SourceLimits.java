package dev.secondunit.catalogue;

import java.util.List;

/**
 * What a clip must be like to be continued.
 *
 * @param shortest seconds, or null
 * @param longest seconds, or null
 * @param longestTotal seconds of source and addition together, or null
 * @param sizes resolution classes the source may have, by its shorter side; empty for any
 * @param ratios ratios the source may have; empty for any
 * @param mostBytes or null
 */
public record SourceLimits(
    Double shortest,
    Double longest,
    Double longestTotal,
    List<String> sizes,
    List<String> ratios,
    Long mostBytes) {
  public static final SourceLimits NONE =
      new SourceLimits(null, null, null, List.of(), List.of(), null);

  public SourceLimits {
    sizes = List.copyOf(sizes);
    ratios = List.copyOf(ratios);
  }

  static SourceLimits read(JsonFields fields) {
    SourceLimits limits =
        new SourceLimits(
            fields.number("min_seconds"),
            fields.number("max_seconds"),
            fields.number("max_total_seconds"),
            fields.texts("sizes"),
            fields.texts("aspect_ratios"),
            fields.wholeNumber("max_bytes"));
    fields.done();
    return limits;
  }
}
