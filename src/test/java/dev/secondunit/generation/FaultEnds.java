package dev.secondunit.generation;

import static dev.secondunit.generation.FaultSubject.Traits.GOOGLES;
import static dev.secondunit.generation.FaultSubject.Traits.JOBS;
import static dev.secondunit.generation.FaultSubject.Traits.LISTED;
import static dev.secondunit.generation.FaultSubject.Traits.WORDLESS_QUOTA;

import dev.secondunit.failure.Charged;
import dev.secondunit.job.JobState;
import dev.secondunit.media.Mode;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a shot must end that a fault has struck, by what is made and by where the fault strikes. */
final class FaultEnds {
  private FaultEnds() {}

  /**
   * How a struck shot ends.
   *
   * @param charged what the failure says, or null for success
   */
  record End(JobState state, Charged charged, int creates) {}

  static final End MADE = new End(JobState.SUCCEEDED, null, 1);
  private static final End MADE_AT_SECOND_TRY = new End(JobState.SUCCEEDED, null, 2);
  private static final End LOST = new End(JobState.SUBMIT_UNKNOWN, Charged.UNKNOWN, 1);

  private static End failed(Charged charged) {
    return new End(JobState.FAILED, charged, 1);
  }

  /** What can go wrong with a create, whatever it is for. */
  static Map<Fault, End> ofCreates(FaultSubject subject) {
    Map<Fault, End> table = new HashMap<>();
    table.put(Fault.RATE_LIMITED, MADE_AT_SECOND_TRY);
    table.put(
        Fault.QUOTA_EXCEEDED, subject.is(WORDLESS_QUOTA) ? MADE_AT_SECOND_TRY : failed(Charged.NO));
    table.put(Fault.UNAVAILABLE, subject.is(GOOGLES) ? MADE_AT_SECOND_TRY : LOST);
    for (Fault fault :
        List.of(Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.GATEWAY_TIMEOUT, Fault.LOST_REQUEST)) {
      table.put(fault, LOST);
    }
    for (Fault fault :
        List.of(
            Fault.LOST_REPLY,
            Fault.ACCEPT_THEN_500,
            Fault.ACCEPT_THEN_504,
            Fault.EMPTY_ANSWER,
            Fault.HTML_ANSWER)) {
      table.put(fault, subject.is(LISTED) ? MADE : LOST);
    }
    return table;
  }

  /** How a vendor's own work ends badly, and who bills that. */
  static Map<Fault, End> ofJobs(FaultSubject subject) {
    if (!subject.is(JOBS)) {
      return subject.mode == Mode.IMAGE && subject.dialect == Dialect.XAI
          ? Map.of(Fault.MODERATED, failed(Charged.YES))
          : subject.mode == Mode.IMAGE ? Map.of(Fault.MODERATED, failed(Charged.NO)) : Map.of();
    }
    Map<Fault, End> table = new HashMap<>();
    table.put(Fault.NEVER_ENDING, failed(Charged.UNKNOWN));
    if (subject != FaultSubject.VEO_ON_VERTEX) {
      table.put(Fault.EXPIRED_DOWNLOAD, failed(Charged.YES));
    }
    table.put(Fault.EXPIRED, new End(JobState.EXPIRED, Charged.UNKNOWN, 1));
    switch (subject.dialect.vendor()) {
      case XAI -> {
        table.put(Fault.MODERATED, failed(Charged.YES));
        table.put(Fault.FILTERED, failed(Charged.YES));
        table.put(Fault.FAILED, failed(Charged.UNKNOWN));
      }
      case GOOGLE, VERTEX -> {
        table.put(Fault.MODERATED, failed(Charged.NO));
        table.put(Fault.FILTERED, failed(Charged.NO));
        table.put(Fault.FAILED, failed(Charged.NO));
      }
      default -> {
        table.put(Fault.MODERATED, failed(Charged.UNKNOWN));
        table.put(Fault.FILTERED, failed(Charged.YES));
        table.put(Fault.FAILED, failed(Charged.UNKNOWN));
      }
    }
    return table;
  }

  /** What can go wrong on the way here; once for every way in which results are delivered. */
  static Map<Fault, End> ofDownloads(FaultSubject subject) {
    Set<FaultSubject> ways =
        EnumSet.of(
            FaultSubject.GROK_VIDEO,
            FaultSubject.OMNI,
            FaultSubject.VEO,
            FaultSubject.SORA,
            FaultSubject.GATEWAY);
    if (!ways.contains(subject)) {
      return Map.of();
    }
    Map<Fault, End> table = new HashMap<>();
    for (Fault fault :
        List.of(
            Fault.TRUNCATED_DOWNLOAD,
            Fault.WRONG_CONTENT_LENGTH,
            Fault.HTML_DOWNLOAD,
            Fault.EMPTY_DOWNLOAD,
            Fault.CORRUPT_DOWNLOAD)) {
      table.put(fault, MADE);
    }
    // A gateway names a second address.
    table.put(Fault.ENDLESS_DOWNLOAD, subject == FaultSubject.GATEWAY ? MADE : failed(Charged.YES));
    return table;
  }
}
