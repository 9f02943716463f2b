package dev.secondunit.understanding;

import dev.secondunit.analysis.SchemaCheck;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.catalogue.AnalysisLimits;
import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.Plan.Ignored;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fits what was asked to what the catalogue says the model takes. What can be changed without
 * changing the meaning is changed and said; what cannot is refused.
 */
final class Fitting {
  private static final double DEFAULT_TEMPERATURE = 0.2;

  private final Analysts.Choice choice;
  private final List<Medium> media;
  private final boolean strict;
  private final List<Adjustment> adjustments = new ArrayList<>();
  private final List<Ignored> ignored = new ArrayList<>();

  Fitting(Analysts.Choice choice, List<Medium> media, boolean strict) {
    this.choice = choice;
    this.media = media;
    this.strict = strict;
  }

  List<Adjustment> adjustments() {
    return adjustments;
  }

  List<Ignored> ignored() {
    return ignored;
  }

  Manner fit(Manner asked) {
    if (asked.schema() != null) {
      SchemaCheck.insistOnSound(asked.schema());
    }
    insistOnPart(asked);
    Manner fitted = asked;
    if (choice.known() != null) {
      AnalysisLimits limits = choice.known().analysis();
      fitted = temperature(fitted, limits);
      insistOnOptions(fitted, limits);
      fitted = tokens(fitted, limits);
      fitted = stream(fitted, limits);
      insistOnLength(fitted, limits);
      if (fitted.schema() != null && !limits.responseFormat()) {
        throw refused("response_format", null, choice.model() + " answers by no JSON Schema");
      }
    }
    return fitted;
  }

  private Manner temperature(Manner manner, AnalysisLimits limits) {
    if (limits.temperature()) {
      return manner.temperature() == null ? manner.withTemperature(DEFAULT_TEMPERATURE) : manner;
    }
    if (manner.temperature() == null) {
      return manner;
    }
    String reason = choice.model() + " takes no temperature";
    if (strict) {
      throw Failure.of(ErrorCode.UNSUPPORTED_PARAMETER, "The call is strict and " + reason + ".")
          .withField("temperature", manner.temperature())
          .withHint("Leave temperature out.")
          .asException();
    }
    ignored.add(new Ignored("temperature", reason));
    return manner.withTemperature(null);
  }

  private Manner tokens(Manner manner, AnalysisLimits limits) {
    boolean segments = manner.structured() && limits.segments() != null;
    Integer asked = manner.maxTokens();
    if (asked == null) {
      return manner.withMaxTokens(
          segments ? Integer.valueOf(limits.segments().usualTokens()) : limits.usualTokens());
    }
    Integer fewest =
        segments ? Integer.valueOf(limits.segments().fewestTokens()) : limits.fewestTokens();
    int fitted = asked;
    if (fewest != null) {
      fitted = Math.max(fitted, fewest);
    }
    if (limits.mostTokens() != null) {
      fitted = Math.min(fitted, limits.mostTokens());
    }
    if (fitted == asked) {
      return manner;
    }
    String reason =
        choice.model()
            + " takes "
            + fewest
            + " to "
            + limits.mostTokens()
            + (segments ? " for segments" : "");
    if (strict) {
      throw Failure.of(
              ErrorCode.ADJUSTMENT_REFUSED,
              "The call is strict and max_tokens would be adjusted: " + reason + ".")
          .withField("max_tokens", asked)
          .withAllowed(List.of(fewest + " to " + limits.mostTokens()))
          .asException();
    }
    adjustments.add(new Adjustment("max_tokens", asked, fitted, reason));
    return manner.withMaxTokens(fitted);
  }

