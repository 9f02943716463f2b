package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures inside a clip: where they go, who takes them, what they cost, and what is too much. */
class KeyframesTest {
  private final Planner planner = new Planner(Catalogue.builtIn());
  private final PlanningContext context = Requests.everythingUsable();

  private static Requests.Builder through(int keyframes) {
    return Requests.video()
        .on("grok")
        .with(Parameter.DURATION, 8.0)
        .with(Parameter.KEYFRAMES, Collections.nCopies(keyframes, Requests.picture(1280, 720)));
  }

  private Plan plan(Requests.Builder request) {
    return planner.plan(request.build(), context);
  }

  private Failure failure(Requests.Builder request) {
    return assertThrows(FailureException.class, () -> plan(request)).failure();
  }

  @Test
  void withoutTimes_areSpreadEvenly_byTheModelThatTakesThem() {
    Plan plan = plan(through(3));

    assertEquals("grok-imagine-video-1.5", plan.model());
    assertEquals(List.of(2.0, 4.0, 6.0), plan.effective().numbers(Parameter.KEYFRAME_TIMES));
    assertEquals(List.of(), plan.adjustments(), "nothing was asked for");
  }

  @Test
  void withTimes_areSentAsAsked_andCountAsPictures() {
    Plan plan = plan(through(2).with(Parameter.KEYFRAME_TIMES, List.of(6.5, 0.5)).strict());

    assertEquals(List.of(6.5, 0.5), plan.effective().numbers(Parameter.KEYFRAME_TIMES));
    assertEquals(UsdAmount.ofUsd("0.66"), plan.estimate(), "8 s at 0.08 and two pictures at 0.01");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4, keyframe_times[0], INVALID_ARGUMENT",
    "4, 8, keyframe_times[1], INVALID_ARGUMENT",
    "4, 4, keyframe_times, INVALID_ARGUMENT"
  })
  void timeOutsideTheClipOrTwice_isRefused(
      double first, double second, String field, ErrorCode code) {
    Failure failure = failure(through(2).with(Parameter.KEYFRAME_TIMES, List.of(first, second)));

    assertEquals(code, failure.code());
    assertEquals(field, failure.field());
    assertEquals(List.of("more than 0 and less than 8 seconds, each once"), failure.allowed());
  }

  @Test
  void timesForOtherKeyframes_areRefusedOrLeftOut() {
    Failure failure = failure(through(2).with(Parameter.KEYFRAME_TIMES, List.of(1.0)));
    assertEquals(ErrorCode.CONFLICTING_ARGUMENTS, failure.code());
    assertEquals("keyframe_times", failure.field());

    Plan fifth = plan(through(5).with(Parameter.KEYFRAME_TIMES, List.of(1.0, 2.0, 3.0, 4.0, 5.0)));
    assertEquals(4, fifth.effective().inputs(Parameter.KEYFRAMES).size());
    assertEquals(4, fifth.effective().numbers(Parameter.KEYFRAME_TIMES).size());
    assertEquals("keyframes[4]", fifth.ignored().get(0).field());

    Plan none =
        plan(
            Requests.video()
                .on("grok")
                .model("grok-imagine-video-1.5")
                .with(Parameter.KEYFRAME_TIMES, List.of(1.0)));
    assertEquals("keyframe_times", none.ignored().get(0).field());
  }

  @Test
  void clipShortenedByItsModel_timeBehindItsEnd_isRefused() {
    Failure failure =
        failure(
            through(1)
                .with(Parameter.DURATION, 20.0)
                .with(Parameter.KEYFRAME_TIMES, List.of(17.0)));

    assertTrue(failure.hint().contains("The clip has 15 s."), failure.hint());
  }

  @Test
  void everyVideoModel_takesThemOrRefusesThemBeforeAnythingIsPaid() {
    for (BackendEntry backend : Catalogue.builtIn().backends()) {
      for (Model model : backend.models()) {
        if (model.kind() == MediaKind.VIDEO) {
          OperationRules rules = model.rules(Operation.GENERATE).orElseThrow();
          assertTrue(
              rules.rule(Parameter.KEYFRAMES).isPresent()
                  != rules.refused().containsKey(Parameter.KEYFRAMES),
              model.id());
        }
      }
    }
  }

  @Test
  void restartFromALastFrame_takesThemToo() {
    ContinuationSource clip = Requests.clip("grok", "grok-imagine-video", 6);
    Plan plan =
        planner.plan(
            through(1).on("auto").from(clip).doing(Operation.LAST_FRAME).build(),
            new PlanningContext(java.util.Map.of(), Set.of(), Requests.NOW));

    assertEquals("grok-imagine-video-1.5", plan.model());
    assertEquals(List.of(4.0), plan.effective().numbers(Parameter.KEYFRAME_TIMES));
  }

  @Test
  void filesThatDoNotFitIntoOneRequestTogether_areRefusedBeforeAnyCall() {
    MediaInput five = Requests.input("five.png", "image/png", 5_000_000, 1280, 720, null);
    MediaInput more = Requests.input("more.png", "image/png", 5_000_001, 1280, 720, null);
    Plan fits = plan(through(1).with(Parameter.KEYFRAMES, List.of(five, five, five)));
    assertFalse(fits.effective().inputs(Parameter.KEYFRAMES).isEmpty());

    Failure failure =
        failure(
            through(1)
                .with(Parameter.INPUT_IMAGES, List.of(five))
                .with(Parameter.KEYFRAMES, List.of(five, more)));

    assertEquals(ErrorCode.FILE_TOO_LARGE, failure.code());
    assertEquals("keyframes[1]", failure.field());
    assertTrue(failure.message().contains("15000001 bytes together"), failure.message());
    assertEquals(List.of("at most 15000000 bytes together"), failure.allowed());
  }
}
