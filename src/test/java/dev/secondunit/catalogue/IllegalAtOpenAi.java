package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.ELSEWHERE;
import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.options;
import static dev.secondunit.catalogue.IllegalRequest.picture;
import static dev.secondunit.catalogue.IllegalRequest.pictures;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.ADJUSTMENT_REFUSED;
import static dev.secondunit.failure.ErrorCode.CONFLICTING_ARGUMENTS;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MEDIA_TYPE_MISMATCH;
import static dev.secondunit.failure.ErrorCode.MISSING_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MODEL_RETIRED;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import java.util.stream.Stream;

/** Requests that are refused at OpenAI. */
final class IllegalAtOpenAi {
  private IllegalAtOpenAi() {}

  static Stream<IllegalRequest> requests() {
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

  private static Requests.Builder sora() {
    return Requests.video().on("openai");
  }

  private static Requests.Builder openaiImage() {
    return Requests.image().on("openai");
  }
}
