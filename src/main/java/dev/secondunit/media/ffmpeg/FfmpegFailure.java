package dev.secondunit.media.ffmpeg;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;

/** Reads FFmpeg's last words and says whose fault it was. */
final class FfmpegFailure {
  /** Lines that only say that something above went wrong. */
  private static final Pattern ECHO =
      Pattern.compile(
          "Terminating thread|Task finished|Nothing was written|Conversion failed|before EOF"
              + "|Error processing packet|Error submitting|Decoding error: Invalid data"
              + "|Error opening (in|out)put|Error processing filtergraph|Last message repeated");

  private static final Pattern ADDRESS =
      Pattern.compile("\\s*@ 0x[0-9a-f]+|\\[[a-z]ost#[^]]*]\\s*");

  /** Only this program writes options and filter graphs. */
  private static final Pattern OUR_OWN_FAULT =
      Pattern.compile(
          "No such filter|Option '?[^ ]+'? not found|Unrecognized option|Unknown encoder"
              + "|Error parsing|No option name|matches no streams.*label|Unable to parse"
              + "|Unable to choose an output format|Error applying option|Undefined constant");

  private FfmpegFailure() {}

  /**
   * @param log the end of what the program wrote to standard error
   * @param readsFiles whether it was given files, which may be at fault
   */
  static Failure of(String log, boolean readsFiles) {
    String words = words(log);
    if (log.contains("No space left on device") || log.contains("Disk quota exceeded")) {
      return Failure.of(ErrorCode.STORAGE_FAILED, "The disk is full: " + words);
    }
    if (!readsFiles || OUR_OWN_FAULT.matcher(log).find()) {
      return Failure.of(ErrorCode.INTERNAL, "FFmpeg could not do its work: " + words);
    }
    return Failure.of(ErrorCode.MEDIA_CORRUPT, "The media cannot be decoded: " + words);
  }

  /** The last line with news in it, without memory addresses. */
  static String words(String log) {
    List<String> lines = log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String last = lines.isEmpty() ? "FFmpeg said nothing" : lines.get(lines.size() - 1);
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (!ECHO.matcher(lines.get(i)).find()) {
        last = lines.get(i);
        break;
      }
    }
    String bare = ADDRESS.matcher(last).replaceAll("").strip();
    return bare.length() > 300 ? bare.substring(0, 300) + "…" : bare;
  }
}
