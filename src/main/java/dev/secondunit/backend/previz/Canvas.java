package dev.secondunit.backend.previz;

/**
 * What all layers of one picture have in common: its size, its length and its colours, and FFmpeg's
 * filters that bring a layer to them.
 *
 * @param frames length in frames; 1 for a still
 * @param pixels the format of the pixels, by FFmpeg's name
 */
record Canvas(FrameSize frame, int frames, String pixels) {
  /**
   * @param frames length in frames; 1 for a still
   * @param transparent whether the picture may have transparent parts; only for a still
   */
  static Canvas of(FrameSize frame, int frames, boolean transparent) {
    return new Canvas(frame, frames, transparent ? "rgba" : frames > 1 ? "yuv420p" : "gbrp");
  }

  boolean moves() {
    return frames > 1;
  }

  boolean transparent() {
    return pixels.equals("rgba");
  }

  int width() {
    return frame.width();
  }

  int height() {
    return frame.height();
  }

  /** Width and height as FFmpeg's sources take them. */
  String size() {
    return width() + "x" + height();
  }

  /** One frame, kept for ever. */
  static String hold() {
    return "loop=loop=-1:size=1:start=0,settb=1/24,setpts=N";
  }

  /** The same of a sheet that is brought to this size, opaque. */
  String hold(int width, int height) {
    return hold(pixels, width, height);
  }

  /** The same of a sheet through which one sees. */
  String holdClear(int width, int height) {
    String alpha =
        switch (pixels) {
          case "yuv420p" -> "yuva420p";
          case "gbrp" -> "gbrap";
          default -> pixels;
        };
    return hold(alpha, width, height);
  }

  /** The same of a sheet through which one sees, as large as the picture. */
  String holdClear() {
    return holdClear(width(), height());
  }

  private String hold(String pixels, int width, int height) {
    return "scale="
        + (width + ":" + height + ":flags=bilinear" + matrix() + ",format=" + pixels + ",")
        + hold();
  }

  /** Sheets and stills are RGB; film has the colours of high definition. */
  String matrix() {
    return filmed() ? ":out_color_matrix=bt709:out_range=tv" : "";
  }

  /** Cuts an endless picture to its exact length. */
  String cut() {
    return "trim=end_frame=" + frames + ",settb=1/24,setpts=N,fps=24,setsar=1";
  }

  /** Names the colours. */
  String named() {
    return "format="
        + pixels
        + (filmed()
            ? ",setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
            : "");
  }

  private boolean filmed() {
    return pixels.startsWith("yuv");
  }
}
