package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.notAdjusted;
import static dev.secondunit.catalogue.IllegalRequest.notIgnored;
import static dev.secondunit.catalogue.IllegalRequest.notOffered;
import static dev.secondunit.catalogue.IllegalRequest.notTaken;
import static dev.secondunit.catalogue.IllegalRequest.optionNotTaken;
import static dev.secondunit.catalogue.IllegalRequest.options;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.INVALID_ARGUMENT;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import java.util.stream.Stream;

/** Requests that are refused at ElevenLabs, at previz and at TwelveLabs. */
final class IllegalAtOthers {
  private IllegalAtOthers() {}

  static Stream<IllegalRequest> elevenlabs() {
    return Stream.of(
        notAdjusted(
            "31 s of sound, strict", sound(), Parameter.DURATION, 31.0, "0.5 to 30 seconds"),
        notAdjusted(
            "0.2 s of sound, strict", sound(), Parameter.DURATION, 0.2, "0.5 to 30 seconds"),
        notTaken(
            "WAV of a sound",
            sound(),
            Parameter.OUTPUT_FORMAT,
            "wav",
            "mp3_44100_128",
            "pcm_48000"),
        notAdjusted(
            "700 s of music, strict",
            audio("music").on("elevenlabs"),
            Parameter.DURATION,
            700.0,
            "3 to 600 seconds"),
        notTaken(
            "voice format nobody knows",
            voice(),
            Parameter.OUTPUT_FORMAT,
            "mp3_99",
            "mp3_44100_128",
            "wav_48000"),
        notIgnored("language of v2, strict", voice(), Parameter.LANGUAGE, "de", "voice", "speed"),
        notTaken("seed of 33 bits", voice(), Parameter.SEED, 4294967296L, "0 to 4294967295"),
        notTaken("negative seed", voice(), Parameter.SEED, -1L, "0 to 4294967295"),
        optionNotTaken("stability past 1", voice(), "stability", 2, "0 to 1"),
        refused("text past the limit", voice().with(Parameter.PROMPT, "a".repeat(10_001)))
            .as(INVALID_ARGUMENT, "prompt", "a".repeat(199) + "…", "at most 10000 characters"),
        notOffered("video", Requests.video(), "elevenlabs", "grok", "google", "previz"));
  }

  static Stream<IllegalRequest> previzAndTwelvelabs() {
    return Stream.of(
        notAdjusted(
            "16 s of animatic, strict",
            Requests.video().on("previz"),
            Parameter.DURATION,
            16.0,
            "1 to 15 seconds"),
        notTaken(
            "ratio", Requests.video().on("previz"), Parameter.ASPECT_RATIO, "7:1", "16:9", "21:9"),
        notAdjusted(
            "sound of 31 s, strict",
            audio("sound_effect").on("previz"),
            Parameter.DURATION,
            31.0,
            "0.5 to 30 seconds"),
        refused(
                "vendor option, strict",
                Requests.video()
                    .on("previz")
                    .with(Parameter.VENDOR_OPTIONS, options("{\"fps\":30}"))
                    .strict())
            .as(UNSUPPORTED_PARAMETER, "vendor_options", "{\"fps\":30}", "prompt", "duration"),
        notOffered("video from the analyst", Requests.video(), "twelvelabs", "grok", "previz"),
        notOffered("image from the analyst", Requests.image(), "twelvelabs", "google", "previz"),
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
