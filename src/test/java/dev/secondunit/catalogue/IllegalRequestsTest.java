package dev.secondunit.catalogue;

import static dev.secondunit.failure.ErrorCode.ADJUSTMENT_REFUSED;
import static dev.secondunit.failure.ErrorCode.BACKEND_UNAVAILABLE;
import static dev.secondunit.failure.ErrorCode.CONFLICTING_ARGUMENTS;
import static dev.secondunit.failure.ErrorCode.CONTINUATION_EXHAUSTED;
import static dev.secondunit.failure.ErrorCode.CONTINUATION_EXPIRED;
import static dev.secondunit.failure.ErrorCode.FILE_TOO_LARGE;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MEDIA_TYPE_MISMATCH;
import static dev.secondunit.failure.ErrorCode.MISSING_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MODEL_RETIRED;
import static dev.secondunit.failure.ErrorCode.NO_BACKEND_AVAILABLE;
import static dev.secondunit.failure.ErrorCode.UNKNOWN_BACKEND;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that must never reach a vendor. Each is refused while planning, which does no I/O, with
 * a failure that names the field, the value, what is possible and the way out.
 */
class IllegalRequestsTest {
  private static final Planner PLANNER = new Planner(Catalogue.builtIn());
  private static final PlanningContext USABLE = Requests.everythingUsable();

  /** Other servers stand behind the base URLs, so that ended models can be asked for. */
  private static final PlanningContext ELSEWHERE =
      new PlanningContext(Map.of(), Set.of("google", "openai"), Requests.NOW);

  private static final String VEO = "veo-3.1-generate-001";
  private static final String VEO_PREVIEW = "veo-3.1-generate-preview";

