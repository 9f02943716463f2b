package dev.secondunit.generation;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Compares what was delivered with what was sent: a file that differs is kept, paid and flagged.
 */
final class Defects {
  private static final double LENGTH_TOLERANCE_SECONDS = 0.25;
  private static final double RATIO_TOLERANCE = 0.02;
  private static final Pattern LINES = Pattern.compile("(\\d{3,4})p");
  private static final Pattern PIXELS = Pattern.compile("(\\d{2,5})x(\\d{2,5})");
  private static final Pattern RATIO = Pattern.compile("(\\d+(?:\\.\\d+)?):(\\d+(?:\\.\\d+)?)");
  private static final Map<String, Integer> SHORT_SIDES = Map.of("4k", 2160, "uhd", 2160);

  private Defects() {}

  /** One entry per difference: field, expected, measured. */
  static ArrayNode between(Plan plan, MediaFacts facts) {
    ArrayNode defects = JsonNodeFactory.instance.arrayNode();
    Parameters effective = plan.effective();
    if (facts.mode() != plan.mode()) {
      add(defects, "mode", plan.mode().word(), facts.mode().word());
      return defects;
    }
    if (plan.operation() == Operation.GENERATE || plan.operation() == Operation.LAST_FRAME) {
      duration(defects, plan, facts);
    }
    if (plan.mode() != Mode.AUDIO) {
      size(defects, effective, facts);
      aspectRatio(defects, effective, facts);
    }
    boolean wantsSound = effective.flag(Parameter.GENERATE_AUDIO).orElse(false);
    if (plan.mode() == Mode.VIDEO && wantsSound && !facts.hasAudio()) {
      add(defects, "generate_audio", "a sound track", "none");
    }
    return defects;
  }

  private static void duration(ArrayNode defects, Plan plan, MediaFacts facts) {
    Optional<Double> wanted = plan.effective().number(Parameter.DURATION);
    boolean timed =
        plan.mode() == Mode.VIDEO
            || !plan.effective().text(Parameter.AUDIO_TYPE).orElse("speech").equals("speech");
    if (wanted.isPresent()
        && timed
        && facts.durationSeconds() != null
        && Math.abs(facts.durationSeconds() - wanted.get()) > LENGTH_TOLERANCE_SECONDS) {
      add(defects, "duration", wanted.get() + " s", facts.durationSeconds() + " s");
    }
  }

  private static void size(ArrayNode defects, Parameters effective, MediaFacts facts) {
    String size = effective.text(Parameter.SIZE).orElse("").toLowerCase(Locale.ROOT);
    String measured = facts.width() + "x" + facts.height();
    Matcher pixels = PIXELS.matcher(size);
    if (pixels.matches()) {
      if (!size.equals(measured)) {
        add(defects, "size", size, measured);
      }
      return;
    }
    Matcher lines = LINES.matcher(size);
    Integer side = lines.matches() ? Integer.valueOf(lines.group(1)) : SHORT_SIDES.get(size);
    if (side != null && Math.min(facts.width(), facts.height()) < side - 8) {
      add(defects, "size", size, measured);
    }
  }

  private static void aspectRatio(ArrayNode defects, Parameters effective, MediaFacts facts) {
    Matcher ratio = RATIO.matcher(effective.text(Parameter.ASPECT_RATIO).orElse(""));
    if (!ratio.matches()) {
      return;
    }
    double wanted = Double.parseDouble(ratio.group(1)) / Double.parseDouble(ratio.group(2));
    double measured = (double) facts.width() / facts.height();
    if (Math.abs(measured / wanted - 1) > RATIO_TOLERANCE) {
      add(defects, "aspect_ratio", ratio.group(), facts.width() + "x" + facts.height());
    }
  }

  private static void add(ArrayNode defects, String field, String expected, String measured) {
    defects.addObject().put("field", field).put("expected", expected).put("measured", measured);
  }
}
