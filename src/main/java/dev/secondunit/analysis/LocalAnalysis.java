package dev.secondunit.analysis;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.reading.EvidenceFrames;
import dev.secondunit.reading.Findings;
import dev.secondunit.reading.MediaScan;
import dev.secondunit.reading.ReadingWords;
import dev.secondunit.reading.Stretch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Analyses a video by measuring: shots, sudden changes, black, frozen and silent stretches,
 * loudness. It does not understand a prompt and never pretends to: with a schema it fills what can
 * be measured and refuses the rest. Safe for many threads; blocks while the video is decoded.
 */
public final class LocalAnalysis {
  public static final String MODEL = "local";

  /** The keys that enable a model for video, best first. */
  public static final List<String> MODEL_KEYS =
      List.of("TWELVELABS_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY", "XAI_API_KEY");

  private static final int MOST_EVIDENCE = 24;

  private final MediaScan scan;
  private final EvidenceFrames evidence;

  public LocalAnalysis(Ffmpeg ffmpeg) {
    this.scan = new MediaScan(ffmpeg);
    this.evidence = new EvidenceFrames(ffmpeg);
  }

  /**
   * @param schema what the data must fit, or null for words only
   * @param startSeconds null for the beginning
   * @param endSeconds null for the end
   * @param evidenceFolder where pictures of the moments are put
   * @throws dev.secondunit.failure.FailureException MEDIA_TYPE_MISMATCH for something that is no
   *     video, INVALID_ARGUMENT for a part outside of it, BACKEND_UNAVAILABLE when the schema asks
   *     for what only a model can tell
   */
  public Analysis analyze(
      MediaInput video,
      ObjectNode schema,
      Double startSeconds,
      Double endSeconds,
      Path evidenceFolder)
      throws InterruptedException {
    Objects.requireNonNull(evidenceFolder, "evidenceFolder");
    Double length = video.facts().durationSeconds();
    if (length == null || video.facts().width() == null) {
      throw Failure.of(
              ErrorCode.MEDIA_TYPE_MISMATCH,
              "video: " + video.given() + " is " + video.facts().mediaType() + ", not a video.")
          .withField("video", video.given())
          .withHint("read_media reads images and sounds.")
          .asException();
    }
    double start = startSeconds == null ? 0 : startSeconds;
    double end = endSeconds == null ? length : Math.min(length, endSeconds);
    if (start >= end) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              "start_time " + start + " is not before the end, " + end + " s.")
          .withField("start_time", start)
          .withAllowed(List.of("0 to " + length))
          .asException();
    }
    Findings findings = scan.scan(video, start, end);
    JsonNode data = null;
    if (schema != null) {
      data = new SchemaFiller(video.facts(), findings, start, end).fill(schema);
    }
    return new Analysis(
        words(video, findings, start, end),
        data,
        moments(video, findings, start, end, evidenceFolder),
        "stop",
        false,
        null,
        null,
        MODEL);
  }

  private static String words(MediaInput video, Findings findings, double start, double end) {
    StringBuilder words = new StringBuilder();
    words.append("Measured locally, no model watched it: ").append(video.given()).append('\n');
    ReadingWords.findings(words, findings, true);
    words.append("   Shots: ").append(findings.shots(start, end).size()).append('\n');
    words.append("For an answer to the prompt set one of ");
    return words.append(String.join(", ", MODEL_KEYS)).append('.').toString();
  }

  private List<Analysis.Moment> moments(
      MediaInput video, Findings findings, double start, double end, Path folder)
      throws InterruptedException {
    List<Analysis.Moment> found = new ArrayList<>();
    int number = 1;
    for (Stretch shot : findings.shots(start, end)) {
      found.add(moment(shot, "shot " + number++));
    }
    findings.moments().stream()
        .filter(moment -> !moment.startsShot())
        .forEach(m -> found.add(moment(new Stretch(m.seconds(), m.seconds()), m.kind().word())));
    findings.black().forEach(part -> found.add(moment(part, "black")));
    findings.frozen().forEach(part -> found.add(moment(part, "frozen")));
    findings.silent().forEach(part -> found.add(moment(part, "silent")));
    found.sort(Comparator.comparingDouble(Analysis.Moment::start));
    int shown = Math.min(MOST_EVIDENCE, found.size());
    List<Double> times = found.subList(0, shown).stream().map(LocalAnalysis::middle).toList();
    List<Path> frames = evidence.write(video, times, folder);
    List<Analysis.Moment> moments = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Analysis.Moment moment = found.get(i);
      Path frame = i < frames.size() ? frames.get(i) : null;
      moments.add(new Analysis.Moment(moment.start(), moment.end(), moment.what(), frame));
    }
    return moments;
  }

  private static double middle(Analysis.Moment moment) {
    return (moment.start() + moment.end()) / 2;
  }

  private static Analysis.Moment moment(Stretch part, String what) {
    return new Analysis.Moment(part.startSeconds(), part.endSeconds(), what, null);
  }
}