  /**
   * @param allowed some of what the failure must offer; empty where nothing can be offered
   */
  private record Case(
      String name,
      Requests.Builder request,
      PlanningContext context,
      ErrorCode code,
      String field,
      String value,
      List<String> allowed) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource({
    "basics",
    "grokCases",
    "googleCases",
    "openaiCases",
    "elevenlabsCases",
    "previzAndTwelvelabsCases",
    "continuations"
  })
  void plan_illegal_isRefusedWithFieldValueAllowedAndHint(Case illegal) {
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> PLANNER.plan(illegal.request().build(), illegal.context()))
            .failure();
    assertEquals(illegal.code(), failure.code(), failure.toString());
    assertEquals(illegal.field(), failure.field(), failure.toString());
    assertEquals(illegal.value(), failure.value(), failure.toString());
    assertEquals(illegal.allowed().isEmpty(), failure.allowed().isEmpty(), failure.toString());
    assertTrue(failure.allowed().containsAll(illegal.allowed()), failure.toString());
    assertFalse(failure.message().isBlank(), failure.toString());
    assertEquals(Charged.NO, failure.charged());
    assertEquals(Retry.NEVER, failure.retry());
    assertTrue(failure.hint() != null && !failure.hint().isBlank(), failure.toString());
    assertExampleParses(failure.hint());
  }

  @Test
  void violations_unknownMode_namesTheModesThereAre() {
    ObjectNode arguments = JsonMapper.shared().createObjectNode();
    arguments.put("mode", "hologram").put("prompt", "a paper boat");
    for (String backend : List.of("grok", "google", "openai", "elevenlabs", "previz")) {
      Failure failure =
          new ConditionalSchemas(Catalogue.builtIn())
              .violations(ConditionalSchemas.GENERATE_MEDIA, backend, arguments)
              .get(0);
      assertEquals(INVALID_ARGUMENT, failure.code());
      assertEquals("mode", failure.field());
      assertEquals("hologram", failure.value());
      assertTrue(failure.allowed().contains("audio"), failure.toString());
      assertFalse(failure.hint().isBlank());
    }
  }

  /** Where the hint is an example, it is JSON that can be copied. */
  private static void assertExampleParses(String hint) {
    int start = hint.indexOf('{');
    if (start >= 0) {
      String example = hint.substring(start, hint.lastIndexOf('}') + 1);
      assertDoesNotThrow(() -> JsonMapper.shared().readTree(example), hint);
    }
  }

  static Stream<Case> basics() {
    return Stream.of(
        refused("no prompt", Requests.video().without(Parameter.PROMPT))
            .as(MISSING_ARGUMENT, "prompt", null, "a text that says what to make"),
        refused("a prompt of blanks", Requests.image().with(Parameter.PROMPT, "  \n"))
            .as(MISSING_ARGUMENT, "prompt", "  \n", "a text that says what to make"),
        refused("duration of nothing", Requests.video().with(Parameter.DURATION, 0.0))
            .as(INVALID_ARGUMENT, "duration", "0", "more than 0 seconds"),
        refused("duration below nothing", audio("music").with(Parameter.DURATION, -3.5))
            .as(INVALID_ARGUMENT, "duration", "-3.5", "more than 0 seconds"),
        refused("unknown audio type", audio("musik"))
            .as(INVALID_ARGUMENT, "audio_type", "musik", "speech", "music", "sound_effect"),
        refused("unknown backend", Requests.video().on("gork"))
            .as(UNKNOWN_BACKEND, "backend_type", "gork", "auto", "grok", "previz"),
        refused("backend without key", Requests.video().on("grok"))
            .when(Requests.only("google"))
            .as(BACKEND_UNAVAILABLE, "backend_type", "grok", "google"),
        refused("backend without key and no other", Requests.video().on("grok"))
            .when(Requests.only())
            .as(BACKEND_UNAVAILABLE, "backend_type", "grok"),
        refused("no backend with a key", Requests.video())
            .when(Requests.only())
            .as(NO_BACKEND_AVAILABLE, "backend_type", "auto", "grok", "google", "previz"),
        refused("unknown model of nobody", Requests.video().model("hologram-9"))
            .as(INVALID_ARGUMENT, "model", "hologram-9", "grok", "google"),
        refused(
                "model of another backend",
                Requests.video().on("google").model("grok-imagine-video"))
            .as(CONFLICTING_ARGUMENTS, "model", "grok-imagine-video", "gemini-omni-1.2-flash"),
        refused("image model for video", Requests.video().model("grok-imagine-image"))
            .as(UNSUPPORTED_OPERATION, "model", "grok-imagine-image", "grok-imagine-video"),
        refused("speech model for music", audio("music").on("grok").model("grok-tts"))
            .as(UNSUPPORTED_OPERATION, "model", "grok-tts"));
  }

  static Stream<Case> grokCases() {
    return Stream.of(
        refused("ratio", grok().with(Parameter.ASPECT_RATIO, "21:9"))
            .as(INVALID_ARGUMENT, "aspect_ratio", "21:9", "16:9", "9:16"),
        refused("ratio in no form", grok().with(Parameter.ASPECT_RATIO, "widescreen"))
            .as(INVALID_ARGUMENT, "aspect_ratio", "widescreen", "16:9"),
        refused("size in no form", grok().with(Parameter.SIZE, "huge"))
            .as(INVALID_ARGUMENT, "size", "huge", "480p", "720p"),
        refused(
                "1080p of 1.0, strict",
                grok().model("grok-imagine-video").with(Parameter.SIZE, "1080p").strict())
            .as(ADJUSTMENT_REFUSED, "size", "1080p", "480p", "720p"),
        refused("duration, strict", grok().with(Parameter.DURATION, 16.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "16", "1 to 15 seconds in steps of 1"),
        refused("half seconds, strict", grok().with(Parameter.DURATION, 4.5).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "4.5", "1 to 15 seconds in steps of 1"),
        refused(
                "eighth reference, strict",
                grok().with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(8)).strict())
            .as(UNSUPPORTED_PARAMETER, "video_reference_images[7]", "frame.png", "up to 7 files"),
        refused("second image, strict", grok().with(Parameter.INPUT_IMAGES, pictures(2)).strict())
            .as(UNSUPPORTED_PARAMETER, "input_images[1]", "frame.png", "1 file"),
        refused(
                "reference and first image",
                grok()
                    .with(Parameter.INPUT_IMAGES, pictures(1))
                    .with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(1)))
            .as(
                CONFLICTING_ARGUMENTS,
                "video_reference_images",
                "frame.png",
                "without video_reference_images",
                "without input_images"),
        refused(
                "1080p with references, strict",
                grok()
                    .model("grok-imagine-video-1.5")
                    .with(Parameter.SIZE, "1080p")
                    .with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(1))
                    .strict())
            .as(ADJUSTMENT_REFUSED, "size", "1080p", "480p", "720p"),
        refused(
                "end frame of 1.0",
                grok().model("grok-imagine-video").with(Parameter.LAST_FRAME, picture()))
            .as(UNSUPPORTED_PARAMETER, "last_frame", "frame.png", "prompt", "duration"),
        refused(
                "references of 1.5 lite",
                grok()
                    .model("grok-imagine-video-1.5-lite")
                    .with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(1)))
            .as(UNSUPPORTED_PARAMETER, "video_reference_images", "frame.png", "input_images"),
        refused("negative prompt, strict", grok().with(Parameter.NEGATIVE_PROMPT, "fog").strict())
            .as(UNSUPPORTED_PARAMETER, "negative_prompt", "fog", "prompt", "size"),
        refused("seed, strict", grok().with(Parameter.SEED, 7L).strict())
            .as(UNSUPPORTED_PARAMETER, "seed", "7", "prompt", "duration"),
        refused(
                "clip as first image",
                grok()
                    .with(
                        Parameter.INPUT_IMAGES,
                        List.of(Requests.input("a.mp4", "video/mp4", 10, 640, 360, 2.0))))
            .as(MEDIA_TYPE_MISMATCH, "input_images[0]", "a.mp4", "image/png"),
        refused(
                "image of 11 MB",
                grok()
                    .with(
                        Parameter.INPUT_IMAGES,
                        List.of(
                            Requests.input("big.png", "image/png", 11_000_000, 640, 360, null))))
            .as(FILE_TOO_LARGE, "input_images[0]", "big.png", "at most 10485760 bytes each"),
        refused(
                "vendor option that is not listed, strict",
                grok().with(Parameter.VENDOR_OPTIONS, options("{\"fps\":30}")).strict())
            .as(UNSUPPORTED_PARAMETER, "vendor_options.fps", "30", "user", "storage_options"),
        refused(
                "vendor option of another type",
                grok().with(Parameter.VENDOR_OPTIONS, options("{\"user\":7}")))
            .as(INVALID_ARGUMENT, "vendor_options.user", "7", "string"),
        refused(
                "mask for an image",
                Requests.image().on("grok").with(Parameter.MASK_IMAGE, picture()))
            .as(UNSUPPORTED_PARAMETER, "mask_image", "frame.png", "prompt", "input_images"),
        refused(
                "quality nobody knows",
                Requests.image()
                    .on("grok")
                    .model("grok-imagine-image-2.0")
                    .with(Parameter.QUALITY, "ultra"))
            .as(INVALID_ARGUMENT, "quality", "ultra", "low", "medium", "high"),
        refused(
                "voice format nobody knows",
                audio("speech").on("grok").with(Parameter.OUTPUT_FORMAT, "ogg"))
            .as(INVALID_ARGUMENT, "output_format", "ogg", "mp3", "wav"),
        refused("rate, strict", audio("speech").on("grok").with(Parameter.SPEED, 3.0).strict())
            .as(ADJUSTMENT_REFUSED, "speed", "3", "0.7 to 1.5"),
        refused(
                "sample rate",
                audio("speech")
                    .on("grok")
                    .with(Parameter.VENDOR_OPTIONS, options("{\"sample_rate\":100}")))
            .as(INVALID_ARGUMENT, "vendor_options.sample_rate", "100", "8000 to 48000"),
        refused("music", audio("music").on("grok"))
            .as(UNSUPPORTED_OPERATION, "backend_type", "grok", "elevenlabs", "google"));
  }

  static Stream<Case> googleCases() {
    return Stream.of(
        refused("last frame without a first", omni().with(Parameter.LAST_FRAME, picture()))
            .as(MISSING_ARGUMENT, "input_images", null, "1 file", "image/png"),
        refused("two seconds of Omni, strict", omni().with(Parameter.DURATION, 2.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "2", "3 to 15 seconds"),
        refused(
                "1080p with 6 s of Veo, strict",
                veo().with(Parameter.SIZE, "1080p").with(Parameter.DURATION, 6.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "6", "8"),
        refused(
                "references with 4 s of Veo, strict",
                veo()
                    .with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(2))
                    .with(Parameter.DURATION, 4.0)
                    .strict())
            .as(ADJUSTMENT_REFUSED, "duration", "4", "8"),
        refused("5 s of Veo, strict", veo().with(Parameter.DURATION, 5.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "5", "4", "6", "8"),
        refused(
                "fourth reference of Veo, strict",
                veo().with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(4)).strict())
            .as(UNSUPPORTED_PARAMETER, "video_reference_images[3]", "frame.png", "up to 3 files"),
        refused(
                "reference and first image of Veo",
                veo()
                    .with(Parameter.INPUT_IMAGES, pictures(1))
                    .with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(1)))
            .as(
                CONFLICTING_ARGUMENTS,
                "video_reference_images",
                "frame.png",
                "without input_images"),
        refused("negative seed", veo().with(Parameter.SEED, -1L))
            .as(INVALID_ARGUMENT, "seed", "-1", "0 to 4294967295"),
        refused("people nobody defined", veo().with(Parameter.PERSON_GENERATION, "everyone"))
            .as(INVALID_ARGUMENT, "person_generation", "everyone", "allow_all", "dont_allow"),
        refused(
                "vendor option outside its list",
                veo().with(Parameter.VENDOR_OPTIONS, options("{\"resize_mode\":\"stretch\"}")))
            .as(INVALID_ARGUMENT, "vendor_options.resize_mode", "stretch", "pad", "crop"),
        refused("ended Veo", Requests.video().model(VEO_PREVIEW))
            .as(MODEL_RETIRED, "model", VEO_PREVIEW, "gemini-omni-1.2-flash"),
        refused("ended image model", Requests.image().model("gemini-2.5-flash-image"))
            .when(ELSEWHERE)
            .as(MODEL_RETIRED, "model", "gemini-2.5-flash-image", "gemini-nano-banana-2.1"),
        refused("Veo 2 with 1080p, strict", veo2().with(Parameter.SIZE, "1080p").strict())
            .when(ELSEWHERE)
            .as(ADJUSTMENT_REFUSED, "size", "1080p", "720p"),
        refused("closed front door", veo())
            .when(new PlanningContext(Map.of("google:vertex", "set V"), Set.of(), Requests.NOW))
            .as(BACKEND_UNAVAILABLE, "model", VEO, "gemini-omni-1.2-flash"),
        refused("image ratio", googleImage().with(Parameter.ASPECT_RATIO, "5:7"))
            .as(INVALID_ARGUMENT, "aspect_ratio", "5:7", "4:5", "1:8"),
        refused("image seed past the last", googleImage().with(Parameter.SEED, 2147483648L))
            .as(INVALID_ARGUMENT, "seed", "2147483648", "0 to 2147483647"),
        refused(
                "eleventh image, strict",
                googleImage().with(Parameter.INPUT_IMAGES, pictures(11)).strict())
            .as(UNSUPPORTED_PARAMETER, "input_images[10]", "frame.png", "up to 10 files"),
        refused(
                "image for Imagen",
                googleImage()
                    .model("imagen-4.0-generate-001")
                    .with(Parameter.INPUT_IMAGES, pictures(1)))
            .as(UNSUPPORTED_PARAMETER, "input_images", "frame.png", "prompt", "seed"),
        refused(
                "voice format nobody knows",
                audio("speech").on("google").with(Parameter.OUTPUT_FORMAT, "mp3"))
            .as(INVALID_ARGUMENT, "output_format", "mp3", "wav", "l16"),
        refused(
                "rate of Gemini speech, strict",
                audio("speech").on("google").with(Parameter.SPEED, 1.1).strict())
            .as(UNSUPPORTED_PARAMETER, "speed", "1.1", "voice", "instructions"),
        refused(
                "length of Lyria, strict",
                audio("music").on("google").with(Parameter.DURATION, 30.0).strict())
            .as(UNSUPPORTED_PARAMETER, "duration", "30", "prompt", "seed"),
        refused("sound effect", audio("sound_effect").on("google"))
            .as(UNSUPPORTED_OPERATION, "backend_type", "google", "elevenlabs", "previz"));
  }

  static Stream<Case> openaiCases() {
    return Stream.of(
        refused("ended Sora", Requests.video().on("openai").model("sora-2"))
            .as(MODEL_RETIRED, "model", "sora-2"),
        refused("7 s of Sora, strict", sora().with(Parameter.DURATION, 7.0).strict())
            .when(ELSEWHERE)
            .as(ADJUSTMENT_REFUSED, "duration", "7", "4", "8", "12"),
        refused("square Sora", sora().with(Parameter.ASPECT_RATIO, "1:1"))
            .when(ELSEWHERE)
            .as(INVALID_ARGUMENT, "aspect_ratio", "1:1", "16:9", "9:16"),
        refused("pixels of Sora", sora().with(Parameter.SIZE, "640x480"))
            .when(ELSEWHERE)
            .as(INVALID_ARGUMENT, "size", "640x480", "1280x720", "720x1280"),
        refused("end frame of Sora", sora().with(Parameter.LAST_FRAME, picture()))
            .when(ELSEWHERE)
            .as(UNSUPPORTED_PARAMETER, "last_frame", "frame.png", "input_images"),
        refused("prompt of a novel", sora().with(Parameter.PROMPT, "x".repeat(32_001)))
            .when(ELSEWHERE)
            .as(INVALID_ARGUMENT, "prompt", "x".repeat(199) + "…", "at most 32000 characters"),
        refused("fiftyfold ratio", openaiImage().with(Parameter.SIZE, "5000x100"))
            .as(INVALID_ARGUMENT, "size", "5000x100", "auto", "1024x1024"),
        refused("odd pixels, strict", openaiImage().with(Parameter.SIZE, "1000x1000").strict())
            .as(ADJUSTMENT_REFUSED, "size", "1000x1000", "1024x1024"),
        refused("mask without its image", openaiImage().with(Parameter.MASK_IMAGE, picture()))
            .as(MISSING_ARGUMENT, "input_images", null, "up to 16 files"),
        refused(
                "mask as JPEG",
                openaiImage()
                    .with(Parameter.INPUT_IMAGES, pictures(1))
                    .with(
                        Parameter.MASK_IMAGE,
                        Requests.input("m.jpg", "image/jpeg", 10, 64, 64, null)))
            .as(MEDIA_TYPE_MISMATCH, "mask_image", "m.jpg", "image/png"),
        refused(
                "transparent JPEG",
                openaiImage()
                    .with(Parameter.IMAGE_BACKGROUND, "transparent")
                    .with(Parameter.OUTPUT_FORMAT, "jpeg"))
            .as(CONFLICTING_ARGUMENTS, "output_format", "jpeg", "png", "webp"),
        refused("background", openaiImage().with(Parameter.IMAGE_BACKGROUND, "blue"))
            .as(INVALID_ARGUMENT, "image_background", "blue", "transparent", "opaque"),
        refused(
                "one frame of a GIF",
                openaiImage().with(Parameter.VENDOR_OPTIONS, options("{\"frame_count\":1}")))
            .as(INVALID_ARGUMENT, "vendor_options.frame_count", "1", "2 to 16"),
        refused(
                "seventeenth image, strict",
                openaiImage().with(Parameter.INPUT_IMAGES, pictures(17)).strict())
            .as(UNSUPPORTED_PARAMETER, "input_images[16]", "frame.png", "up to 16 files"),
        refused("DALL-E", Requests.image().model("dall-e-3"))
            .as(MODEL_RETIRED, "model", "dall-e-3", "gpt-image-2.5-sunburst"),
        refused(
                "speech past the limit",
                audio("speech").on("openai").with(Parameter.PROMPT, "é".repeat(4_097)))
            .as(INVALID_ARGUMENT, "prompt", "é".repeat(199) + "…", "at most 4096 characters"),
        refused("rate, strict", audio("speech").on("openai").with(Parameter.SPEED, 9.0).strict())
            .as(ADJUSTMENT_REFUSED, "speed", "9", "0.25 to 4"),
        refused("music", audio("music").on("openai"))
            .as(UNSUPPORTED_OPERATION, "backend_type", "openai", "elevenlabs", "previz"));
  }

  static Stream<Case> elevenlabsCases() {
    return Stream.of(
        refused("31 s of sound, strict", sound().with(Parameter.DURATION, 31.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "31", "0.5 to 30 seconds"),
        refused("0.2 s of sound, strict", sound().with(Parameter.DURATION, 0.2).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "0.2", "0.5 to 30 seconds"),
        refused("WAV of a sound", sound().with(Parameter.OUTPUT_FORMAT, "wav"))
            .as(INVALID_ARGUMENT, "output_format", "wav", "mp3_44100_128", "pcm_48000"),
        refused(
                "700 s of music, strict",
                audio("music").on("elevenlabs").with(Parameter.DURATION, 700.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "700", "3 to 600 seconds"),
        refused("voice format nobody knows", voice().with(Parameter.OUTPUT_FORMAT, "mp3_99"))
            .as(INVALID_ARGUMENT, "output_format", "mp3_99", "mp3_44100_128", "wav_48000"),
        refused("language of v2, strict", voice().with(Parameter.LANGUAGE, "de").strict())
            .as(UNSUPPORTED_PARAMETER, "language", "de", "voice", "speed"),
        refused("seed of 33 bits", voice().with(Parameter.SEED, 4294967296L))
            .as(INVALID_ARGUMENT, "seed", "4294967296", "0 to 4294967295"),
        refused("negative seed", voice().with(Parameter.SEED, -1L))
            .as(INVALID_ARGUMENT, "seed", "-1", "0 to 4294967295"),
        refused(
                "stability past 1",
                voice().with(Parameter.VENDOR_OPTIONS, options("{\"stability\":2}")))
            .as(INVALID_ARGUMENT, "vendor_options.stability", "2", "0 to 1"),
        refused("text past the limit", voice().with(Parameter.PROMPT, "a".repeat(10_001)))
            .as(INVALID_ARGUMENT, "prompt", "a".repeat(199) + "…", "at most 10000 characters"),
        refused("video", Requests.video().on("elevenlabs"))
            .as(UNSUPPORTED_OPERATION, "backend_type", "elevenlabs", "grok", "google", "previz"));
  }

  static Stream<Case> previzAndTwelvelabsCases() {
    return Stream.of(
        refused(
                "16 s of animatic, strict",
                Requests.video().on("previz").with(Parameter.DURATION, 16.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "16", "1 to 15 seconds"),
        refused("ratio", Requests.video().on("previz").with(Parameter.ASPECT_RATIO, "7:1"))
            .as(INVALID_ARGUMENT, "aspect_ratio", "7:1", "16:9", "21:9"),
        refused(
                "sound of 31 s, strict",
                audio("sound_effect").on("previz").with(Parameter.DURATION, 31.0).strict())
            .as(ADJUSTMENT_REFUSED, "duration", "31", "0.5 to 30 seconds"),
        refused(
                "vendor option, strict",
                Requests.video()
                    .on("previz")
                    .with(Parameter.VENDOR_OPTIONS, options("{\"fps\":30}"))
                    .strict())
            .as(UNSUPPORTED_PARAMETER, "vendor_options", "{\"fps\":30}", "prompt", "duration"),
        refused("video from the analyst", Requests.video().on("twelvelabs"))
            .as(UNSUPPORTED_OPERATION, "backend_type", "twelvelabs", "grok", "previz"),
        refused("image from the analyst", Requests.image().on("twelvelabs"))
            .as(UNSUPPORTED_OPERATION, "backend_type", "twelvelabs", "google", "previz"),
        refused("analyst as a maker", Requests.video().on("twelvelabs").model("pegasus1.5"))
            .as(UNSUPPORTED_OPERATION, "model", "pegasus1.5"));
  }

  static Stream<Case> continuations() {
    ContinuationSource grokClip = Requests.clip("grok", "grok-imagine-video", 6);
    ContinuationSource veoClip = Requests.clip("google", VEO_PREVIEW, 8, Operation.EXTEND);
    ContinuationSource image = still("grok", "grok-imagine-image");
    return Stream.of(
        refused(
                "extension of 16 s",
                Requests.clip("grok", "grok-imagine-video", 16),
                Operation.EXTEND)
            .as(CONTINUATION_EXHAUSTED, "source", "grok_vid_1", "last_frame"),
        refused(
                "extension of 1 s",
                Requests.clip("grok", "grok-imagine-video", 1),
                Operation.EXTEND)
            .as(UNSUPPORTED_OPERATION, "operation", "extend", "edit", "last_frame"),
        refused("edit past 8.7 s", Requests.clip("grok", "grok-imagine-video", 8.9), Operation.EDIT)
            .as(UNSUPPORTED_OPERATION, "operation", "edit", "extend", "last_frame"),
        refused(
                "edit of 60 MB",
                Requests.with(
                    grokClip,
                    Requests.input("clip.mp4", "video/mp4", 60_000_000, 1280, 720, 6.0),
                    Requests.NOW.plusSeconds(60),
                    null),
                Operation.EDIT)
            .as(FILE_TOO_LARGE, "source", "grok_vid_1", "extend", "last_frame"),
        refused("remix of Grok", grokClip, Operation.REMIX)
            .as(UNSUPPORTED_OPERATION, "operation", "remix", "edit", "extend", "last_frame"),
        refused(
                "extension of 1080p",
                Requests.with(
                    veoClip, Requests.input("c.mp4", "video/mp4", 10, 1920, 1080, 8.0), null, null),
                Operation.EXTEND)
            .as(UNSUPPORTED_OPERATION, "operation", "extend", "last_frame"),
        refused(
                "extension of a square",
                Requests.with(
                    veoClip, Requests.input("c.mp4", "video/mp4", 10, 720, 720, 8.0), null, null),
                Operation.EXTEND)
            .as(UNSUPPORTED_OPERATION, "operation", "extend", "last_frame"),
        refused(
                "extension of what is dropped",
                Requests.with(veoClip, veoClip.file(), Requests.NOW, 19),
                Operation.EXTEND)
            .as(CONTINUATION_EXPIRED, "source", "google_vid_1", "last_frame"),
        refused(
                "twenty-first extension",
                Requests.with(veoClip, veoClip.file(), null, 0),
                Operation.EXTEND)
            .as(CONTINUATION_EXHAUSTED, "source", "google_vid_1", "last_frame"),
        refused(
                "extension of what was never kept",
                Requests.clip("google", VEO_PREVIEW, 8),
                Operation.EXTEND)
            .as(UNSUPPORTED_OPERATION, "operation", "extend", "last_frame"),
        refused(
                "extension past 30 s",
                Requests.clip("google", "gemini-omni-1.2-flash", 29),
                Operation.EXTEND)
            .as(CONTINUATION_EXHAUSTED, "duration", "8", "last_frame"),
        refused(
                "extension by 11 s, strict",
                Requests.video()
                    .from(grokClip)
                    .doing(Operation.EXTEND)
                    .with(Parameter.DURATION, 11.0)
                    .strict())
            .as(ADJUSTMENT_REFUSED, "duration", "11", "2 to 10 seconds in steps of 1"),
        refused(
                "edit with a duration, strict",
                Requests.video()
                    .from(grokClip)
                    .doing(Operation.EDIT)
                    .with(Parameter.DURATION, 5.0)
                    .strict())
            .as(UNSUPPORTED_PARAMETER, "duration", "5", "prompt"),
        refused(
                "edit somewhere else",
                Requests.video().on("google").from(grokClip).doing(Operation.EDIT))
            .as(CONFLICTING_ARGUMENTS, "backend_type", "google", "grok", "auto"),
        refused(
                "continuation at an unknown backend",
                Requests.video().on("gogle").from(grokClip).doing(Operation.EDIT))
            .as(UNKNOWN_BACKEND, "backend_type", "gogle", "google"),
        refused(
                "continuation without the maker's key",
                Requests.video().from(grokClip).doing(Operation.EDIT))
            .when(Requests.only("google"))
            .as(BACKEND_UNAVAILABLE, "backend_type", "grok", "google"),
        refused(
                "extension by another model",
                Requests.video().from(veoClip).doing(Operation.EXTEND).model(VEO))
            .as(CONFLICTING_ARGUMENTS, "model", VEO, VEO_PREVIEW),
        refused("clip continued as an image", Requests.image().from(grokClip))
            .as(CONFLICTING_ARGUMENTS, "mode", "image", "video"),
        refused("image continued as a clip", Requests.video().from(image))
            .as(CONFLICTING_ARGUMENTS, "mode", "video", "image"),
        refused("last frame of an image", Requests.image().from(image).doing(Operation.LAST_FRAME))
            .as(UNSUPPORTED_OPERATION, "operation", "last_frame", "edit"),
        refused("extension of an image", Requests.image().from(image).doing(Operation.EXTEND))
            .as(UNSUPPORTED_OPERATION, "operation", "extend", "edit"),
        refused("speech continued", audio("speech").from(speech()))
            .as(UNSUPPORTED_OPERATION, "operation", null),
        refused("sound extended", audio("speech").from(speech()).doing(Operation.EXTEND))
            .as(UNSUPPORTED_OPERATION, "operation", "extend"),
        refused(
                "last frame without any backend",
                Requests.video().from(grokClip).doing(Operation.LAST_FRAME))
            .when(Requests.only())
            .as(NO_BACKEND_AVAILABLE, "backend_type", "auto", "grok"));
  }

  private static Requests.Builder grok() {
    return Requests.video().on("grok");
  }

  private static Requests.Builder omni() {
    return Requests.video().on("google").model("gemini-omni-1.2-flash");
  }

  private static Requests.Builder veo() {
    return Requests.video().on("google").model(VEO);
  }

  private static Requests.Builder veo2() {
    return Requests.video().on("google").model("veo-2.0-generate-001");
  }

  private static Requests.Builder googleImage() {
    return Requests.image().on("google");
  }

  private static Requests.Builder sora() {
    return Requests.video().on("openai");
  }

  private static Requests.Builder openaiImage() {
    return Requests.image().on("openai");
  }

  private static Requests.Builder voice() {
    return audio("speech").on("elevenlabs");
  }

  private static Requests.Builder sound() {
    return audio("sound_effect").on("elevenlabs");
  }

  private static Requests.Builder audio(String type) {
    return Requests.audio(type);
  }

  private static MediaInput picture() {
    return Requests.picture(1280, 720);
  }

  private static List<MediaInput> pictures(int count) {
    return new ArrayList<>(Collections.nCopies(count, picture()));
  }

  private static ObjectNode options(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }

  private static ContinuationSource still(String backend, String model) {
    ContinuationSource clip = Requests.clip(backend, model, 1);
    return Requests.with(clip, Requests.picture(1024, 1024), null, null);
  }

  private static ContinuationSource speech() {
    ContinuationSource clip = Requests.clip("elevenlabs", "eleven_multilingual_v2", 1);
    return Requests.with(
        clip, Requests.input("a.mp3", "audio/mpeg", 10, null, null, 3.0), null, null);
  }

  private static Refused refused(String name, Requests.Builder request) {
    return new Refused(name, request, USABLE);
  }

  private static Refused refused(String name, ContinuationSource source, Operation operation) {
    return new Refused(name, Requests.video().from(source).doing(operation), ELSEWHERE);
  }

  /** Reads as a row of the table. */
  private record Refused(String name, Requests.Builder request, PlanningContext context) {
    Refused when(PlanningContext other) {
      return new Refused(name, request, other);
    }

    Case as(ErrorCode code, String field, String value, String... allowed) {
      return new Case(name, request, context, code, field, value, List.of(allowed));
    }
  }
}
