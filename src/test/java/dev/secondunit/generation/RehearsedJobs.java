package dev.secondunit.generation;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.FaultRule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shots at simulated vendors, over their wires. Every test has a store of its own and vendors that
 * remember nothing; the clock and the simulators are those of the class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RehearsedJobs {
  final TestClock clock = new TestClock();

  @RegisterExtension final Rehearsal rehearsal = new Rehearsal(clock, false);

  @TempDir Path folder;
  VendorJobs jobs;

  /**
   * Opens a store in place of the one that may be open.
   *
   * @param besides settings that plans are made with, besides the addresses of the vendors
   */
  final void open(Path at, Map<String, String> besides) {
    close();
    Map<String, String> environment = new HashMap<>(rehearsal.simulators().environment());
    environment.putAll(besides);
    jobs = new VendorJobs(clock, at, environment);
  }

  @AfterEach
  final void close() {
    if (jobs != null) {
      jobs.close();
      jobs = null;
    }
  }

  final void strike(FaultRule rule) {
    rehearsal.simulators().strike(rule);
  }

  /** What came to a vendor. */
  final Counters.OfVendor seen(Dialect dialect) {
    return rehearsal.simulators().counters().of(dialect.vendor());
  }
}
