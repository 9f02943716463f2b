package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.notAdjusted;
import static dev.secondunit.catalogue.IllegalRequest.notIgnored;
import static dev.secondunit.catalogue.IllegalRequest.notOffered;
import static dev.secondunit.catalogue.IllegalRequest.notTaken;
import static dev.secondunit.catalogue.IllegalRequest.oneTooMany;
import static dev.secondunit.catalogue.IllegalRequest.optionNotTaken;
import static dev.secondunit.catalogue.IllegalRequest.options;
import static dev.secondunit.catalogue.IllegalRequest.picture;
import static dev.secondunit.catalogue.IllegalRequest.pictures;
import static dev.secondunit.catalogue.IllegalRequest.referenceBesideFirstImage;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.ADJUSTMENT_REFUSED;
import static dev.secondunit.failure.ErrorCode.FILE_TOO_LARGE;
import static dev.secondunit.failure.ErrorCode.MEDIA_TYPE_MISMATCH;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import java.util.List;
import java.util.stream.Stream;

/** Requests that are refused at Grok. */
final class IllegalAtGrok {
  private IllegalAtGrok() {}

  static Stream<IllegalRequest> requests() {
    return Stream.of(
        notTaken("ratio", grok(), Parameter.ASPECT_RATIO, "21:9", "16:9", "9:16"),
        notTaken("ratio in no form", grok(), Parameter.ASPECT_RATIO, "widescreen", "16:9"),
        notTaken("size in no form", grok(), Parameter.SIZE, "huge", "480p", "720p"),
        notAdjusted(
            "1080p of 1.0, strict",
            grok().model("grok-imagine-video"),
            Parameter.SIZE,
            "1080p",
            "480p",
            "720p"),
        notAdjusted(
            "duration, strict", grok(), Parameter.DURATION, 16.0, "1 to 15 seconds in steps of 1"),
        notAdjusted(
            "half seconds, strict",
            grok(),
            Parameter.DURATION,
            4.5,
            "1 to 15 seconds in steps of 1"),
        oneTooMany("eighth reference, strict", grok(), Parameter.VIDEO_REFERENCE_IMAGES, 7),
        oneTooMany("second image, strict", grok(), Parameter.INPUT_IMAGES, 1),
        referenceBesideFirstImage(
            "reference and first image",
            grok(),
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
        notIgnored(
            "negative prompt, strict", grok(), Parameter.NEGATIVE_PROMPT, "fog", "prompt", "size"),
        notIgnored("seed, strict", grok(), Parameter.SEED, 7L, "prompt", "duration"),
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
        optionNotTaken("vendor option of another type", grok(), "user", 7, "string"),
        refused(
                "mask for an image",
                Requests.image().on("grok").with(Parameter.MASK_IMAGE, picture()))
            .as(UNSUPPORTED_PARAMETER, "mask_image", "frame.png", "prompt", "input_images"),
        notTaken(
            "quality nobody knows",
            Requests.image().on("grok").model("grok-imagine-image-2.0"),
            Parameter.QUALITY,
            "ultra",
            "low",
            "medium",
            "high"),
        notTaken(
            "voice format nobody knows",
            audio("speech").on("grok"),
            Parameter.OUTPUT_FORMAT,
            "ogg",
            "mp3",
            "wav"),
        notAdjusted("rate, strict", audio("speech").on("grok"), Parameter.SPEED, 3.0, "0.7 to 1.5"),
        optionNotTaken(
            "sample rate", audio("speech").on("grok"), "sample_rate", 100, "8000 to 48000"),
        notOffered("music", audio("music"), "grok", "elevenlabs", "google"));
  }

  private static Requests.Builder grok() {
    return Requests.video().on("grok");
  }
}
