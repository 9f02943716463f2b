package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.ELSEWHERE;
import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.options;
import static dev.secondunit.catalogue.IllegalRequest.picture;
import static dev.secondunit.catalogue.IllegalRequest.pictures;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.ADJUSTMENT_REFUSED;
import static dev.secondunit.failure.ErrorCode.BACKEND_UNAVAILABLE;
import static dev.secondunit.failure.ErrorCode.CONFLICTING_ARGUMENTS;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MISSING_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MODEL_RETIRED;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Requests that are refused at Google. */
final class IllegalAtGoogle {
  private static final String VEO = "veo-3.1-generate-001";
  private static final String VEO_PREVIEW = "veo-3.1-generate-preview";

  private IllegalAtGoogle() {}

  static Stream<IllegalRequest> requests() {
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
}
