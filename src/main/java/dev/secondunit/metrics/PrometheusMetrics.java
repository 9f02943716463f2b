package dev.secondunit.metrics;

import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.CallListener;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.JobStatistics.Queue;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Ledger.Totals;
import dev.secondunit.job.StepListener;
import dev.secondunit.mcp.http.HttpMetrics;
import dev.secondunit.media.UsdAmount;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What whoever watches over a server wants to know, for Prometheus: requests and their time, calls
 * to vendors, jobs, money, and whether the work keeps up.
 *
 * <p>What is in the store is read when the page is asked for, and at most every {@link
 * #READ_EVERY}. A store that cannot be read leaves its numbers out of the page and the others in.
 */
public final class PrometheusMetrics implements HttpMetrics, CallListener, StepListener {
  static final Duration READ_EVERY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(PrometheusMetrics.class);

  /** What the store is asked through. */
  public interface Store {
    JobStatistics statistics();

    Ledger ledger();
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<Optional<Store>> store;
  private final Clock clock;
  private final MultiGauge jobs;
  private volatile Queue queue;
  private volatile Totals spent;
  private Instant readAt = Instant.MIN;

  /**
   * @param store asked for when the page is; empty while there is nothing to read, so that watching
   *     a server makes no database
   */
  public PrometheusMetrics(Supplier<Optional<Store>> store, Clock clock) {
    this.store = Objects.requireNonNull(store, "store");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.jobs =
        MultiGauge.builder("second_unit.jobs")
            .description("Jobs in the store by state and backend.")
            .register(registry);
    gauge(
        "second_unit.queue.scheduled",
        "Steps of jobs that are to come.",
        now -> (double) now.scheduled());
    gauge("second_unit.queue.due", "Steps that are due and not begun.", now -> (double) now.due());
    gauge(
        "second_unit.queue.oldest.due.seconds",
        "How long the step that waits longest has been due.",
        this::waited);
    spending("day", Totals::day);
    spending("total", Totals::total);
  }

  private void spending(String scope, Function<Totals, UsdAmount> amount) {
    Gauge.builder(
            "second_unit.spent.usd",
            () -> {
              Totals now = spent;
              return now == null ? null : amount.apply(now).usd().doubleValue();
            })
        .description("What counts as spent, open and unknown reservations included.")
        .tags("scope", scope)
        .register(registry);
  }

  private void gauge(String name, String description, Function<Queue, Number> value) {
    Gauge.builder(
            name,
            () -> {
              Queue now = queue;
              return now == null ? null : value.apply(now);
            })
        .description(description)
        .register(registry);
  }

  private double waited(Queue now) {
    return now.oldestDue() == null
        ? 0
        : Duration.between(now.oldestDue(), clock.instant()).toMillis() / 1_000d;
  }

  @Override
  public void answered(String method, int status, Duration took) {
    Timer.builder("second_unit.http.requests")
        .description("Answers to HTTP requests; streams count when they end.")
        .tags("method", method, "status", Integer.toString(status))
        .register(registry)
        .record(took);
  }

  @Override
  public void ended(String vendor, CallKind kind, String outcome, Duration took) {
    Timer.builder("second_unit.vendor.calls")
        .description("Requests to vendors.")
        .tags(
            Tags.of(
                "vendor", vendor, "kind", kind.name().toLowerCase(Locale.ROOT), "outcome", outcome))
        .register(registry)
        .record(took);
  }

  @Override
  public void began(Duration lateness) {
    Timer.builder("second_unit.step.lateness")
        .description("How late steps of jobs, such as polls, begin.")
        .serviceLevelObjectives(
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30))
        .register(registry)
        .record(lateness.isNegative() ? Duration.ZERO : lateness);
  }

  @Override
  public String page() {
    try {
      read();
    } catch (RuntimeException e) {
      LOG.warn("the store cannot be read for the metrics: {}", e.getMessage());
    }
    return registry.scrape();
  }

  private synchronized void read() {
    Instant now = clock.instant();
    if (now.isBefore(readAt.plus(READ_EVERY))) {
      return;
    }
    queue = null;
    spent = null;
    Optional<Store> open = store.get();
    if (open.isEmpty()) {
      return;
    }
    JobStatistics statistics = open.get().statistics();
    jobs.register(
        statistics.jobs().stream()
            .map(
                count ->
                    MultiGauge.Row.of(
                        Tags.of("state", count.state().word(), "backend", count.backend()),
                        count.jobs()))
            .toList(),
        true);
    queue = statistics.queue();
    spent = open.get().ledger().totals(null, LocalDate.ofInstant(now, ZoneOffset.UTC));
    readAt = now;
  }
}
