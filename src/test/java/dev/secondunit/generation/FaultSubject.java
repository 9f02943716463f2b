package dev.secondunit.generation;

import static dev.secondunit.generation.FaultSubject.Traits.GOOGLES;
import static dev.secondunit.generation.FaultSubject.Traits.JOBS;
import static dev.secondunit.generation.FaultSubject.Traits.LISTED;
import static dev.secondunit.generation.FaultSubject.Traits.WORDLESS_QUOTA;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.simulate.Dialect;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is made at which vendor, one of every kind that answers or is billed in its own way. */
enum FaultSubject {
  GROK_VIDEO(Dialect.XAI, "grok-imagine-video", Mode.VIDEO, Operation.GENERATE, JOBS),
  GROK_EDIT(Dialect.XAI, "grok-imagine-video", Mode.VIDEO, Operation.EDIT, JOBS),
  GROK_EXTEND(Dialect.XAI, "grok-imagine-video", Mode.VIDEO, Operation.EXTEND, JOBS),
  GROK_IMAGE(Dialect.XAI, "grok-imagine-image", Mode.IMAGE, Operation.GENERATE),
  GROK_IMAGE_EDIT(Dialect.XAI, "grok-imagine-image", Mode.IMAGE, Operation.EDIT),
  GROK_SPEECH(Dialect.XAI, "grok-tts", Mode.AUDIO, Operation.GENERATE),
  OMNI(Dialect.GOOGLE, "gemini-omni-1.2-flash", Mode.VIDEO, Operation.GENERATE, JOBS, GOOGLES),
  OMNI_EDIT(Dialect.GOOGLE, "gemini-omni-1.2-flash", Mode.VIDEO, Operation.EDIT, JOBS, GOOGLES),
  OMNI_EXTEND(Dialect.GOOGLE, "gemini-omni-1.2-flash", Mode.VIDEO, Operation.EXTEND, JOBS, GOOGLES),
  GEMINI_IMAGE(
      Dialect.GOOGLE,
      "gemini-nano-banana-2.1",
      Mode.IMAGE,
      Operation.GENERATE,
      WORDLESS_QUOTA,
      GOOGLES),
  GEMINI_IMAGE_EDIT(
      Dialect.GOOGLE,
      "gemini-nano-banana-2.1",
      Mode.IMAGE,
      Operation.EDIT,
      WORDLESS_QUOTA,
      GOOGLES),
  GEMINI_SPEECH(
      Dialect.GOOGLE,
      "gemini-3.8-flash-tts",
      Mode.AUDIO,
      Operation.GENERATE,
      WORDLESS_QUOTA,
      GOOGLES),
  LYRIA(
      Dialect.GOOGLE,
      "lyria-3-clip-preview",
      Mode.AUDIO,
      Operation.GENERATE,
      WORDLESS_QUOTA,
      GOOGLES),
  VEO(
      Dialect.GOOGLE_LEGACY,
      "veo-3.1-generate-preview",
      Mode.VIDEO,
      Operation.GENERATE,
      JOBS,
      WORDLESS_QUOTA,
      GOOGLES),
  VEO_EXTEND(
      Dialect.GOOGLE_LEGACY,
      "veo-3.1-generate-preview",
      Mode.VIDEO,
      Operation.EXTEND,
      JOBS,
      WORDLESS_QUOTA,
      GOOGLES),
  VEO_ON_VERTEX(
      Dialect.VERTEX,
      "veo-3.1-generate-001",
      Mode.VIDEO,
      Operation.GENERATE,
      JOBS,
      WORDLESS_QUOTA,
      GOOGLES),
  IMAGEN(
      Dialect.VERTEX,
      "imagen-4.0-generate-001",
      Mode.IMAGE,
      Operation.GENERATE,
      WORDLESS_QUOTA,
      GOOGLES),
  SORA(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED),
  SORA_REMIX(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.REMIX, JOBS, LISTED),
  SORA_EDIT(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.EDIT, JOBS, LISTED),
  SORA_EXTEND(Dialect.OPENAI, "sora-2", Mode.VIDEO, Operation.EXTEND, JOBS, LISTED),
  SGLANG(Dialect.SGLANG, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED, WORDLESS_QUOTA),
  GATEWAY(Dialect.GATEWAY, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED),
  VLLM_OMNI(Dialect.VLLM_OMNI, "sora-2", Mode.VIDEO, Operation.GENERATE, JOBS, LISTED),
  GPT_IMAGE(Dialect.OPENAI, "gpt-image-2.5-sunburst", Mode.IMAGE, Operation.GENERATE),
  GPT_IMAGE_EDIT(Dialect.OPENAI, "gpt-image-2.5-sunburst", Mode.IMAGE, Operation.EDIT),
  GPT_SPEECH(Dialect.OPENAI, "gpt-4o-mini-tts", Mode.AUDIO, Operation.GENERATE),
  ELEVEN_SPEECH(Dialect.ELEVENLABS, "eleven_multilingual_v2", Mode.AUDIO, Operation.GENERATE),
  ELEVEN_MUSIC(Dialect.ELEVENLABS, "music_v2_5", Mode.AUDIO, Operation.GENERATE),
  ELEVEN_EFFECT(Dialect.ELEVENLABS, "eleven_text_to_sound_v2", Mode.AUDIO, Operation.GENERATE);

