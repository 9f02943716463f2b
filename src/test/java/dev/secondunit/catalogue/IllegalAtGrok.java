package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.options;
import static dev.secondunit.catalogue.IllegalRequest.picture;
import static dev.secondunit.catalogue.IllegalRequest.pictures;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.ADJUSTMENT_REFUSED;
import static dev.secondunit.failure.ErrorCode.CONFLICTING_ARGUMENTS;
import static dev.secondunit.failure.ErrorCode.FILE_TOO_LARGE;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.MEDIA_TYPE_MISMATCH;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import java.util.List;
import java.util.stream.Stream;

/** Requests that are refused at Grok. */
final class IllegalAtGrok {
  private IllegalAtGrok() {}

  static Stream<IllegalRequest> requests() {
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

  private static Requests.Builder grok() {
    return Requests.video().on("grok");
  }
}
