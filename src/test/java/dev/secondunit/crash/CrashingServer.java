package dev.secondunit.crash;

import dev.secondunit.Wiring;
import dev.secondunit.command.StdioCommand;
import dev.secondunit.config.Settings;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/**
 * The real server, which stops for good at one named point so that the test can kill it there:
 * {@code before submitting}, {@code after submitting}, {@code before running} and so on for every
 * state a change leads to.
 */
public final class CrashingServer {
  static final String REACHED = "REACHED ";

  private CrashingServer() {}

  public static void main(String[] arguments) throws Exception {
    String point = arguments[0];
    Settings settings = new Settings(System.getenv(), Path.of(""));
    System.exit(
        StdioCommand.run(
            new Wiring(settings, Clock.systemUTC(), true) {
              @Override
              protected JobStore watched(JobStore jobs) {
                return new StoppingStore(jobs, point);
              }
            }));
  }

  /** Passes everything on, until the named change. */
  private static final class StoppingStore extends ForwardingJobStore {
    private final String point;

    StoppingStore(JobStore jobs, String point) {
      super(jobs);
      this.point = point;
    }

    @Override
    public Optional<Job> change(JobChange change) {
      String state = change.to().name().toLowerCase(Locale.ROOT);
      stopAt("before " + state);
      Optional<Job> changed = super.change(change);
      stopAt("after " + state);
      return changed;
    }

    private void stopAt(String here) {
      if (!here.equals(point)) {
        return;
      }
      System.err.println(REACHED + here);
      while (true) {
        try {
          Thread.currentThread().join();
        } catch (InterruptedException e) {
          // Only a kill ends this.
        }
      }
    }
  }
}
