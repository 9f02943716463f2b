package dev.secondunit.simulate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can go wrong on demand. A fault is struck by a {@link FaultRule} or by a marker in a prompt:
 * {@code [[fault:lost_reply]]}, with a number {@code [[fault:slow_accept=3]]} and with a count
 * {@code [[fault:rate_limited=1.5 x2]]}; {@code x*} means every time. Without a count a marker
 * strikes once per prompt, except those of {@link Stage#JOB}, which strike every job.
 */
public enum Fault {
  /** 429 with a delay in the vendor's form; the number is the delay in seconds (2). */
  RATE_LIMITED(Stage.REFUSE),
  /** 429 that does not say how long. */
  RATE_LIMITED_WITHOUT_DELAY(Stage.REFUSE),
  /** The vendor's answer when the money or the monthly limit is used up. */
  QUOTA_EXCEEDED(Stage.REFUSE),
  /** 500 in the vendor's shape, nothing accepted. */
  SERVER_ERROR(Stage.REFUSE),
  /** 502 with a web page from a proxy, nothing accepted. */
  BAD_GATEWAY(Stage.REFUSE),
  /** 503 in the vendor's shape, nothing accepted. */
  UNAVAILABLE(Stage.REFUSE),
  /** 504 with a web page, nothing accepted (the caller cannot know). */
  GATEWAY_TIMEOUT(Stage.REFUSE),
  /** The connection is reset before anything was accepted (the caller cannot know). */
  LOST_REQUEST(Stage.REFUSE),

  /** Accepted and billed; the connection is reset before the answer. */
  LOST_REPLY(Stage.ANSWER),
  /** Accepted and billed; the answer is a 500. */
  ACCEPT_THEN_500(Stage.ANSWER),
  /** Accepted and billed; the answer is a web page with 504. */
  ACCEPT_THEN_504(Stage.ANSWER),
  /** Accepted; the answer comes late, by the number of seconds (5). */
  SLOW_ACCEPT(Stage.ANSWER),
  /** The answer's JSON stops in the middle, with a right length. */
  MALFORMED_JSON(Stage.ANSWER),
  /** 200 with no body. */
  EMPTY_ANSWER(Stage.ANSWER),
  /** 200 with a web page. */
  HTML_ANSWER(Stage.ANSWER),

  /** The job runs for ever. */
  NEVER_ENDING(Stage.JOB),
  /** The vendor's moderation blocks the result; billed where the vendor bills that. */
  MODERATED(Stage.JOB),
  /** The job ends well and brings no media. */
  FILTERED(Stage.JOB),
  /** The job fails at the vendor; not billed. */
  FAILED(Stage.JOB),
  /** The vendor does not know the job any more once it is done. */
  EXPIRED(Stage.JOB),
  /** Another model did it, and the answer says so. */
  MODEL_REDIRECT(Stage.JOB),
  /** Less than asked: 720p for 1080p or more, one step less below. */
  SHORT_DELIVERED(Stage.JOB),
  /** The vendor's copy that a continuation names is gone; a file that is sent along passes. */
  SOURCE_GONE(Stage.JOB),
  /** The result's address is dead from the start. */
  EXPIRED_DOWNLOAD(Stage.JOB),

  /** The length is right, the connection ends half-way. */
  TRUNCATED_DOWNLOAD(Stage.MEDIA),
  /** Bytes for as long as the caller reads. */
  ENDLESS_DOWNLOAD(Stage.MEDIA),
  /** The number of bytes per second (1024). */
  SLOW_BYTES(Stage.MEDIA),
  /** The length announces half of the file, and half of it comes. */
  WRONG_CONTENT_LENGTH(Stage.MEDIA),
  /** 200 with a web page labelled as the media type asked for. */
  HTML_DOWNLOAD(Stage.MEDIA),
  /** 200 with no bytes. */
  EMPTY_DOWNLOAD(Stage.MEDIA),
  /** The right number of bytes, and none of them right. */
  CORRUPT_DOWNLOAD(Stage.MEDIA),

  /** A stream's connection is reset in the middle. */
  STREAM_CUT(Stage.ANSWER),
  /** A stream ends without its last event. */
  STREAM_WITHOUT_END(Stage.ANSWER),
  /** Text stops at the token limit, and the answer says so. */
  LENGTH_CUT(Stage.JOB),
  /** The answer to a JSON schema breaks the schema. */
  SCHEMA_BROKEN(Stage.JOB),
  /** An uploaded file cannot be processed; put the marker in its name. */
  FILE_FAILED(Stage.JOB),

  /**
   * Nobody listens, for the number of seconds (2); for all vendors and the control plane. A rule
   * begins at once. A marker is read too late for its own request, whose connection is reset before
   * anything was accepted (the caller cannot know); what comes after it is refused.
   */
  CONNECTION_REFUSED(Stage.REFUSE);

  static final double SECONDS_REFUSED = 2;

  enum Stage {
    /** Instead of the vendor doing anything. */
    REFUSE,
    /** After the vendor did its part. */
    ANSWER,
    /** Part of what the vendor does. */
    JOB,
    /** When bytes of media are sent. */
    MEDIA
  }

  private final Stage stage;

  Fault(Stage stage) {
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }

  /** The word in rules and markers, such as {@code lost_reply}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Fault> of(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst();
  }
}
