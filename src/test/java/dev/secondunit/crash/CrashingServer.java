package dev.secondunit.crash;

import dev.secondunit.Wiring;
import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.artifact.StoppingArtifacts;
import dev.secondunit.artifact.StoppingArtifacts.Points;
import dev.secondunit.backend.Backend;
import dev.secondunit.command.StdioCommand;
import dev.secondunit.config.Settings;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real server, which stops one thread for good at one named point, so that the test can kill it
 * there; {@link KillPoints} lists them. Arguments: the point, and at the how-manieth arrival (1).
 */
public final class CrashingServer {
  static final String REACHED = "REACHED ";

  private CrashingServer() {}

  public static void main(String[] arguments) throws Exception {
    int arrival = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    Settings settings = new Settings(System.getenv(), Path.of(""));
    System.exit(
        StdioCommand.run(
            new StoppingWiring(settings, new Stop(arguments[0], arrival), Clock.systemUTC())));
  }

  private static final class Stop implements Points {
    private final String point;
    private final AtomicInteger left;

    Stop(String point, int arrival) {
      this.point = point;
      this.left = new AtomicInteger(arrival);
    }

    @Override
    public boolean due(String here) {
      return here.equals(point) && left.decrementAndGet() == 0;
    }

    @Override
    public void stop(String here) {
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

  /** The real wiring, with points between it and its store, its backends and its disk. */
  static final class StoppingWiring extends Wiring {
    private final Points stop;
    private Map<String, Backend> stopping;

    StoppingWiring(Settings settings, Points stop, Clock clock) {
      super(settings, clock, true);
      this.stop = stop;
    }

    @Override
    protected JobStore watched(JobStore jobs) {
      return new StoppingStore(jobs, stop);
    }

    @Override
    protected ArtifactStore files(MediaMeasurer measurer) {
      return StoppingArtifacts.store(measurer, program(), stop);
    }

    @Override
    public synchronized Map<String, Backend> backends() {
      if (stopping == null) {
        stopping = new LinkedHashMap<>();
        super.backends()
            .forEach((name, backend) -> stopping.put(name, new StoppingBackend(backend, stop)));
      }
      return stopping;
    }
  }

  /** Passes everything on, until the named change. */
  private static final class StoppingStore extends ForwardingJobStore {
    private final Points stop;

    StoppingStore(JobStore jobs, Points stop) {
      super(jobs);
      this.stop = stop;
    }

    @Override
    public Accepted accept(NewJob job, SpendingCaps caps, String batchId, int position) {
      stop.reach("before accept");
      Accepted accepted = super.accept(job, caps, batchId, position);
      stop.reach("after accept");
      return accepted;
    }

    @Override
    public Optional<Job> change(JobChange change) {
      boolean elsewhere = change.route() != null;
      String name = elsewhere ? "switch" : change.to().name().toLowerCase(Locale.ROOT);
      stop.reach("before " + name);
      Optional<Job> changed = super.change(change);
      stop.reach("after " + name);
      return changed;
    }
  }
}
