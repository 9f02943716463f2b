package dev.secondunit.catalogue;

import static dev.secondunit.catalogue.IllegalRequest.audio;
import static dev.secondunit.catalogue.IllegalRequest.refused;
import static dev.secondunit.failure.ErrorCode.ADJUSTMENT_REFUSED;
import static dev.secondunit.failure.ErrorCode.BACKEND_UNAVAILABLE;
import static dev.secondunit.failure.ErrorCode.CONFLICTING_ARGUMENTS;
import static dev.secondunit.failure.ErrorCode.CONTINUATION_EXHAUSTED;
import static dev.secondunit.failure.ErrorCode.CONTINUATION_EXPIRED;
import static dev.secondunit.failure.ErrorCode.FILE_TOO_LARGE;
import static dev.secondunit.failure.ErrorCode.NO_BACKEND_AVAILABLE;
import static dev.secondunit.failure.ErrorCode.UNKNOWN_BACKEND;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_OPERATION;
import static dev.secondunit.failure.ErrorCode.UNSUPPORTED_PARAMETER;

import dev.secondunit.media.Operation;
import java.util.stream.Stream;

/** Continuations that are refused. */
final class IllegalContinuations {
  private static final String VEO = "veo-3.1-generate-001";
  private static final String VEO_PREVIEW = "veo-3.1-generate-preview";

  private IllegalContinuations() {}

  static Stream<IllegalRequest> requests() {
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

  private static ContinuationSource still(String backend, String model) {
    ContinuationSource clip = Requests.clip(backend, model, 1);
    return Requests.with(clip, Requests.picture(1024, 1024), null, null);
  }

  private static ContinuationSource speech() {
    ContinuationSource clip = Requests.clip("elevenlabs", "eleven_multilingual_v2", 1);
    return Requests.with(
        clip, Requests.input("a.mp3", "audio/mpeg", 10, null, null, 3.0), null, null);
  }
}
