package dev.secondunit.backend;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of {@link Backend}, kept by the clients of vendors, against their simulators. */
abstract class SimulatedBackendContract extends BackendContract {
  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal();

  private final Dialect dialect;
  private final SmallShot small;

  SimulatedBackendContract(Dialect dialect, SmallShot small) {
    this.dialect = dialect;
    this.small = small;
  }

  /** The cheapest shot that the model under test takes. */
  @FunctionalInterface
  interface SmallShot {
    Shot of(Shots shots) throws IOException;
  }

  @Override
  protected final Backend open() throws Exception {
    return REHEARSAL.backend(dialect, folder);
  }

  @Override
  protected final Shot shot(String jobId, Path scratch) throws Exception {
    Shot shot = small.of(new Shots(folder).with(Parameter.PROMPT, "a paper boat " + jobId));
    return new Shot(jobId, 1, shot.plan(), null, scratch);
  }

  @Override
  protected final void finish() {
    REHEARSAL.simulators().completeJobs();
  }

  @Override
  protected final long creates() {
    return REHEARSAL.simulators().counters().of(dialect.vendor()).createsReceived();
  }

  @Test
  void submit_interruptedWhileItWaits_ends() throws Exception {
    REHEARSAL
        .simulators()
        .strike(
            FaultRule.next(
                    dialect.vendor(), dev.secondunit.simulate.Operation.CREATE, Fault.SLOW_ACCEPT)
                .withValue(30));
    Backend backend = open();
    Shot shot = next();
    AtomicReference<Throwable> how = new AtomicReference<>();
    Thread sender =
        new Thread(
            () -> {
              try {
                backend.submit(shot);
              } catch (InterruptedException | BackendException | RuntimeException e) {
                how.set(e);
              }
            });
    sender.start();
    await("the vendor has the create").until(() -> creates() > 0 || !sender.isAlive());
    sender.interrupt();
    sender.join(Duration.ofSeconds(10).toMillis());

    assertFalse(sender.isAlive(), "an interrupted call must end");
    assertTrue(how.get() instanceof InterruptedException, () -> "ended with " + how.get());
  }
}
