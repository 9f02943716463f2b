package dev.secondunit.simulate;

import java.util.Arrays;
import java.util.Optional;

/** A base path and whom it plays; some vendors are played in several ages and accents. */
public enum Dialect {
  XAI(Vendor.XAI, "/xai/v1"),
  /** The Gemini API as of November 2026: Veo and Imagen answer 404. */
  GOOGLE(Vendor.GOOGLE, "/google"),
  /** A Gemini API on which the retired models still live. */
  GOOGLE_LEGACY(Vendor.GOOGLE, "/google-legacy"),
  VERTEX(Vendor.VERTEX, "/vertex"),
  /** OpenAI with its Videos API as it was until 2026-09-24. */
  OPENAI(Vendor.OPENAI, "/openai/v1"),
  /** OpenAI after 2026-09-24: {@code /videos} answers 404. */
  OPENAI_TODAY(Vendor.OPENAI, "/openai-today/v1"),
  /** Multipart creates only, numbers for frames and steps, delete stops a job. */
  VLLM_OMNI(Vendor.OPENAI, "/vllm-omni/v1"),
  /** Whole seconds as a number, errors as {@code detail}. */
  SGLANG(Vendor.OPENAI, "/sglang/v1"),
  /** Milliseconds, results as {@code video_url}, bills at create. */
  GATEWAY(Vendor.OPENAI, "/gateway/v1"),
  ELEVENLABS(Vendor.ELEVENLABS, "/elevenlabs"),
  TWELVELABS(Vendor.TWELVELABS, "/twelvelabs/v1.3"),
  /** Also takes a {@code video_id} of an index, as in 2025. */
  TWELVELABS_LEGACY(Vendor.TWELVELABS, "/twelvelabs-legacy/v1.3");

  private final Vendor vendor;
  private final String basePath;

  Dialect(Vendor vendor, String basePath) {
    this.vendor = vendor;
    this.basePath = basePath;
  }

  public Vendor vendor() {
    return vendor;
  }

  /** What a client configures as base URL, after the origin; no trailing slash. */
  public String basePath() {
    return basePath;
  }

  static Optional<Dialect> of(String path) {
    return Arrays.stream(values())
        .filter(dialect -> path.startsWith(dialect.basePath + "/") || path.equals(dialect.basePath))
        .findFirst();
  }
}
