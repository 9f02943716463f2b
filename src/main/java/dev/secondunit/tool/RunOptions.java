package dev.secondunit.tool;

import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * How a job is run, as opposed to what it makes.
 *
 * @param takes how many independent jobs to buy for each shot, 1 to 10
 * @param background whether to answer at once with the job's id
 * @param waitAtMost how long the call may last, at most {@link #LONGEST_WAIT}; zero in the
 *     background
 * @param waitStated whether the caller said how long it may last
 * @param outputDir the folder for the files as the caller wrote it, or null for the configured one
 * @param name stem of the file names as the caller wrote it, or null
 * @param strict whether every adjustment and every ignored parameter is an error
 * @param dryRun whether to plan and price only
 * @param maxCost the most this call may cost, or null
 * @param requestKey sets this call apart from equal ones, or null
 */
public record RunOptions(
    int takes,
    boolean background,
    Duration waitAtMost,
    boolean waitStated,
    String outputDir,
    String name,
    boolean strict,
    boolean dryRun,
    UsdAmount maxCost,
    String requestKey) {
  /** Below the shortest limit that hosts put on a call, which is 60 seconds. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(45);

  public static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

  public RunOptions {
    if (takes < 1) {
      throw new IllegalArgumentException("takes < 1");
    }
    if (background) {
      waitAtMost = Duration.ZERO;
    }
    if (waitAtMost.isNegative() || waitAtMost.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("wait is outside 0 to 45 seconds: " + waitAtMost);
    }
  }

  static RunOptions from(Arguments arguments) {
    return new RunOptions(
        arguments.integer("takes").orElse(1L).intValue(),
        arguments.flag("background").orElse(false),
        wait(arguments),
        arguments.number("wait_seconds").isPresent(),
        arguments.text("output_dir").orElse(null),
        arguments.text("name").orElse(null),
        arguments.flag("strict").orElse(false),
        arguments.flag("dry_run").orElse(false),
        arguments.number("max_cost_usd").map(RunOptions::usd).orElse(null),
        arguments.text("request_key").orElse(null));
  }

  /** How much longer this call waits for what it began; zero for not at all. */
  public Duration patience(ToolCall call) {
    return call.followed() && !waitStated ? Duration.ZERO : call.time().leftOf(waitAtMost);
  }

  static Duration wait(Arguments arguments) {
    return arguments
        .number("wait_seconds")
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1_000)))
        .orElse(DEFAULT_WAIT);
  }

  /** A cap is rounded down, so that it is never passed by a fraction. */
  private static UsdAmount usd(double amount) {
    return UsdAmount.ofUsd(BigDecimal.valueOf(amount).setScale(6, RoundingMode.FLOOR));
  }
}
