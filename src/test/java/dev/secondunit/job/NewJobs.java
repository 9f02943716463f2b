package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;

/** Orders of which a test needs no more than that they are different. */
public final class NewJobs {
  private NewJobs() {}

  /** A clip that nobody else orders. */
  public static NewJob of(String id) {
    return of(id, "generation", "grok", UsdAmount.ZERO);
  }

  public static NewJob of(String id, String kind, String backend, UsdAmount reservation) {
    return new NewJob(
        id,
        kind,
        "local",
        "session",
        backend,
        "model",
        JsonNodeFactory.instance.objectNode(),
        JsonNodeFactory.instance.objectNode(),
        id,
        null,
        Duration.ZERO,
        reservation);
  }
}
