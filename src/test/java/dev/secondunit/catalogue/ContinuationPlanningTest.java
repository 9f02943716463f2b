package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  }

  @Test
  void extend_noStepsLeft_isExhausted() {
    ContinuationSource clip = Requests.clip("google", VEO, 8, Operation.EXTEND);
    Failure failure = failure(Requests.with(clip, clip.file(), null, 0), Operation.EXTEND);
    assertEquals(ErrorCode.CONTINUATION_EXHAUSTED, failure.code());
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

  private Plan plan(ContinuationSource source, Operation operation) {
    return planner.plan(Requests.video().from(source).doing(operation).build(), context);
  }

  private Failure failure(ContinuationSource source, Operation operation) {
    return assertThrows(FailureException.class, () -> plan(source, operation)).failure();
  }
}
