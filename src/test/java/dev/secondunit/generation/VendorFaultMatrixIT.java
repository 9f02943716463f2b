package dev.secondunit.generation;

import static dev.secondunit.generation.FaultSubject.Traits.LISTED;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.failure.Charged;
import dev.secondunit.generation.FaultEnds.End;
import dev.secondunit.job.Job;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault at every vendor and operation, through the job engine: how the job ends, how many
 * creates left, what the failure says of the money, and what the ledger counts.
 *
 * <p>What is counted is never less than the vendor bills. It is exactly that when the job succeeded
 * at a known price; the whole reservation while it cannot be known; nothing when nothing was
 * billed.
 */
class VendorFaultMatrixIT {
  private static final UsdAmount MAX_COST = UsdAmount.ofUsd("4");
  private static final long ROUNDING_MICROS = 2;
  private static final TestClock CLOCK = new TestClock();

  @RegisterExtension static final Rehearsal SMALL = new Rehearsal(CLOCK, false);

  /** Slower; for what is priced or limited by the size of its source. */
  @RegisterExtension static final Rehearsal TRUE_SIZE = new Rehearsal(CLOCK, true);

  @TempDir static Path folder;
  private static VendorJobs jobs;

  @BeforeAll
  static void open() {
    Map<String, String> environment = new HashMap<>(SMALL.simulators().environment());
    environment.put("GOOGLE_CLOUD_PROJECT", "project-1");
    jobs = new VendorJobs(CLOCK, folder, environment);
  }

  @AfterAll
  static void close() {
    jobs.close();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(FaultSubject.class)
  void struck_byEveryFault_endsAsItMustAndCountsTheMoney(FaultSubject subject) throws Exception {
    jobs.vendors(stage(subject), subject.dialect);
    String source = null;
    if (subject.continues()) {
      ShotRequest first = subject.origin().request(null, "what " + subject + " starts from");
      source = jobs.toItsEnd(jobs.accept(first, MAX_COST)).id();
    }
    List<Executable> cells = new ArrayList<>();
    cells.add(
        cell(subject, source, null, FaultEnds.MADE, dev.secondunit.simulate.Operation.CREATE));
    for (Map.Entry<Fault, End> each : FaultEnds.ofCreates(subject).entrySet()) {
      cells.add(create(subject, source, each));
    }
    for (Map.Entry<Fault, End> each : FaultEnds.ofJobs(subject).entrySet()) {
      if (each.getKey() != Fault.NEVER_ENDING) {
        cells.add(create(subject, source, each));
      }
    }
    for (Map.Entry<Fault, End> each : FaultEnds.ofDownloads(subject).entrySet()) {
      cells.add(
          cell(
              subject,
              source,
              each.getKey(),
              each.getValue(),
              dev.secondunit.simulate.Operation.DOWNLOAD));
    }
    End never = FaultEnds.ofJobs(subject).get(Fault.NEVER_ENDING);
    if (never != null) {
      // Last: it takes more than a day, and the vendor drops what the others start from.
      cells.add(create(subject, source, Map.entry(Fault.NEVER_ENDING, never)));
    }
    assertAll(cells);
  }

  private static Executable create(
      FaultSubject subject, String source, Map.Entry<Fault, End> each) {
    return cell(
        subject, source, each.getKey(), each.getValue(), dev.secondunit.simulate.Operation.CREATE);
  }

  private static Executable cell(
      FaultSubject subject,
      String source,
      Fault fault,
      End expected,
      dev.secondunit.simulate.Operation struck) {
    return () -> {
      Counters.OfVendor before = seen(subject);
      if (fault != null) {
        stage(subject).simulators().strike(FaultRule.next(subject.dialect.vendor(), struck, fault));
      }
      Job job = jobs.accept(subject.request(source, subject + " struck by " + fault), MAX_COST);
      Job end =
          fault == Fault.NEVER_ENDING
              ? jobs.toItsEndWithoutTheVendor(job, Duration.ofHours(2))
              : jobs.toItsEnd(job);
      Counters.OfVendor after = seen(subject);
      long billed = after.committed().micros() - before.committed().micros();
      check(subject + " struck by " + fault, expected, end, billed);
      assertEquals(
          expected.creates(),
          after.createsReceived() - before.createsReceived(),
          subject + " struck by " + fault + ": creates");
    };
  }

  /** In true size where the vendor prices or limits a continuation by the size of its source. */
  private static Rehearsal stage(FaultSubject subject) {
    return subject.continues() && subject.mode == Mode.VIDEO && !subject.is(LISTED)
        ? TRUE_SIZE
        : SMALL;
  }

  private static Counters.OfVendor seen(FaultSubject subject) {
    return stage(subject).simulators().counters().of(subject.dialect.vendor());
  }

  private static void check(String cell, End expected, Job end, long billed) {
    long counted = jobs.counted(end).micros();
    UsdAmount estimate = PlanJson.read(end.plan()).estimate();
    assertEquals(expected.state(), end.state(), cell + ": " + end.failure());
    assertEquals(
        expected.charged(),
        end.failure() == null ? null : end.failure().charged(),
        cell + ": " + end.failure());
    assertTrue(
        counted >= billed - ROUNDING_MICROS, cell + ": counted " + counted + " of " + billed);
    if (expected.charged() == Charged.NO) {
      assertEquals(0, counted, cell + ": nothing was billed");
      assertEquals(0, billed, cell + ": said not to be billed");
    } else if (expected.charged() == null && estimate != null) {
      assertEquals(billed, counted, ROUNDING_MICROS, cell + ": the bill");
    } else if (expected.charged() != Charged.YES) {
      assertEquals(end.reserved().micros(), counted, cell + ": the reservation is kept");
    }
  }
}
