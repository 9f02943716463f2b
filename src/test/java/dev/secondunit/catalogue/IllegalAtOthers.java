package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.options;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.ADJUSTMENT_REFUSED;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import java.util.stream.Stream;

/** Requests that are refused at ElevenLabs, at previz and at TwelveLabs. */
final class IllegalAtOthers {
  private IllegalAtOthers() {}

  static Stream<IllegalRequest> elevenlabs() {
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

  static Stream<IllegalRequest> previzAndTwelvelabs() {
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

  private static Requests.Builder voice() {
    return audio("speech").on("elevenlabs");
  }

  private static Requests.Builder sound() {
    return audio("sound_effect").on("elevenlabs");
  }
}
