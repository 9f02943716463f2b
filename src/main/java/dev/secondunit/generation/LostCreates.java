package dev.secondunit.generation;

import dev.secondunit.backend.Backend;
import dev.secondunit.job.Job;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whether what became of a create, whose answer was lost, may be found out at the vendor now. The
 * looking itself is a step of {@link GenerationWork}. No I/O; safe for many threads.
 */
public final class LostCreates implements Predicate<Job> {
  private final Supplier<Map<String, Backend>> backends;

  /**
   * @param backends by name, opened on first use
   */
  public LostCreates(Supplier<Map<String, Backend>> backends) {
    this.backends = Objects.requireNonNull(backends, "backends");
  }

  @Override
  public boolean test(Job job) {
    if (!job.kind().equals(GenerationWork.KIND)) {
      return false;
    }
    Backend backend = backends.get().get(job.backend());
    return backend != null
        && backend.readiness().usable()
        && backend.reconciles(PlanJson.read(job.plan()));
  }
}
