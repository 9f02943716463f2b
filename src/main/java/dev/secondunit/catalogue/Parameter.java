package dev.secondunit.catalogue;

import java.util.Locale;
import java.util.Optional;

/**
 * The parameters a shot can have, under the names they carry everywhere: in tool calls, plans,
 * rows, sidecars and the catalogue. How a shot is run (waiting, output folder, caps) is not among
 * them.
 */
public enum Parameter {
  PROMPT(Kind.TEXT),
  /** Seconds. For {@link dev.secondunit.media.Operation#EXTEND}, the seconds to add. */
  DURATION(Kind.NUMBER),
  /** {@code W:H}. */
  ASPECT_RATIO(Kind.TEXT),
  /**
   * A resolution class such as {@code 720p}, {@code 4k}, {@code 2K}, or pixels such as {@code
   * 1024x1536}.
   */
  SIZE(Kind.TEXT),
  INPUT_IMAGES(Kind.INPUTS),
  LAST_FRAME(Kind.INPUT),
  /** Pictures that a video passes through on its way, each at its time. */
  KEYFRAMES(Kind.INPUTS),
  /** Seconds from the start, one for each keyframe in the same order. */
  KEYFRAME_TIMES(Kind.NUMBERS),
  VIDEO_REFERENCE_IMAGES(Kind.INPUTS),
  /** PNG whose transparent pixels may be repainted. */
  MASK_IMAGE(Kind.INPUT),
  NEGATIVE_PROMPT(Kind.TEXT),
  SEED(Kind.INTEGER),
  /** {@code speech}, {@code music} or {@code sound_effect}. */
  AUDIO_TYPE(Kind.TEXT),
  VOICE(Kind.TEXT),
  /** Tone and delivery of speech. */
  INSTRUCTIONS(Kind.TEXT),
  /** BCP 47 tag of the spoken language. */
  LANGUAGE(Kind.TEXT),
  /** Speech rate, 1 is normal. */
  SPEED(Kind.NUMBER),
  OUTPUT_FORMAT(Kind.TEXT),
  QUALITY(Kind.TEXT),
  /**
   * {@code transparent}, {@code opaque} or {@code auto}: what lies behind the subject of an image.
   */
  IMAGE_BACKGROUND(Kind.TEXT),
  GENERATE_AUDIO(Kind.BOOLEAN),
  /** {@code allow_all}, {@code allow_adult} or {@code dont_allow}. */
  PERSON_GENERATION(Kind.TEXT),
  /** An object of vendor-specific fields that the catalogue lists by name. */
  VENDOR_OPTIONS(Kind.OBJECT);

  /** How a parameter's value is held: the Java type is given with each. */
  public enum Kind {
    /** {@link String}. */
    TEXT,
    /** {@link Double}. */
    NUMBER,
    /** A list of {@link Double}. */
    NUMBERS,
    /** {@link Long}. */
    INTEGER,
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link dev.secondunit.media.MediaInput}. */
    INPUT,
    /** A list of {@link dev.secondunit.media.MediaInput}. */
    INPUTS,
    /** {@link tools.jackson.databind.node.ObjectNode}. */
    OBJECT
  }

  private final Kind kind;

  Parameter(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** The name on the wire, such as {@code aspect_ratio}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Parameter> of(String word) {
    for (Parameter parameter : values()) {
      if (parameter.word().equals(word)) {
        return Optional.of(parameter);
      }
    }
    return Optional.empty();
  }
}
