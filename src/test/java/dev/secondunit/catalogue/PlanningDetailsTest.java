package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.config.Settings;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Prices, pixels, vendor options and what the settings mean for a plan. */
class PlanningDetailsTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  private final Planner planner = new Planner(CATALOGUE);

  @ParameterizedTest
  @CsvSource({
    "1:1, , 1024x1024",
    "16:9, , 1536x864",
    "21:9, , 1792x768",
    "16:9, auto, 1536x864",
    "16:9, 4k, 3840x2160",
    "9:16, 4k, 2160x3840",
    "1:1, 4k, 2160x2160",
    "1:1, 2k, 2048x2048",
    "3:2, 2k, 2512x1680",
    "16:9, 1k, 1360x768",
    ", 2k, 2048x2048"
  })
  void openaiImage_ratioAndSize_becomePixelsWithoutAChange(
      String ratio, String size, String pixels) {
    Requests.Builder request = Requests.image().on("openai").strict();
    if (ratio != null) {
      request = request.with(Parameter.ASPECT_RATIO, ratio);
    }
    if (size != null) {
      request = request.with(Parameter.SIZE, size);
    }
    Plan plan = plan(request);
    assertEquals(Optional.of(pixels), plan.effective().text(Parameter.SIZE));
    assertFalse(plan.effective().has(Parameter.ASPECT_RATIO), "the vendor knows no ratios");
  }

  @Test
  void openaiImage_pixelsOfAnotherRatio_winAndSaySo() {
    Plan plan =
        plan(
            Requests.image()
                .on("openai")
                .with(Parameter.ASPECT_RATIO, "16:9")
                .with(Parameter.SIZE, "1024x1024"));
    assertEquals(Optional.of("1024x1024"), plan.effective().text(Parameter.SIZE));
    assertEquals("aspect_ratio", plan.ignored().get(0).field());
  }

  @Test
  void openaiImage_fromAPicture_takesItsRatio() {
    Plan plan =
        plan(
            Requests.image()
                .on("openai")
                .with(Parameter.INPUT_IMAGES, List.of(Requests.picture(900, 1600))));
    assertEquals(Optional.of("864x1536"), plan.effective().text(Parameter.SIZE));
  }

  @Test
  void soraVideo_ratio_becomesPixels() {
    PlanningContext elsewhere = new PlanningContext(Map.of(), Set.of("openai"), Requests.NOW);
    Requests.Builder upright =
        Requests.video()
            .on("openai")
            .with(Parameter.ASPECT_RATIO, "9:16")
            .with(Parameter.SIZE, "720p")
            .strict();
    Plan plan = planner.plan(upright.build(), elsewhere);
    assertEquals(Optional.of("720x1280"), plan.effective().text(Parameter.SIZE));
  }

  @Test
  void price_perMinute_countsFractionsOfIt() {
    Plan plan = plan(Requests.audio("music").on("elevenlabs").with(Parameter.DURATION, 90.0));
    assertEquals(UsdAmount.ofUsd("0.45"), plan.estimate());
  }

  @Test
  void price_perThousandCharacters_countsCodePoints() {
    String thousand = "\uD83C\uDFAC".repeat(500) + "é".repeat(500);
    Plan plan = plan(Requests.audio("speech").on("elevenlabs").with(Parameter.PROMPT, thousand));
    assertEquals(UsdAmount.ofUsd("0.10"), plan.estimate());
    Plan one = plan(Requests.audio("speech").on("grok").with(Parameter.PROMPT, "a"));
    assertEquals(UsdAmount.ofUsd("0.000005"), one.estimate(), "4.2 millionths are rounded up");
  }

  @Test
  void price_perGeneration_countsOnce() {
    Plan plan = plan(Requests.audio("sound_effect").on("elevenlabs"));
    assertEquals(UsdAmount.ofUsd("0.12"), plan.estimate());
    assertFalse(plan.effective().has(Parameter.DURATION), "the vendor chooses the length");
  }

  @Test
  void price_ofASizeThatIsNotListed_isUnknownAndNotFree() {
    Plan plan =
        plan(
            Requests.video()
                .on("grok")
                .model("grok-imagine-video-1.5-lite")
                .with(Parameter.SIZE, "720p"));
    assertNull(plan.estimate());
    assertNull(plan.pricesAsOf());
    assertFalse(plan.free());
    assertTrue(plan.warnings().stream().anyMatch(w -> w.contains("price")), "" + plan.warnings());
  }

  @Test
  void price_ofAnEdit_countsTheClip() {
    ContinuationSource clip = Requests.clip("grok", "grok-imagine-video", 6);
    Plan plan = plan(Requests.video().from(clip).doing(Operation.EDIT));
    assertEquals(UsdAmount.ofUsd("0.42"), plan.estimate(), "6 s at the clip's own 720p");
  }

  @Test
  void vendorOptions_listed_areSentAndOthersTold() {
    ObjectNode options =
        (ObjectNode)
            JsonMapper.shared()
                .readTree("{\"sample_rate\":24000,\"text_normalization\":true,\"colour\":\"red\"}");
    Plan plan = plan(Requests.audio("speech").on("grok").with(Parameter.VENDOR_OPTIONS, options));
    assertEquals(
        "{\"sample_rate\":24000,\"text_normalization\":true}",
        plan.effective().object(Parameter.VENDOR_OPTIONS).orElseThrow().toString());
    assertEquals("vendor_options.colour", plan.ignored().get(0).field());
    assertTrue(plan.ignored().get(0).reason().contains("sample_rate"), "" + plan.ignored());
  }

  @Test
  void context_ofNoSettings_closesBothHomesOfGoogle() {
    PlanningContext context = context(Map.of());
    assertEquals(Set.of(), context.customBaseUrls());
    assertEquals("set GOOGLE_CLOUD_PROJECT", context.unavailable().get("google:vertex"));
    assertEquals(
        "set GOOGLE_API_KEY or GEMINI_API_KEY", context.unavailable().get("google:gemini_api"));
    assertEquals("why", context.unavailable().get("grok"));
  }

  @Test
  void context_ofAKeyAndABaseUrl_opensAHomeAndMarksTheServer() {
    PlanningContext context =
        context(Map.of("GEMINI_API_KEY", "k", "OPENAI_BASE_URL", "http://127.0.0.1:9/v1"));
    assertFalse(context.unavailable().containsKey("google:gemini_api"));
    assertTrue(context.unavailable().containsKey("google:vertex"));
    assertEquals(Set.of("openai"), context.customBaseUrls());
    assertEquals("2026-11-21", context.today().toString());
    Plan plan = planner.plan(Requests.video().on("openai").build(), context);
    assertEquals("sora-2", plan.model());
  }

  @Test
  void context_ofTheVendorsOwnBaseUrl_isNoOtherServer() {
    String own = CATALOGUE.backend("openai").orElseThrow().baseUrl().defaultInWords();
    assertEquals(Set.of(), context(Map.of("OPENAI_BASE_URL", own)).customBaseUrls());
    assertEquals(Set.of(), context(Map.of("OPENAI_BASE_URL", own + "/")).customBaseUrls());
  }

  /** Prints how long the files take to read; a number for people, not a limit. */
  @Test
  void reading_allFiles_isMeasuredAndPrinted() {
    int times = 20;
    Catalogue.builtIn().backends();
    long start = System.nanoTime();
    int models = 0;
    for (int i = 0; i < times; i++) {
      models += Catalogue.builtIn().backends().stream().mapToInt(b -> b.models().size()).sum();
    }
    double milliseconds = (System.nanoTime() - start) / 1e6 / times;
    System.out.printf(
        "catalogue: %d models read in %.1f ms (warm)%n", models / times, milliseconds);
    assertTrue(models / times > 40, "models: " + models / times);
  }

  private static PlanningContext context(Map<String, String> environment) {
    Settings settings = new Settings(environment, Path.of("."));
    return PlanningContext.of(CATALOGUE, settings, Map.of("grok", "why"), Requests.NOW);
  }

  private Plan plan(Requests.Builder request) {
    return planner.plan(request.build(), Requests.everythingUsable());
  }
}
