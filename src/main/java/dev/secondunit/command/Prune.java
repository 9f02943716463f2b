package dev.secondunit.command;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.Assets.Asset;
import dev.secondunit.job.Pruning;
import dev.secondunit.job.Pruning.Ended;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes jobs that ended long ago with their files and sidecars, and says what it removes. Files
 * go first: cut short, it is simply begun again. What was paid for stays unless a person says so,
 * and is then listed with its price.
 */
final class Prune {
  private static final Pattern AGE = Pattern.compile("(\\d{1,5})([dhw])");
  private static final int PAGE = 200;

  private final Pruning pruning;
  private final Assets assets;
  private final PrintStream out;

  /** What is to be done. */
  record Order(Instant before, boolean paidToo, boolean dryRun) {}

  private long jobs;
  private long files;
  private long bytes;
  private long paidKept;
  private boolean troubled;

  Prune(Pruning pruning, Assets assets, PrintStream out) {
    this.pruning = pruning;
    this.assets = assets;
    this.out = out;
  }

  /**
   * Reads an age such as {@code 30d}, {@code 12h} or {@code 4w}.
   *
   * @throws FailureException {@code invalid_argument}
   */
  static Duration age(String text) {
    Matcher matcher = AGE.matcher(text);
    if (!matcher.matches() || matcher.group(1).matches("0+")) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              "--older-than " + text + " is not an age such as 30d, 12h or 4w.")
          .asException();
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(7 * number);
    };
  }

  /** Returns whether everything that was to be removed is gone. */
  boolean run(Order order) {
    Ended last = null;
    List<Ended> page;
    do {
      page = pruning.endedBefore(order.before(), last, PAGE);
      for (Ended job : page) {
        last = job;
        if (job.paid() && !order.paidToo()) {
          paidKept++;
        } else {
          prune(job, order.dryRun());
        }
      }
    } while (page.size() == PAGE);
    sum(order);
    return !troubled;
  }

  private void prune(Ended job, boolean dryRun) {
    List<Asset> theirs = assets.ofJob(job.jobId());
    out.printf(
        "%s  %s  %-10s %-28s %s%n",
        job.finishedAt(), job.jobId(), job.backend(), job.model(), price(job));
    try {
      for (Asset asset : theirs) {
        out.printf(
            "  %s (%s) and its sidecar%n", asset.location(), megabytes(asset.facts().bytes()));
        files++;
        bytes += asset.facts().bytes();
        if (!dryRun) {
          assets.delete(asset);
        }
      }
      if (dryRun || pruning.remove(job.jobId())) {
        jobs++;
      }
    } catch (FailureException e) {
      troubled = true;
      out.println("  stays: " + e.failure().message());
    }
  }

  private static String price(Ended job) {
    if (!job.paid()) {
      return "free";
    }
    return job.spent() == null ? "paid, price unknown" : "paid " + job.spent();
  }

  private void sum(Order order) {
    out.printf(
        Locale.ROOT,
        "%s %d jobs and %d files, %s. The ledger is unchanged.%n",
        order.dryRun() ? "Would remove" : "Removed",
        jobs,
        files,
        megabytes(bytes));
    if (paidKept > 0) {
      out.printf(
          "%d paid jobs stay; --including-paid with --dry-run lists them first.%n", paidKept);
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