  enum Traits {
    /** A create is answered with a job that is polled; else with the media. */
    JOBS,
    /** What the vendor has can be listed, so a lost answer can be found again. */
    LISTED,
    /** Used-up money looks like a rate limit. */
    WORDLESS_QUOTA,
    /** 503 means: not accepted. */
    GOOGLES
  }

  final Dialect dialect;
  final String model;
  final Mode mode;
  final Operation operation;
  final Set<Traits> traits;

  FaultSubject(Dialect dialect, String model, Mode mode, Operation operation, Traits... traits) {
    this.dialect = dialect;
    this.model = model;
    this.mode = mode;
    this.operation = operation;
    this.traits = traits.length == 0 ? Set.of() : Set.of(traits);
  }

  boolean is(Traits trait) {
    return traits.contains(trait);
  }

  boolean continues() {
    return operation != Operation.GENERATE;
  }

  /** What makes the piece that this one continues. */
  FaultSubject origin() {
    for (FaultSubject other : values()) {
      if (other.dialect == dialect && other.model.equals(model)) {
        return other;
      }
    }
    throw new AssertionError(this);
  }

  ShotRequest request(String source, String prompt) {
    Map<Parameter, Object> values = new HashMap<>();
    values.put(Parameter.PROMPT, prompt);
    switch (this) {
      case GROK_VIDEO -> {
        values.put(Parameter.DURATION, 2.0);
        values.put(Parameter.SIZE, "720p");
      }
      case OMNI, VEO, VEO_ON_VERTEX, SORA, SGLANG, GATEWAY, VLLM_OMNI ->
          values.put(Parameter.DURATION, 4.0);
      case ELEVEN_MUSIC -> {
        values.put(Parameter.AUDIO_TYPE, "music");
        values.put(Parameter.DURATION, 3.0);
      }
      case LYRIA -> values.put(Parameter.AUDIO_TYPE, "music");
      case ELEVEN_EFFECT -> {
        values.put(Parameter.AUDIO_TYPE, "sound_effect");
        values.put(Parameter.DURATION, 1.0);
      }
      default -> {
        // The model's own values do.
      }
    }
    return new ShotRequest(
        continues() ? "continue_from" : "generate_media",
        null,
        mode,
        continues() ? operation : null,
        Clips.backend(dialect),
        continues() ? null : model,
        values,
        Map.of(),
        source,
        false,
        null,
        null);
  }
}
