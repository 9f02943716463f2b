package dev.secondunit.crash;

import dev.secondunit.Wiring;
import dev.secondunit.command.StdioCommand;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
  private record StoppingStore(JobStore jobs, String point) implements JobStore {
    @Override
    public Optional<Job> change(JobChange change) {
      String state = change.to().name().toLowerCase(Locale.ROOT);
      stopAt("before " + state);
      Optional<Job> changed = jobs.change(change);
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

    @Override
    public Accepted accept(NewJob job, SpendingCaps caps, String batchId, int position) {
      return jobs.accept(job, caps, batchId, position);
    }

    @Override
    public Optional<Job> find(String jobId) {
      return jobs.find(jobId);
    }

    @Override
    public List<Job> findAll(Collection<String> jobIds) {
      return jobs.findAll(jobIds);
    }

    @Override
    public List<Job> batch(String batchId) {
      return jobs.batch(batchId);
    }

    @Override
    public Page list(Set<JobState> states, String cursor, int limit) {
      return jobs.list(states, cursor, limit);
    }

    @Override
    public Optional<Job> requestCancel(String jobId) {
      return jobs.requestCancel(jobId);
    }

    @Override
    public int scheduleForgotten() {
      return jobs.scheduleForgotten();
    }

    @Override
    public void onChange(Runnable listener) {
      jobs.onChange(listener);
    }
  }
}
