package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.ELSEWHERE;
import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.notAdjusted;
import static dev.secondunit.catalogue.IllegalRequest.notOffered;
import static dev.secondunit.catalogue.IllegalRequest.notTaken;
import static dev.secondunit.catalogue.IllegalRequest.oneTooMany;
import static dev.secondunit.catalogue.IllegalRequest.optionNotTaken;
import static dev.secondunit.catalogue.IllegalRequest.picture;
import static dev.secondunit.catalogue.IllegalRequest.pictures;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.CONFLICTING_ARGUMENTS;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MEDIA_TYPE_MISMATCH;
import static dev.secondunit.failure.ErrorCode.MISSING_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MODEL_RETIRED;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import java.util.stream.Stream;

/** Requests that are refused at OpenAI. */
final class IllegalAtOpenAi {
  private IllegalAtOpenAi() {}

  static Stream<IllegalRequest> requests() {
    return Stream.of(
        refused("ended Sora", Requests.video().on("openai").model("sora-2"))
            .as(MODEL_RETIRED, "model", "sora-2"),
        notAdjusted("7 s of Sora, strict", sora(), Parameter.DURATION, 7.0, "4", "8", "12")
            .when(ELSEWHERE),
        notTaken("square Sora", sora(), Parameter.ASPECT_RATIO, "1:1", "16:9", "9:16")
            .when(ELSEWHERE),
        notTaken("pixels of Sora", sora(), Parameter.SIZE, "640x480", "1280x720", "720x1280")
            .when(ELSEWHERE),
        refused("end frame of Sora", sora().with(Parameter.LAST_FRAME, picture()))
            .when(ELSEWHERE)
            .as(UNSUPPORTED_PARAMETER, "last_frame", "frame.png", "input_images"),
        refused("prompt of a novel", sora().with(Parameter.PROMPT, "x".repeat(32_001)))
            .when(ELSEWHERE)
            .as(INVALID_ARGUMENT, "prompt", "x".repeat(199) + "…", "at most 32000 characters"),
        notTaken("fiftyfold ratio", openaiImage(), Parameter.SIZE, "5000x100", "auto", "1024x1024"),
        notAdjusted("odd pixels, strict", openaiImage(), Parameter.SIZE, "1000x1000", "1024x1024"),
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
        notTaken(
            "background",
            openaiImage(),
            Parameter.IMAGE_BACKGROUND,
            "blue",
            "transparent",
            "opaque"),
        optionNotTaken("one frame of a GIF", openaiImage(), "frame_count", 1, "2 to 16"),
        oneTooMany("seventeenth image, strict", openaiImage(), Parameter.INPUT_IMAGES, 16),
        refused("DALL-E", Requests.image().model("dall-e-3"))
            .as(MODEL_RETIRED, "model", "dall-e-3", "gpt-image-2.5-sunburst"),
        refused(
                "speech past the limit",
                audio("speech").on("openai").with(Parameter.PROMPT, "é".repeat(4_097)))
            .as(INVALID_ARGUMENT, "prompt", "é".repeat(199) + "…", "at most 4096 characters"),
        notAdjusted(
            "rate, strict", audio("speech").on("openai"), Parameter.SPEED, 9.0, "0.25 to 4"),
        notOffered("music", audio("music"), "openai", "elevenlabs", "previz"));
  }

  private static Requests.Builder sora() {
    return Requests.video().on("openai");
  }

  private static Requests.Builder openaiImage() {
    return Requests.image().on("openai");
  }
}
