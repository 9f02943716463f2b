package dev.secondunit.generation;

import dev.secondunit.job.NewJob;
import java.util.Objects;

/**
 * A job that is ready to be accepted.
 *
 * @param priceKnown whether its reservation is its estimated price, not what may be spent at most
 */
public record PricedJob(NewJob job, boolean priceKnown) {
  public PricedJob {
    Objects.requireNonNull(job, "job");
  }
}
