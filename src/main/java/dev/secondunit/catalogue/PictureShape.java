package dev.secondunit.catalogue;

import java.util.Optional;

/**
 * Settles ratio and size: from what was asked, from the picture the shot starts from, and for
 * vendors that know only pixels from both.
 */
final class PictureShape {
  private final ShotAccount account;
  private final OperationRules rules;

  PictureShape(ShotAccount account) {
    this.account = account;
    this.rules = account.rules;
  }

  /** For vendors that know no ratios: the pixels that the ratio stands for. */
  void turnRatioIntoSize() {
    if (!(rules.rule(Parameter.ASPECT_RATIO).orElse(null) instanceof ChoiceRule ratios)
        || ratios.sizes().isEmpty()) {
      return;
    }
    Optional<String> given = account.effective().text(Parameter.ASPECT_RATIO);
    Optional<String> ratio =
        given.or(() -> ratioOfPicture().flatMap(r -> Resolution.nearestRatio(r, ratios.values())));
    account.drop(Parameter.ASPECT_RATIO);
    if (ratio.isPresent()) {
      size(ratios, ratio.get(), given.isPresent());
    }
  }

  private void size(ChoiceRule ratios, String ratio, boolean ratioAsked) {
    String asked = account.request.parameters().text(Parameter.SIZE).orElse(null);
    String size = ratios.sizes().get(ratio);
    String reason =
        account.model.id() + " takes pixels: aspect_ratio " + ratio + " is sent as " + size + ".";
    if (asked == null) {
      if (size != null) {
        account.take(Parameter.SIZE, size);
      }
      return;
    }
    if (Resolution.ratio(asked).isPresent()) {
      if (ratioAsked && !sameRatio(asked, ratio)) {
        account.ignore(Parameter.ASPECT_RATIO, "size " + asked + " decides the ratio already.");
      }
      return;
    }
    if (Resolution.lines(asked).isEmpty()) {
      if (ratioAsked && size != null) {
        account.take(Parameter.SIZE, size);
      }
      return;
    }
    Optional<String> inClass = inClass(asked, ratio, size);
    if (inClass.isPresent()) {
      account.take(Parameter.SIZE, inClass.get());
    } else if (size != null) {
      account.change(Parameter.SIZE, size, reason, rules.rule(Parameter.SIZE).orElse(ratios));
    }
  }

  /** Pixels of that ratio that are what a class such as {@code 2k} asks for. */
  private Optional<String> inClass(String asked, String ratio, String size) {
    if (size != null && hasLines(size, asked)) {
      return Optional.of(size);
    }
    if (!(rules.rule(Parameter.SIZE).orElse(null) instanceof ChoiceRule sizes)
        || sizes.pixels() == null) {
      return Optional.empty();
    }
    return account
        .effective()
        .text(Parameter.SIZE)
        .filter(PixelRule::isSize)
        .flatMap(pixels -> sizes.pixels().reshaped(pixels, Resolution.ratio(ratio).orElseThrow()));
  }

  /** Whether {@code 1280x720} is what {@code 720p} asks for. */
  private static boolean hasLines(String pixels, String resolution) {
    int lines = Resolution.lines(resolution).orElse(-1);
    String[] sides = pixels.split("x");
    return Math.min(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])) == lines;
  }

  private static boolean sameRatio(String size, String ratio) {
    double difference =
        Math.log(Resolution.ratio(size).orElseThrow() / Resolution.ratio(ratio).orElseThrow());
    return Math.abs(difference) < 0.02;
  }

  /** Whether the default of a ratio gives way to the picture that the shot starts from. */
  boolean followsPicture(ValueRule rule) {
    return rule instanceof ChoiceRule choice
        && choice.fromInput() != ChoiceRule.FromInput.KEEP_DEFAULT
        && account.startsFromPicture();
  }

  /** What stands in for the default then, or null for nothing. */
  Object fromPicture(ChoiceRule choice) {
    if (choice.fromInput() == ChoiceRule.FromInput.OMIT) {
      return null;
    }
    return ratioOfPicture()
        .flatMap(ratio -> Resolution.nearestRatio(ratio, choice.values()))
        .orElse(choice.standard());
  }

  /** A ratio that was turned into pixels must not come back as a default. */
  static boolean hasNoSay(Parameter parameter, ValueRule rule) {
    return parameter == Parameter.ASPECT_RATIO
        && rule instanceof ChoiceRule choice
        && !choice.sizes().isEmpty();
  }

  void warnOfStretching(Parameter parameter, ValueRule rule) {
    if (parameter == Parameter.ASPECT_RATIO
        && rule instanceof ChoiceRule choice
        && choice.fromInput() == ChoiceRule.FromInput.OMIT
        && account.picture().isPresent()) {
      String ratio = account.effective().text(parameter).orElseThrow();
      if (Resolution.ratio(ratio).isPresent()
          && !Resolution.hasRatio(account.picture().get(), ratio)) {
        account.warn(
            "aspect_ratio "
                + ratio
                + " differs from the picture the shot starts from; "
                + account.model.id()
                + " stretches the picture. Leave aspect_ratio out to keep its ratio.");
      }
    }
  }

  private Optional<Double> ratioOfPicture() {
    return account.picture().flatMap(Resolution::ratio);
  }
}
