package dev.secondunit.tool;

import static dev.secondunit.tool.Argument.choice;
import static dev.secondunit.tool.Argument.flag;
import static dev.secondunit.tool.Argument.integer;
import static dev.secondunit.tool.Argument.number;
import static dev.secondunit.tool.Argument.object;
import static dev.secondunit.tool.Argument.openChoice;
import static dev.secondunit.tool.Argument.text;
import static dev.secondunit.tool.Argument.texts;

import java.util.ArrayList;
import java.util.List;

/** The arguments that several tools have in common. */
final class SharedArguments {
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_OPTIONS = 16_384;
  private static final double LARGEST_SEED = 4_294_967_295d;

  private SharedArguments() {}

  static Argument prompt() {
    return text("prompt", "What to make; for speech the words. At most 32,000 characters.")
        .longest(Argument.LONGEST_PROMPT)
        .aliases("text", "prompt_text", "description", "input")
        .example("\"A lighthouse at dusk, slow dolly in\"");
  }

  static Argument mode() {
    return choice(
            "mode",
            "Default image, or what the other arguments imply.",
            List.of("image", "video", "audio"))
        .aliases("media_type", "modality", "type", "kind")
        .example("\"video\"");
  }

  static Argument backendType(List<String> backends) {
    List<String> names = new ArrayList<>(List.of("auto"));
    names.addAll(backends);
    return openChoice(
            "backend_type", "Default auto: the best with a key. previz is free and local.", names)
        .longest(64)
        .aliases("backend", "provider", "vendor", "backend_name")
        .example("\"auto\"");
  }

  static Argument model() {
    return text("model", "Model id; default the backend's own.")
        .longest(LONGEST_KEY)
        .aliases("model_id", "model_name", "engine")
        .example("\"veo-3.1-generate-preview\"");
  }

  static Argument duration() {
    return number("duration", "Seconds of video, music or sound effect.", 0.1, 3_600)
        .inSeconds()
        .aliases("seconds", "duration_seconds", "length", "length_seconds", "duration_s")
        .example("8");
  }

  static Argument aspectRatio() {
    return text("aspect_ratio", "W:H, such as 16:9 or 9:16.")
        .longest(16)
        .aliases("ratio", "aspect")
        .example("\"16:9\"");
  }

  static Argument size() {
    return text("size", "Class such as 720p, 1080p, 4k, 2K, or pixels such as 1024x1536.")
        .longest(32)
        .aliases("resolution", "dimensions", "image_size", "video_size")
        .example("\"720p\"");
  }

  static Argument inputImages() {
    return texts(
            "input_images", "Paths, asset ids or URLs; for video the first is the first frame.")
        .mostItems(20)
        .aliases(
            "image",
            "images",
            "image_path",
            "image_paths",
            "image_url",
            "image_urls",
            "input_image",
            "first_frame",
            "start_image",
            "start_frame",
            "init_image",
            "file_path",
            "file_paths")
        .example("[\"/project/frame.png\"]");
  }

  static Argument lastFrame() {
    return text("last_frame", "Image the video ends on.")
        .aliases("end_frame", "end_image", "last_frame_image", "last_image")
        .example("\"/project/end.png\"");
  }

  static Argument keyframes() {
    return texts("keyframes", "Images a video passes through (grok).")
        .mostItems(20)
        .aliases("key_frames", "keyframe_images")
        .example("[\"/project/middle.png\"]");
  }

  static Argument keyframeTimes() {
    return Argument.numbers("keyframe_times", "Their seconds; default: evenly.", 0, 3_600)
        .mostItems(20)
        .inSeconds()
        .aliases("keyframe_timestamps", "keyframe_seconds")
        .example("[2.5]");
  }

  static Argument videoReferenceImages() {
    return texts("video_reference_images", "People, things or style to keep in the video.")
        .mostItems(20)
        .aliases("reference_images", "reference_image", "references")
        .example("[\"/project/hero.png\"]");
  }

  static Argument maskImage() {
    return text("mask_image", "PNG whose transparent pixels may be repainted.")
        .aliases("mask", "mask_path")
        .example("\"/project/mask.png\"");
  }

  static Argument negativePrompt() {
    return text("negative_prompt", "What to keep out.")
        .longest(Argument.LONGEST_PROMPT)
        .aliases("negative", "avoid")
        .example("\"text, watermark\"");
  }

  static Argument seed() {
    return integer("seed", "For repeatable results where the model has it.", 0, LARGEST_SEED)
        .aliases("random_seed")
        .example("42");
  }

  static Argument audioType() {
    return choice(
            "audio_type",
            "Kind of audio; default speech.",
            List.of("speech", "music", "sound_effect"))
        .aliases("audio_kind")
        .example("\"music\"");
  }

  static Argument voice() {
    return text("voice", "Voice name or id, for speech.")
        .longest(LONGEST_KEY)
        .aliases("voice_id", "voice_name", "speaker")
        .example("\"Rachel\"");
  }

