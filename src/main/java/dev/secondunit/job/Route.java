package dev.secondunit.job;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a job is sent, and what is sent there.
 *
 * @param request what was asked, with what is left to do when this way fails too
 * @param plan what was decided to be done on this way
 */
public record Route(String backend, String model, ObjectNode request, ObjectNode plan) {
  public Route {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(plan, "plan");
  }

  /** The way a job is on now. */
  public static Route of(Job job) {
    return new Route(job.backend(), job.model(), job.request(), job.plan());
  }
}