  /** A stream is a convenience: where there is none the same answer comes as a whole. */
  private Manner stream(Manner manner, AnalysisLimits limits) {
    if (!manner.stream()) {
      return manner;
    }
    Double seconds = Lengths.total(media, manner);
    String reason = null;
    if (manner.structured()) {
      reason = "segments come as a whole";
    } else if (limits.streamSeconds() != null
        && seconds != null
        && seconds > limits.streamSeconds()) {
      reason =
          choice.model()
              + " streams answers about videos of up to "
              + plain(limits.streamSeconds());
    }
    if (reason == null) {
      return manner;
    }
    if (strict) {
      throw Failure.of(ErrorCode.UNSUPPORTED_PARAMETER, "The call is strict and " + reason + ".")
          .withField("stream", true)
          .withHint("Leave stream out.")
          .asException();
    }
    ignored.add(new Ignored("stream", reason));
    return manner.withoutStream();
  }

  /** An option says what is wanted; leaving one out would be another question. */
  private void insistOnOptions(Manner manner, AnalysisLimits limits) {
    for (String name : manner.options().propertyNames()) {
      if (!limits.options().contains(name)) {
        throw Failure.of(
                ErrorCode.UNSUPPORTED_PARAMETER,
                choice.model() + " takes no vendor_options." + name + ".")
            .withField("vendor_options." + name, null)
            .withAllowed(limits.options())
            .withHint(
                name.equals(Manner.SEGMENTS)
                    ? "Ask by a JSON Schema instead, or name a model that takes segments."
                    : "Leave it out.")
            .asException();
      }
    }
  }

  /** Where a part is asked for, there has to be one film that has it. */
  private void insistOnPart(Manner manner) {
    if (manner.startSeconds() == null && manner.endSeconds() == null) {
      return;
    }
    List<Medium> films = films();
    if (films.size() != 1) {
      throw refused(
          "start_time", manner.startSeconds(), "a part can be asked for in a single video only");
    }
    Double length = films.get(0).file().facts().durationSeconds();
    double start = manner.firstSecond();
    if (length != null && start >= length) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              "start_time " + plain(start) + " is not before the end, " + plain(length) + " s.")
          .withField("start_time", plain(start))
          .withAllowed(List.of("0 to " + plain(length)))
          .asException();
    }
    if (length != null && manner.endSeconds() != null && manner.endSeconds() > length + 0.5) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              "end_time "
                  + plain(manner.endSeconds())
                  + " is behind the end, "
                  + plain(length)
                  + " s.")
          .withField("end_time", plain(manner.endSeconds()))
          .withAllowed(List.of("up to " + plain(length)))
          .withHint("Leave end_time out to read to the end.")
          .asException();
    }
  }

  private void insistOnLength(Manner manner, AnalysisLimits limits) {
    for (Medium film : films()) {
      Double seconds = Lengths.of(film, manner);
      if (seconds == null) {
        continue;
      }
      boolean tooShort =
          limits.shortestSeconds() != null && seconds < limits.shortestSeconds() - 0.05;
      boolean tooLong = limits.longestSeconds() != null && seconds > limits.longestSeconds();
      if (tooShort || tooLong) {
        boolean part = manner.startSeconds() != null || manner.endSeconds() != null;
        throw Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                (part ? "The part of " : "")
                    + film.file().given()
                    + " lasts "
                    + plain(seconds)
                    + " s and "
                    + choice.model()
                    + " takes "
                    + plain(limits.shortestSeconds())
                    + " to "
                    + plain(limits.longestSeconds())
                    + " s.")
            .withField(part ? "end_time" : "video", film.file().given())
            .withAllowed(
                List.of(
                    plain(limits.shortestSeconds())
                        + " to "
                        + plain(limits.longestSeconds())
                        + " s"))
            .withHint(
                tooLong
                    ? "Ask for a part with start_time and end_time."
                    : "Use another backend_type, or a longer part.")
            .asException();
      }
    }
  }

  private List<Medium> films() {
    return media.stream().filter(each -> each.file().facts().mode() == Mode.VIDEO).toList();
  }

  private RuntimeException refused(String field, Object value, String why) {
    return Failure.of(ErrorCode.UNSUPPORTED_PARAMETER, field + ": " + why + ".")
        .withField(field, value)
        .asException();
  }

  private static String plain(Double seconds) {
    return seconds == null
        ? "?"
        : String.format(Locale.ROOT, "%.2f", seconds).replaceFirst("\\.?0+$", "");
  }
}
