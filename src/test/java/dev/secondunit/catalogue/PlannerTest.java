package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.UsdAmount;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private final Planner planner = new Planner(Catalogue.builtIn());

  @Test
  void auto_passesOverWhatIsUsableOnlyWhenNamed() {
    PlanningContext keyless =
        Requests.only("openai", "previz").withOnlyWhenNamed(Map.of("openai", "no key"));
    Plan auto = new Planner(Catalogue.builtIn()).plan(Requests.image().build(), keyless);
    Plan named =
        new Planner(Catalogue.builtIn()).plan(Requests.image().on("openai").build(), keyless);

    assertEquals("previz", auto.backend());
    assertTrue(auto.skipped().contains(new Plan.Skipped("openai", "no key")));
    assertEquals("openai", named.backend());
  }

  @Test
  void auto_everythingUsable_takesTheFirstOfThePriority() {
    Plan plan = plan(Requests.video());
    assertEquals("grok", plan.backend());
    assertEquals("grok-imagine-video", plan.model());
    assertEquals(Optional.of(5.0), plan.effective().number(Parameter.DURATION));
    assertEquals(Optional.of("480p"), plan.effective().text(Parameter.SIZE));
    assertEquals(Optional.of("16:9"), plan.effective().text(Parameter.ASPECT_RATIO));
    assertEquals(UsdAmount.ofUsd("0.25"), plan.estimate());
    assertEquals(LocalDate.parse("2026-11-01"), plan.pricesAsOf());
    assertEquals(List.of(), plan.adjustments(), "defaults are no adjustments");
    assertEquals(plan.effective(), plan(Requests.video().strict()).effective());
  }

  @Test
  void size_1080pOnVeoWithoutDuration_takesEightSecondsAsAnotherDefault() {
    Plan plan =
        plan(
            Requests.video()
                .strict()
                .on("google")
                .model("veo-3.1-generate-001")
                .with(Parameter.SIZE, "1080p"));
    assertEquals(Optional.of(8.0), plan.effective().number(Parameter.DURATION));
    assertEquals(List.of(), plan.adjustments(), "no duration was asked for");
  }

  @Test
  void auto_firstHasNoKey_takesTheNextAndSaysWhy() {
    Plan plan = planner.plan(Requests.video().build(), Requests.only("google", "previz"));
    assertEquals("google", plan.backend());
    assertEquals("gemini-omni-1.2-flash", plan.model());
    assertEquals(List.of(new Plan.Skipped("grok", "set GROK_KEY")), plan.skipped());
  }

  @Test
  void auto_onlyPreviz_isFreeAndWarns() {
    Plan plan = planner.plan(Requests.video().build(), Requests.only("previz"));
    assertEquals("previz", plan.backend());
    assertTrue(plan.free());
    assertTrue(plan.warnings().get(0).contains("previz animatic"), plan.warnings().toString());
    assertEquals(
        List.of("grok", "google", "openai"),
        plan.skipped().stream().map(Plan.Skipped::backend).toList());
  }

  @Test
  void auto_nothingUsable_saysWhichKeys() {
    Failure failure = failure(Requests.video(), Requests.only());
    assertEquals(ErrorCode.NO_BACKEND_AVAILABLE, failure.code());
    assertTrue(failure.hint().contains("grok: set GROK_KEY"), failure.hint());
  }

  @Test
  void auto_deadVideoModelsOfOpenai_areSkippedWithTheDate() {
    Plan plan = planner.plan(Requests.video().build(), Requests.only("openai", "previz"));
    assertEquals("previz", plan.backend());
    assertTrue(
        plan.skipped().stream().anyMatch(skip -> skip.reason().contains("2026-09-24")),
        plan.skipped().toString());
  }

  @Test
  void auto_largerSizeThanTheFirstBackendMakes_goesToTheOneThatMakesIt() {
    Plan plan = plan(Requests.video().with(Parameter.SIZE, "4k"));
    assertEquals("google", plan.backend());
    assertEquals(Optional.of("4k"), plan.effective().text(Parameter.SIZE));
    assertEquals(List.of(), plan.adjustments());
    assertEquals("grok", plan.skipped().get(0).backend());
    assertTrue(plan.skipped().get(0).reason().contains("size"), plan.skipped().toString());
    assertTrue(plan.skipped().get(0).reason().contains("1080p"), plan.skipped().toString());
  }

  @Test
  void auto_sizeThatNobodyUsableMakes_isTheLargestThatAnyMakes() {
    Plan plan =
        planner.plan(
            Requests.video().with(Parameter.SIZE, "4k").build(), Requests.only("grok", "previz"));
    assertEquals("grok-imagine-video-1.5", plan.model());
    assertEquals("1080p", adjustment(plan, "size").orElseThrow().to());
    assertEquals(
        "grok-imagine-video-1.5",
        plan(Requests.video().on("grok").with(Parameter.SIZE, "4k")).model());
  }

  @Test
  void auto_strict_passesOverBackendsThatWouldAdjust() {
    Plan plan = plan(Requests.video().with(Parameter.SIZE, "4k").strict());
    assertEquals("google", plan.backend());
    assertEquals("grok", plan.skipped().get(0).backend());
  }

  @Test
  void namedBackend_withoutKey_isAFailureAndNoSwitch() {
    Failure failure = failure(Requests.video().on("grok"), Requests.only("google"));
    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, failure.code());
    assertTrue(failure.message().contains("XAI_API_KEY"), failure.message());
    assertEquals(List.of("google"), failure.allowed());
  }

  @Test
  void namedBackend_thatNoKeyWouldHelp_isToldThatRatherThanTheKey() {
    Failure silent = failure(Requests.video().on("elevenlabs"), Requests.only("google"));
    assertEquals(ErrorCode.UNSUPPORTED_OPERATION, silent.code());
    assertEquals("elevenlabs makes no video.", silent.message());

    Failure other = failure(Requests.video().on("google").model("sora-2"), Requests.only("grok"));
    assertEquals(ErrorCode.CONFLICTING_ARGUMENTS, other.code());
    assertEquals("model", other.field());
  }

  @Test
  void duration_aboveTheRange_isClampedAndReported() {
    Plan plan = plan(Requests.video().on("grok").with(Parameter.DURATION, 42.0));
    Plan.Adjustment change = adjustment(plan, "duration").orElseThrow();
    assertEquals("42", change.from());
    assertEquals("15", change.to());
    assertTrue(change.reason().contains("1 to 15 seconds"), change.reason());
    assertTrue(change.reason().contains("shots[]"), change.reason());
    assertEquals(Optional.of(15.0), plan.effective().number(Parameter.DURATION));
  }

  @Test
  void duration_strict_isRefusedWithACorrectedExample() {
    Failure failure =
        failure(
            Requests.video().on("grok").with(Parameter.DURATION, 20.0).strict(),
            Requests.everythingUsable());
    assertEquals(ErrorCode.ADJUSTMENT_REFUSED, failure.code());
    assertEquals("duration", failure.field());
    assertEquals("20", failure.value());
    assertEquals(List.of("1 to 15 seconds in steps of 1"), failure.allowed());
    assertTrue(failure.hint().contains("\"duration\":15"), failure.hint());
  }

  @Test
  void model_unknown_passesWithAWarningAndNoPrice() {
    Plan plan =
        plan(
            Requests.video()
                .on("grok")
                .model("grok-imagine-video-9")
                .with(Parameter.DURATION, 90.0));
    assertEquals("grok-imagine-video-9", plan.model());
    assertNull(plan.estimate());
    assertEquals(Optional.of(90.0), plan.effective().number(Parameter.DURATION));
    assertTrue(plan.warnings().get(0).contains("grok-imagine-video-9"));
  }

  @Test
  void model_unknownAndNear_isAskedAbout() {
    Plan plan = plan(Requests.video().on("grok").model("grok-imagine-vido"));
    assertEquals("grok-imagine-vido", plan.model());
    assertTrue(
        plan.warnings().get(0).contains("Did you mean grok-imagine-video?"),
        plan.warnings().toString());
  }

  @Test
  void model_unknownAndStrict_isRefusedWithTheNearestOne() {
    Failure failure =
        failure(
            Requests.video().on("grok").model("grok-imagine-vido").strict(),
            Requests.everythingUsable());
    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertEquals("model", failure.field());
    assertEquals("grok-imagine-vido", failure.value());
    assertTrue(failure.allowed().contains("grok-imagine-video"), failure.allowed().toString());
    assertTrue(failure.hint().contains("Did you mean grok-imagine-video?"), failure.hint());
    assertTrue(failure.hint().contains("strict"), failure.hint());
  }

  @Test
  void model_unknownOfPreviz_isRefusedBecauseItsListIsClosed() {
    Failure far = failure(Requests.video().on("previz").model("veo-9"), Requests.only("previz"));
    assertEquals(ErrorCode.INVALID_ARGUMENT, far.code());
    assertEquals("model", far.field());
    assertEquals("veo-9", far.value());
    assertEquals(List.of("previz-video"), far.allowed());
    assertTrue(far.hint().contains("\"model\":\"previz-video\""), far.hint());

    Failure near =
        failure(Requests.video().on("previz").model("previs-video"), Requests.only("previz"));
    assertTrue(near.hint().contains("Did you mean previz-video?"), near.hint());
  }

  @Test
  void model_pastItsEnd_isRefusedWithTheReplacement() {
    Failure failure =
        failure(
            Requests.video().on("google").model("veo-3.1-generate-preview"),
            Requests.everythingUsable());
    assertEquals(ErrorCode.MODEL_RETIRED, failure.code());
    assertTrue(failure.message().contains("2026-10-22"), failure.message());
    assertTrue(failure.allowed().contains("gemini-omni-1.2-flash"));
    assertTrue(failure.hint().contains("gemini-omni-1.2-flash"), failure.hint());
  }

  @Test
  void model_pastItsEndBehindAnotherServer_isAWarning() {
    PlanningContext elsewhere =
        new PlanningContext(Map.of(), Set.of("google", "openai"), Requests.NOW);
    Plan veo =
        planner.plan(
            Requests.video()
                .on("google")
                .model("veo-3.1-generate-preview")
                .with(Parameter.DURATION, 2.0)
                .build(),
            elsewhere);
    assertEquals(Optional.of(4.0), veo.effective().number(Parameter.DURATION));
    assertEquals(Optional.of("16:9"), veo.effective().text(Parameter.ASPECT_RATIO));
    assertTrue(veo.warnings().get(0).contains("GOOGLE_GEMINI_BASE_URL"), veo.warnings().toString());

    Plan sora =
        planner.plan(
            Requests.video().on("openai").with(Parameter.DURATION, 7.0).build(), elsewhere);
    assertEquals("sora-2", sora.model());
    assertEquals(Optional.of(8.0), sora.effective().number(Parameter.DURATION));
  }

  @Test
  void model_endingWithinThirtyDays_warns() {
    Plan plan = plan(Requests.image().on("openai").model("gpt-image-1.5"));
    assertTrue(
        plan.warnings().stream()
            .anyMatch(w -> w.contains("2026-12-01") && w.contains("gpt-image-2.5")),
        plan.warnings().toString());
  }

  @Test
  void inputImages_moreThanUsed_areListedAsIgnored() {
    Plan plan =
        plan(
            Requests.video()
                .on("grok")
                .with(
                    Parameter.INPUT_IMAGES,
                    List.of(Requests.picture(640, 360), Requests.picture(10, 10))));
    assertEquals(1, plan.effective().inputs(Parameter.INPUT_IMAGES).size());
    assertEquals("input_images[1]", plan.ignored().get(0).field());
    assertFalse(plan.effective().has(Parameter.ASPECT_RATIO), "the vendor follows the picture");
    assertEquals(UsdAmount.ofUsd("0.252"), plan.estimate());
  }

  @Test
  void lastFrame_moveToTheModelThatCan() {
    Plan plan =
        plan(
            Requests.video()
                .on("grok")
                .with(Parameter.INPUT_IMAGES, List.of(Requests.picture(640, 360)))
                .with(Parameter.LAST_FRAME, Requests.picture(640, 360)));
    assertEquals("grok-imagine-video-1.5", plan.model());
    assertTrue(
        plan.warnings()
            .contains(
                "grok-imagine-video cannot do what was asked; grok-imagine-video-1.5 was chosen."),
        plan.warnings().toString());
  }

  @Test
  void size_1080pOnVeo_takesEightSeconds() {
    Plan plan =
        plan(
            Requests.video()
                .on("google")
                .model("veo-3.1-generate-001")
                .with(Parameter.SIZE, "1080P")
                .with(Parameter.DURATION, 4.0));
    assertEquals(Optional.of(8.0), plan.effective().number(Parameter.DURATION));
    assertEquals(
        "1080p and 4k are made in 8 seconds only.",
        adjustment(plan, "duration").orElseThrow().reason());
    assertEquals(Optional.of("1080p"), plan.effective().text(Parameter.SIZE));
  }

  private Plan plan(Requests.Builder request) {
    return planner.plan(request.build(), Requests.everythingUsable());
  }

  private Failure failure(Requests.Builder request, PlanningContext context) {
    return assertThrows(FailureException.class, () -> planner.plan(request.build(), context))
        .failure();
  }

  private static Optional<Plan.Adjustment> adjustment(Plan plan, String field) {
    return plan.adjustments().stream().filter(change -> change.field().equals(field)).findFirst();
  }
}
