package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.ELSEWHERE;
import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.notAdjusted;
import static dev.secondunit.catalogue.IllegalRequest.notIgnored;
import static dev.secondunit.catalogue.IllegalRequest.notOffered;
import static dev.secondunit.catalogue.IllegalRequest.notTaken;
import static dev.secondunit.catalogue.IllegalRequest.oneTooMany;
import static dev.secondunit.catalogue.IllegalRequest.optionNotTaken;
import static dev.secondunit.catalogue.IllegalRequest.picture;
import static dev.secondunit.catalogue.IllegalRequest.pictures;
import static dev.secondunit.catalogue.IllegalRequest.referenceBesideFirstImage;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.BACKEND_UNAVAILABLE;
import static dev.secondunit.failure.ErrorCode.MISSING_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MODEL_RETIRED;
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
        notAdjusted(
            "two seconds of Omni, strict", omni(), Parameter.DURATION, 2.0, "3 to 15 seconds"),
        notAdjusted(
            "1080p with 6 s of Veo, strict",
            veo().with(Parameter.SIZE, "1080p"),
            Parameter.DURATION,
            6.0,
            "8"),
        notAdjusted(
            "references with 4 s of Veo, strict",
            veo().with(Parameter.VIDEO_REFERENCE_IMAGES, pictures(2)),
            Parameter.DURATION,
            4.0,
            "8"),
        notAdjusted("5 s of Veo, strict", veo(), Parameter.DURATION, 5.0, "4", "6", "8"),
        oneTooMany("fourth reference of Veo, strict", veo(), Parameter.VIDEO_REFERENCE_IMAGES, 3),
        referenceBesideFirstImage(
            "reference and first image of Veo", veo(), "without input_images"),
        notTaken("negative seed", veo(), Parameter.SEED, -1L, "0 to 4294967295"),
        notTaken(
            "people nobody defined",
            veo(),
            Parameter.PERSON_GENERATION,
            "everyone",
            "allow_all",
            "dont_allow"),
        optionNotTaken(
            "vendor option outside its list", veo(), "resize_mode", "stretch", "pad", "crop"),
        refused("ended Veo", Requests.video().model(VEO_PREVIEW))
            .as(MODEL_RETIRED, "model", VEO_PREVIEW, "gemini-omni-1.2-flash"),
        refused("ended image model", Requests.image().model("gemini-2.5-flash-image"))
            .when(ELSEWHERE)
            .as(MODEL_RETIRED, "model", "gemini-2.5-flash-image", "gemini-nano-banana-2.1"),
        notAdjusted("Veo 2 with 1080p, strict", veo2(), Parameter.SIZE, "1080p", "720p")
            .when(ELSEWHERE),
        refused("closed front door", veo())
            .when(new PlanningContext(Map.of("google:vertex", "set V"), Set.of(), Requests.NOW))
            .as(BACKEND_UNAVAILABLE, "model", VEO, "gemini-omni-1.2-flash"),
        notTaken("image ratio", googleImage(), Parameter.ASPECT_RATIO, "5:7", "4:5", "1:8"),
        notTaken(
            "image seed past the last",
            googleImage(),
            Parameter.SEED,
            2147483648L,
            "0 to 2147483647"),
        oneTooMany("eleventh image, strict", googleImage(), Parameter.INPUT_IMAGES, 10),
        refused(
                "image for Imagen",
                googleImage()
                    .model("imagen-4.0-generate-001")
                    .with(Parameter.INPUT_IMAGES, pictures(1)))
            .as(UNSUPPORTED_PARAMETER, "input_images", "frame.png", "prompt", "seed"),
        notTaken(
            "voice format nobody knows",
            audio("speech").on("google"),
            Parameter.OUTPUT_FORMAT,
            "mp3",
            "wav",
            "l16"),
        notIgnored(
            "rate of Gemini speech, strict",
            audio("speech").on("google"),
            Parameter.SPEED,
            1.1,
            "voice",
            "instructions"),
        notIgnored(
            "length of Lyria, strict",
            audio("music").on("google"),
            Parameter.DURATION,
            30.0,
            "prompt",
            "seed"),
        notOffered("sound effect", audio("sound_effect"), "google", "elevenlabs", "previz"));
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
