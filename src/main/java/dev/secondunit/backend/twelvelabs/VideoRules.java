package dev.secondunit.backend.twelvelabs;

import dev.secondunit.backend.question.Question;
import dev.secondunit.config.Setting;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import java.util.List;
import java.util.Optional;

/**
 * Which pictures the vendor takes: 360x360 to 5184x2160, 1:1 to 1:2.4 either way round
 * (docs.twelvelabs.io, 2026). Lengths stand in the catalogue.
 */
final class VideoRules {
  /** Answers about videos that were indexed for it, by the older shape alone. */
  static final String OLD_MODEL = "pegasus1.2";

  static final String VIDEO_ID = "video_id";
  private static final int SHORTEST_SIDE = 360;
  private static final int LONGEST_SIDE = 5_184;
  private static final int LONGEST_SHORT_SIDE = 2_160;
  private static final double WIDEST = 2.4;

  private VideoRules() {}

  /**
   * @param findsIndexed whether the asset behind a video of an index can be found
   */
  static Optional<Failure> firstBroken(Question question, boolean findsIndexed) {
    boolean indexed = question.options().has(VIDEO_ID);
    if (indexed && !question.model().equals(OLD_MODEL) && !findsIndexed) {
      return Optional.of(
          Failure.of(
                  ErrorCode.UNSUPPORTED_PARAMETER,
                  question.model()
                      + " takes no video_id, and no index is configured in which its asset could be"
                      + " found.")
              .withField("vendor_options.video_id", null)
              .withHint("Set " + Setting.TWELVELABS_INDEX_ID + ", or give the video itself."));
    }
    if (question.model().equals(OLD_MODEL) && !indexed) {
      return Optional.of(
          Failure.of(
                  ErrorCode.UNSUPPORTED_OPERATION,
                  OLD_MODEL + " answers about videos of an index, by video_id, and takes no files.")
              .withField("model", OLD_MODEL)
              .withAllowed(List.of("pegasus1.5"))
              .withHint("Leave model out, or give {\"vendor_options\": {\"video_id\": \"…\"}}."));
    }
    if (indexed) {
      return Optional.empty();
    }
    if (question.media().size() != 1 || !question.earlier().isEmpty()) {
      return Optional.of(
          Failure.of(
                  ErrorCode.UNSUPPORTED_OPERATION,
                  "twelvelabs answers about one video at a time and keeps no conversation.")
              .withField("inputs", null)
              .withHint("Ask about one video, or use another backend_type."));
    }
    MediaFacts facts = question.media().get(0).file().facts();
    if (facts.width() == null || facts.height() == null) {
      return Optional.empty();
    }
    int shorter = Math.min(facts.width(), facts.height());
    int longer = Math.max(facts.width(), facts.height());
    boolean fits = shorter >= SHORTEST_SIDE && shorter <= LONGEST_SHORT_SIDE;
    if (fits && longer <= LONGEST_SIDE && longer <= shorter * WIDEST + 1) {
      return Optional.empty();
    }
    return Optional.of(
        Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                "twelvelabs takes pictures of 360x360 to 5184x2160, 1:1 to 1:2.4 either way round;"
                    + " this video has "
                    + facts.width()
                    + "x"
                    + facts.height()
                    + ".")
            .withField("video", question.media().get(0).file().given())
            .withAllowed(List.of("360x360 to 5184x2160, 1:1 to 1:2.4"))
            .withHint("assemble_media with operation convert and size 720p changes it."));
  }
}
