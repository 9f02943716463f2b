package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Places keyframes in time: each strictly inside the clip, no two at once. Without times they are
 * spread evenly.
 */
final class Keyframes {
  private final ShotAccount account;

  Keyframes(ShotAccount account) {
    this.account = account;
  }

  /**
   * @throws FailureException when a time is missing, outside the clip or there twice
   */
  void place() {
    int frames = account.effective().inputs(Parameter.KEYFRAMES).size();
    List<Double> times = account.effective().numbers(Parameter.KEYFRAME_TIMES);
    if (frames == 0) {
      if (!times.isEmpty()) {
        account.drop(Parameter.KEYFRAME_TIMES);
        account.ignore(Parameter.KEYFRAME_TIMES, "There are no keyframes.");
      }
      return;
    }
    double seconds = account.effective().number(Parameter.DURATION).orElse(0.0);
    if (times.isEmpty()) {
      account.take(Parameter.KEYFRAME_TIMES, spread(frames, seconds));
      return;
    }
    int asked = account.request.parameters().inputs(Parameter.KEYFRAMES).size();
    if (times.size() == asked && asked > frames) {
      // Those that are not sent need no time.
      times = times.subList(0, frames);
      account.take(Parameter.KEYFRAME_TIMES, times);
    }
    if (times.size() != frames) {
      throw refusal(
          ErrorCode.CONFLICTING_ARGUMENTS,
          times.size() + " times for " + frames + " keyframes.",
          Parameter.KEYFRAME_TIMES.word(),
          times,
          "Give one time for each keyframe, or none: they are spread evenly then.");
    }
    insistOnPlaces(times, seconds);
  }

  private void insistOnPlaces(List<Double> times, double seconds) {
    for (int i = 0; i < times.size(); i++) {
      double time = times.get(i);
      String field = Parameter.KEYFRAME_TIMES.word() + "[" + i + "]";
      if (time <= 0 || time >= seconds) {
        throw refusal(
            ErrorCode.INVALID_ARGUMENT,
            field + " is " + NumberRule.words(time) + " s, which is not inside the clip.",
            field,
            time,
            "The clip has "
                + NumberRule.words(seconds)
                + " s. What it begins and ends on are input_images and last_frame.");
      }
    }
    if (new HashSet<>(times).size() < times.size()) {
      throw refusal(
          ErrorCode.INVALID_ARGUMENT,
          "Two keyframes have the same time.",
          Parameter.KEYFRAME_TIMES.word(),
          times,
          "Give each keyframe a time of its own.");
    }
  }

  private FailureException refusal(
      ErrorCode code, String message, String field, Object value, String hint) {
    double seconds = account.effective().number(Parameter.DURATION).orElse(0.0);
    return Refusals.refusal(
        code,
        account.model.id() + ": " + message,
        field,
        value,
        List.of("more than 0 and less than " + NumberRule.words(seconds) + " seconds, each once"),
        hint);
  }

  private static List<Double> spread(int frames, double seconds) {
    List<Double> times = new ArrayList<>();
    for (int i = 1; i <= frames; i++) {
      times.add(Math.round(seconds * i / (frames + 1) * 100) / 100.0);
    }
    return times;
  }
}
