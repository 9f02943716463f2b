package dev.secondunit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How tests wait for what happens in another thread or process: for an event, not for a time. */
public final class Patience {
  /** Far more than anything takes on a busy machine; only a failing test waits so long. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Patience() {}

  /**
   * Looks at once and then again and again, for a minute at most.
   *
   * @param event what is waited for; the failure says that it did not come
   */
  public static ConditionFactory await(String event) {
    return Awaitility.await(event)
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_LOOKS);
  }
}