  static Argument instructions() {
    return text("instructions", "Tone and delivery of speech.")
        .aliases("voice_instructions", "style_instructions")
        .example("\"warm, unhurried\"");
  }

  /** For tools that ask a model about media. */
  static Argument answerInstructions() {
    return Argument.text("instructions", "How to answer, instead of as an honest critic.")
        .longest(20_000)
        .aliases("system_prompt", "system", "system_instruction", "critic_prompt")
        .example("\"Answer in one sentence.\"");
  }

  static Argument language() {
    return text("language", "Spoken language as a BCP 47 tag, such as en.")
        .longest(35)
        .aliases("language_code", "lang", "target_language")
        .example("\"en\"");
  }

  static Argument speed() {
    return number("speed", "Speech rate, 1 is normal.", 0.25, 4).example("1.1");
  }

  static Argument outputFormat() {
    return text("output_format", "File format, such as png, jpeg, webp, mp4, mp3, wav.")
        .longest(32)
        .aliases("format", "audio_format", "image_format")
        .example("\"png\"");
  }

  static Argument quality() {
    return text("quality", "Image quality as the model names it: low, medium, high, auto.")
        .longest(32)
        .example("\"high\"");
  }

  static Argument imageBackground() {
    return choice(
            "image_background",
            "What lies behind an image's subject.",
            List.of("transparent", "opaque", "auto"))
        .example("\"transparent\"");
  }

  static Argument generateAudio() {
    return flag("generate_audio", "Whether a video gets sound, where one can choose.")
        .aliases("audio", "with_audio", "sound")
        .example("false");
  }

  static Argument personGeneration() {
    return choice(
            "person_generation",
            "Whether people may appear (Google).",
            List.of("allow_all", "allow_adult", "dont_allow"))
        .example("\"allow_adult\"");
  }

  static Argument vendorOptions() {
    return object("vendor_options", "Fields that describe_backends lists.")
        .longest(LONGEST_OPTIONS)
        .aliases("extra_params", "provider_options", "extra")
        .example("{\"resize_mode\": \"pad\"}");
  }

  static Argument continueFrom() {
    return text("continue_from", "Id to build on: job, asset or continuation.")
        .longest(LONGEST_KEY)
        .aliases("continuation_id", "previous_id", "source_id")
        .example("\"veo_vid_01jd0000000000000000000000\"");
  }

  static Argument takes() {
    return integer("takes", "Versions to buy of each shot, 1-10.", 1, 10)
        .aliases(
            "n",
            "num_images",
            "number_of_images",
            "num_videos",
            "number_of_videos",
            "sample_count",
            "variations",
            "samples")
        .example("2");
  }

  static Argument background() {
    return flag("background", "true: answer at once with the job id.")
        .aliases("run_in_background", "async")
        .example("true");
  }

  static Argument waitSeconds() {
    return number("wait_seconds", "Longest wait, 0-45, default 30.", 0, 45)
        .inSeconds()
        .aliases("timeout_seconds", "timeout", "wait", "max_wait", "max_wait_seconds")
        .example("30");
  }

  static Argument outputDir() {
    return text("output_dir", "Folder for the files, inside the writable roots.")
        .aliases(
            "storage_path",
            "output_directory",
            "output_folder",
            "out_dir",
            "save_dir",
            "save_path",
            "output_path")
        .example("\"/project/media\"");
  }

  static Argument name() {
    return text("name", "Stem of the file names.")
        .longest(LONGEST_NAME)
        .aliases("filename", "file_name", "output_name", "basename")
        .example("\"shot-010\"");
  }

  static Argument strict() {
    return flag("strict", "true: refuse instead of adjusting or ignoring anything.");
  }

  static Argument dryRun() {
    return flag("dry_run", "true: plan and price only; nothing is sent.")
        .aliases("dryrun", "estimate_only", "preview_only", "plan_only");
  }

  static Argument maxCostUsd() {
    return number("max_cost_usd", "Refuse when the estimate is higher.", 0, 1_000_000)
        .inUsd()
        .aliases("max_cost", "max_usd", "budget_usd", "budget", "cost_limit_usd")
        .example("2.5");
  }

  static Argument requestKey() {
    return text("request_key", "Sets equal calls apart.")
        .longest(LONGEST_KEY)
        .aliases("idempotency_key", "request_id")
        .example("\"take-2\"");
  }

  static Argument jobIds() {
    return texts("job_ids", "Job ids.")
        .longest(LONGEST_KEY)
        .aliases("job_id", "id", "ids", "jobs", "task_id", "task_ids")
        .example("[\"job_01jd0000000000000000000000\"]");
  }

  static Argument batchId() {
    return text("batch_id", "All jobs of one batch.")
        .longest(LONGEST_KEY)
        .aliases("batch")
        .example("\"batch_01jd0000000000000000000000\"");
  }
}
