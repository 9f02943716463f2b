package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContinuationPlanningTest {
  private static final String VEO = "veo-3.1-generate-preview";
  private final Planner planner = new Planner(Catalogue.builtIn());
  private final PlanningContext context =
      new PlanningContext(Map.of(), Set.of("google", "openai"), Requests.NOW);

  @Test
  void edit_of15_isDoneBy10() {
    Plan plan = plan(Requests.clip("grok", "grok-imagine-video-1.5", 6), Operation.EDIT);
    assertEquals("grok-imagine-video", plan.model());
  }

  @Test
  void edit_tooLong_namesWhatIsPossible() {
    Failure failure = failure(Requests.clip("grok", "grok-imagine-video", 9), Operation.EDIT);
    assertEquals(ErrorCode.UNSUPPORTED_OPERATION, failure.code());
    assertEquals(List.of("extend", "last_frame"), failure.allowed());
  }

  @Test
  void extend_afterTheVendorDroppedIt_isExpired() {
    ContinuationSource clip = Requests.clip("google", VEO, 8, Operation.EXTEND);
    Failure failure = failure(Requests.with(clip, clip.file(), Requests.NOW, 19), Operation.EXTEND);
    assertEquals(ErrorCode.CONTINUATION_EXPIRED, failure.code());
    assertEquals(List.of("last_frame"), failure.allowed());
    assertTrue(failure.hint().contains("last_frame (by "), failure.hint());
  }

  @Test
  void refusal_namesThePriceOfTheOtherWays() {
    Failure failure = failure(Requests.clip("grok", "grok-imagine-video", 9), Operation.EDIT);

    assertTrue(failure.hint().contains("extend (by grok-imagine-video, about $"), failure.hint());
    assertTrue(failure.hint().contains("last_frame (by grok-imagine-video, about $"));
  }

  @Test
  void edit_afterTheVendorDroppedItsCopy_saysThatOursIsSent() {
    ContinuationSource clip =
        Requests.clip("grok", "grok-imagine-video", 6, Operation.EDIT, Operation.EXTEND);
    Plan plan =
        plan(Requests.with(clip, clip.file(), Requests.NOW.minusSeconds(1), null), Operation.EDIT);

    assertEquals(Operation.EDIT, plan.operation());
    assertTrue(
        plan.warnings().stream().anyMatch(each -> each.contains("our own file is sent instead")),
        plan.warnings().toString());
    Plan alive = plan(clip, Operation.EDIT);
    assertTrue(alive.warnings().stream().noneMatch(each -> each.contains("our own file")));
  }

  @Test
  void remix_afterTheVendorDroppedItsCopy_namesWhatOurOwnFileCanStillDo() {
    ContinuationSource clip =
        Requests.clip("openai", "sora-2", 8, Operation.REMIX, Operation.EDIT, Operation.EXTEND);
    Failure failure =
        failure(Requests.with(clip, clip.file(), Requests.NOW, null), Operation.REMIX);

    assertEquals(ErrorCode.CONTINUATION_EXPIRED, failure.code());
    assertEquals(List.of("extend", "edit", "last_frame"), failure.allowed());
    assertTrue(
        failure.hint().contains("edit (by sora-2 from our own file, price unknown)"),
        failure.hint());
    assertTrue(failure.hint().contains("last_frame (by sora-2, price unknown)"), failure.hint());
  }

  @Test
  void extend_noStepsLeft_isExhausted() {
    ContinuationSource clip = Requests.clip("google", VEO, 8, Operation.EXTEND);
    Failure failure = failure(Requests.with(clip, clip.file(), null, 0), Operation.EXTEND);
    assertEquals(ErrorCode.CONTINUATION_EXHAUSTED, failure.code());
  }

  @Test
  void auto_fallsBackToTheLastFrameElsewhere_saysWhichOperation() {
    ContinuationSource clip = Requests.clip("google", VEO, 8);
    PlanningContext onlyGrok = Requests.only("grok");
    Plan plan =
        planner.plan(Requests.video().from(clip).doing(Operation.LAST_FRAME).build(), onlyGrok);
    assertEquals(List.of(), plan.adjustments());

    Plan open = planner.plan(Requests.video().from(clip).build(), context);
    assertEquals(Operation.LAST_FRAME, open.operation());
    assertEquals(List.of(), open.adjustments(), "what was left open is not adjusted");
    Plan strict = planner.plan(Requests.video().strict().from(clip).build(), context);
    assertEquals(Operation.LAST_FRAME, strict.operation());
  }

  @Test
  void otherBackend_isAConflictExceptForLastFrame() {
    ContinuationSource clip = Requests.clip("grok", "grok-imagine-video", 6);
    Failure failure =
        assertThrows(
                FailureException.class,
                () ->
                    planner.plan(
                        Requests.video().on("google").from(clip).doing(Operation.EDIT).build(),
                        context))
            .failure();
    assertEquals(ErrorCode.CONFLICTING_ARGUMENTS, failure.code());
    assertEquals("backend_type", failure.field());
    Plan plan =
        planner.plan(
            Requests.video().on("google").from(clip).doing(Operation.LAST_FRAME).build(), context);
    assertEquals("google", plan.backend());
    assertTrue(plan.effective().has(Parameter.ASPECT_RATIO));
  }

  /** So that a list rehearsed on one backend means the same on another. */
  @Test
  void auto_extendsAClip_onEveryBackendThatCan() {
    Set<String> able = new TreeSet<>();
    for (BackendEntry backend : Catalogue.builtIn().backends()) {
      for (Model model : backend.models(MediaKind.VIDEO)) {
        boolean usable = context.lives(backend, model);
        if (!usable || model.rules(Operation.EXTEND).isEmpty()) {
          continue;
        }
        ContinuationSource clip =
            Requests.clip(
                backend.name(), model.id(), 6, Operation.EXTEND, Operation.EDIT, Operation.REMIX);
        assertEquals(Operation.EXTEND, plan(clip, null).operation(), model.id());
        able.add(backend.name());
      }
    }
    assertEquals(Set.of("google", "grok", "openai", "previz"), able);
  }

  @Test
  void auto_whereAClipCannotBeExtended_editsOrRestartsItAndSaysWhy() {
    Plan edit = plan(grok(1), null);
    assertEquals(Operation.EDIT, edit.operation(), "too short to extend");
    assertEquals(
        List.of("Not extend: grok can extend clips of at least 2 s; this one has 1 s."),
        edit.warnings());
    Plan restart = plan(grok(16), null);
    assertEquals(Operation.LAST_FRAME, restart.operation(), "too long to edit as well");
    assertEquals(
        List.of("Not extend:", "Not edit:"),
        restart.warnings().stream().map(each -> each.replaceFirst(":.*", ":")).toList());
    Plan never = plan(Requests.clip("grok", "grok-imagine-video-1.5-lite", 6), null);
    assertEquals(Operation.LAST_FRAME, never.operation());
    assertEquals(List.of(), never.warnings(), "this model's clips are never extended");
  }

  @Test
  void auto_withDuration_prefersWhatTakesIt() {
    Plan plan =
        planner.plan(Requests.video().from(grok(6)).with(Parameter.DURATION, 4.0).build(), context);
    assertEquals(Operation.EXTEND, plan.operation());
    assertEquals(Optional.of(4.0), plan.effective().number(Parameter.DURATION));
    assertEquals(List.of(), plan.ignored());
  }

  @Test
  void auto_expiredClip_restartsFromItsLastFrameAndSaysWhy() {
    ContinuationSource clip = Requests.clip("google", VEO, 8, Operation.EXTEND);
    Plan plan = plan(Requests.with(clip, clip.file(), Requests.NOW, 19), null);
    assertEquals(Operation.LAST_FRAME, plan.operation());
    assertTrue(
        plan.warnings().stream().anyMatch(w -> w.contains("has kept no copy of it since")),
        plan.warnings().toString());
  }

  @Test
  void lastFrame_withAnEndFrameOnGrok10_movesTo15() {
    Plan plan =
        planner.plan(
            Requests.video()
                .from(grok(6))
                .doing(Operation.LAST_FRAME)
                .with(Parameter.LAST_FRAME, Requests.picture(1280, 720))
                .build(),
            context);
    assertEquals("grok", plan.backend());
    assertEquals("grok-imagine-video-1.5", plan.model());
    assertTrue(plan.effective().has(Parameter.LAST_FRAME));
    assertTrue(
        plan.warnings()
            .contains(
                "grok-imagine-video cannot do what was asked; grok-imagine-video-1.5 was chosen."),
        plan.warnings().toString());
  }

  @Test
  void lastFrame_withAFirstImage_leavesItOutAndSaysSo() {
    Plan plan =
        planner.plan(
            Requests.video()
                .from(grok(6))
                .doing(Operation.LAST_FRAME)
                .with(Parameter.INPUT_IMAGES, List.of(Requests.picture(640, 360)))
                .build(),
            context);
    assertEquals("input_images", plan.ignored().get(0).field());
    assertFalse(plan.effective().has(Parameter.INPUT_IMAGES));
  }

  @Test
  void extend_nearTheTotalLimit_isShortenedAndReported() {
    ContinuationSource clip = Requests.clip("google", "gemini-omni-1.2-flash", 25);
    Plan plan = plan(clip, Operation.EXTEND);
    assertEquals(Optional.of(5.0), plan.effective().number(Parameter.DURATION));
    assertEquals(List.of(), plan.adjustments(), "no duration was asked for");
    Plan asked =
        planner.plan(
            Requests.video()
                .from(clip)
                .doing(Operation.EXTEND)
                .with(Parameter.DURATION, 9.0)
                .build(),
            context);
    Plan.Adjustment change = asked.adjustments().get(asked.adjustments().size() - 1);
    assertEquals("duration", change.field());
    assertEquals("9", change.from());
    assertEquals("5", change.to());
    assertTrue(change.reason().contains("30 s in total"), change.reason());
  }

  private static ContinuationSource grok(double seconds) {
    return Requests.clip("grok", "grok-imagine-video", seconds);
  }

  private Plan plan(ContinuationSource source, Operation operation) {
    return planner.plan(Requests.video().from(source).doing(operation).build(), context);
  }

  private Failure failure(ContinuationSource source, Operation operation) {
    return assertThrows(FailureException.class, () -> plan(source, operation)).failure();
  }
}
