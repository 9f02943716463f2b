package dev.secondunit.generation;

import dev.secondunit.job.Job;
import dev.secondunit.job.Ledger;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Shots that grok is asked for first, and that may be made by Google instead. */
abstract class FallbackBench extends RehearsedJobs {
  @BeforeEach
  final void openWithGoogle() throws Exception {
    open("google", Dialect.GOOGLE);
  }

  /** A store of its own, with this for {@code SECOND_UNIT_FALLBACK}. */
  final void open(String fallback, Dialect google) throws Exception {
    open(Files.createTempDirectory(folder, "jobs"), Map.of("SECOND_UNIT_FALLBACK", fallback));
    jobs.vendors(rehearsal, Dialect.XAI, google);
  }

  static ShotRequest clip(String backend, boolean strict) {
    return Clips.clip(backend, null, strict);
  }

  /** Something goes wrong at grok, every time. */
  final void strike(Fault fault, Operation operation) {
    strike(FaultRule.next(Dialect.XAI.vendor(), operation, fault).withTimes(Integer.MAX_VALUE));
  }

  final int creates(Dialect dialect) {
    return (int) seen(dialect).createsReceived();
  }

  final Job end(Fault fault, Operation operation, UsdAmount most) throws Exception {
    strike(fault, operation);
    return jobs.toItsEnd(jobs.accept(clip("auto", false), most));
  }

  final List<Ledger.Entry> entries(Job job) {
    return jobs.ledger.entries(null, null).stream()
        .filter(entry -> entry.jobId().equals(job.id()))
        .toList();
  }

  final List<String> states(Job job) {
    return entries(job).stream().map(Ledger.Entry::state).toList();
  }
}
