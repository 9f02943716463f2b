package dev.secondunit.understanding;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.Upload;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Sightings;
import dev.secondunit.media.MediaInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Brings media to a vendor before a question is paid for. Free, and harmless to begin again: what
 * is there already is found by its content, and what a vendor dropped is brought anew.
 */
final class Bringing {
  private static final int AT_ONCE = 4;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);
  private static final Duration LONGEST_PROCESSING = Duration.ofHours(1);

  private final Uploads uploads;
  private final Sightings processing;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  /**
   * @param stopwatch what measures lengths of time
   */
  Bringing(Uploads uploads, Clock stopwatch) {
    this.uploads = uploads;
    this.processing = new Sightings(stopwatch);
  }

  /**
   * How far it is.
   *
   * @param media with their uploads; empty while something is missing
   * @param after when to go on, or null when nothing is missing
   * @param message a few words for people while something is missing
   */
  record Brought(List<Medium> media, Duration after, String message) {
    boolean complete() {
      return after == null;
    }

    static Brought later(Duration after, String message) {
      return new Brought(List.of(), after, message);
    }
  }

  /**
   * Brings whatever of these media has to be brought.
   *
   * @param modified when files were last changed when they were asked about, by path
   * @param news told before something long begins
   */
  Brought bring(
      MediaModel vendor, List<Medium> media, Map<Path, Instant> modified, Consumer<String> news)
      throws BackendException, InterruptedException {
    List<Medium> brought = new ArrayList<>();
    for (Medium medium : media) {
      if (!vendor.uploads(medium.file())) {
        insistUnchanged(medium.file(), modified);
        brought.add(medium);
        continue;
      }
      Optional<Upload> known = uploads.find(vendor, medium.file());
      if (known.isEmpty()) {
        insistUnchanged(medium.file(), modified);
        known = upload(vendor, medium.file(), news);
        if (known.isEmpty()) {
          return Brought.later(SOON, "waiting for another upload to " + vendor.name());
        }
      }
      Availability availability = availability(vendor, medium.file(), known.get());
      if (availability == Availability.PROCESSING) {
        return processing(vendor, medium.file());
      }
      processing.over(Uploads.id(vendor, medium.file()));
      if (availability == Availability.GONE) {
        uploads.forget(vendor, medium.file());
        return Brought.later(Duration.ZERO, vendor.name() + " no longer has it; bringing it anew");
      }
      brought.add(medium.uploaded(known.get()));
    }
    return new Brought(brought, null, null);
  }

  /** Drops what is known of these uploads, so that they are brought anew. */
  void forget(MediaModel vendor, List<Medium> media) {
    media.stream()
        .filter(each -> vendor.uploads(each.file()))
        .forEach(each -> uploads.forget(vendor, each.file()));
  }

  private Optional<Upload> upload(MediaModel vendor, MediaInput file, Consumer<String> news)
      throws BackendException, InterruptedException {
    String key = Uploads.id(vendor, file);
    if (!underWay.add(key)) {
      return Optional.empty();
    }
    try {
      if (!room.tryAcquire()) {
        return Optional.empty();
      }
      try {
        news.accept("bringing " + megabytes(file) + " to " + vendor.name());
        Upload upload = vendor.upload(file);
        uploads.keep(vendor, file, upload);
        return Optional.of(upload);
      } finally {
        room.release();
      }
    } finally {
      underWay.remove(key);
    }
  }

  private Availability availability(MediaModel vendor, MediaInput file, Upload upload)
      throws BackendException, InterruptedException {
    try {
      return vendor.availability(upload);
    } catch (BackendException e) {
      if (e.fate() == BackendException.Fate.REJECTED) {
        uploads.forget(vendor, file);
      }
      throw e;
    }
  }

  private Brought processing(MediaModel vendor, MediaInput file) {
    String key = Uploads.id(vendor, file);
    Duration waited = processing.again(key);
    if (waited.compareTo(LONGEST_PROCESSING) > 0) {
      processing.over(key);
      uploads.forget(vendor, file);
      throw Failure.of(
              ErrorCode.DEADLINE_EXCEEDED,
              vendor.name()
                  + " has not looked through "
                  + file.given()
                  + " after "
                  + waited.toMinutes()
                  + " minutes. Nothing was asked.")
          .withHint("retry_jobs brings it anew.")
          .asException();
    }
    Duration after = waited.dividedBy(2);
    after = after.compareTo(SOON) < 0 ? SOON : after;
    return Brought.later(
        after.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : after,
        vendor.name() + " is looking through it");
  }

  /** An answer about another film than the one that was asked about would be worse than none. */
  private static void insistUnchanged(MediaInput file, Map<Path, Instant> modified) {
    try {
      Instant asked = modified.get(file.path());
      boolean sameSize = Files.size(file.path()) == file.facts().bytes();
      boolean sameTime =
          asked == null || Files.getLastModifiedTime(file.path()).toInstant().equals(asked);
      if (sameSize && sameTime) {
        return;
      }
    } catch (IOException e) {
      throw Failure.of(ErrorCode.FILE_NOT_FOUND, "The file " + file.path() + " is no longer there.")
          .withField("video", file.given())
          .withHint("Put it back and use retry_jobs, or ask anew with its new path.")
          .asException();
    }
    throw Failure.of(
            ErrorCode.ILLEGAL_STATE,
            "The file " + file.path() + " was changed after the question was asked.")
        .withField("video", file.given())
        .withHint("Ask anew; nothing was sent.")
        .asException();
  }

  private static String megabytes(MediaInput file) {
    return Math.max(1, Math.round(file.facts().bytes() / 1_000_000.0)) + " MB";
  }
}
