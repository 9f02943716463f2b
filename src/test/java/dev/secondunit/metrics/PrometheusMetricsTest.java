package dev.secondunit.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.http.CallKind;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final List<JobStatistics.Count> counts = new ArrayList<>();
  private boolean broken;
  private boolean there = true;
  private int reads;

  private final TestClock clock = new TestClock(NOON);

  private final PrometheusMetrics metrics =
      new PrometheusMetrics(() -> there ? Optional.of(new Store()) : Optional.empty(), clock);

  private final class Store implements PrometheusMetrics.Store, JobStatistics, Ledger {
    @Override
    public JobStatistics statistics() {
      return this;
    }

    @Override
    public Ledger ledger() {
      return this;
    }

    @Override
    public List<Count> jobs() {
      reads++;
      if (broken) {
        throw Failure.of(ErrorCode.DATABASE_UNAVAILABLE, "The disk has gone.").asException();
      }
      return List.copyOf(counts);
    }

    @Override
    public Queue queue() {
      return new Queue(7, 3, NOON.minusSeconds(4));
    }

    @Override
    public List<Entry> entries(LocalDate from, LocalDate to) {
      throw new AssertionError("too much to read for a page of numbers");
    }

    @Override
    public Totals totals(String session, LocalDate day) {
      assertEquals(LocalDate.of(2026, 11, 21), day);
      return new Totals(UsdAmount.ZERO, UsdAmount.ofUsd("1.25"), UsdAmount.ofUsd("30.50"));
    }
  }

  private void has(String line) {
    String page = metrics.page();
    assertTrue(page.lines().anyMatch(line::equals), () -> line + " is not in\n" + page);
  }

  @Test
  void page_saysWhatIsInTheStore() {
    counts.add(new JobStatistics.Count(JobState.RUNNING, "grok", 2));
    counts.add(new JobStatistics.Count(JobState.SUBMIT_UNKNOWN, "google", 1));

    has("second_unit_jobs{backend=\"grok\",state=\"running\"} 2.0");
    has("second_unit_jobs{backend=\"google\",state=\"submit_unknown\"} 1.0");
    has("second_unit_queue_scheduled 7.0");
    has("second_unit_queue_due 3.0");
    has("second_unit_queue_oldest_due_seconds 4.0");
    has("second_unit_spent_usd{scope=\"day\"} 1.25");
    has("second_unit_spent_usd{scope=\"total\"} 30.5");
    assertEquals(1, reads, "not once per line");

    counts.clear();
    counts.add(new JobStatistics.Count(JobState.SUCCEEDED, "grok", 2));
    clock.advance(PrometheusMetrics.READ_EVERY);
    has("second_unit_jobs{backend=\"grok\",state=\"succeeded\"} 2.0");
    assertFalse(metrics.page().contains("state=\"running\""), "what is no more is not told");
  }

  @Test
  void page_countsWhatHappened() {
    metrics.answered("tools/call", 200, Duration.ofMillis(250));
    metrics.answered("tools/call", 200, Duration.ofMillis(250));
    metrics.answered("other", 401, Duration.ofMillis(1));
    metrics.ended("xai", CallKind.CREATE, "server_error", Duration.ofSeconds(2));
    metrics.began(Duration.ofMillis(300));
    metrics.began(Duration.ofMillis(-5));

    has("second_unit_http_requests_seconds_count{method=\"tools/call\",status=\"200\"} 2");
    has("second_unit_http_requests_seconds_sum{method=\"tools/call\",status=\"200\"} 0.5");
    has("second_unit_http_requests_seconds_count{method=\"other\",status=\"401\"} 1");
    has(
        "second_unit_vendor_calls_seconds_sum"
            + "{kind=\"create\",outcome=\"server_error\",vendor=\"xai\"} 2.0");
    has("second_unit_step_lateness_seconds_bucket{le=\"0.1\"} 1");
    has("second_unit_step_lateness_seconds_bucket{le=\"0.5\"} 2");
    has("second_unit_step_lateness_seconds_count 2");
  }

  @Test
  void page_withoutAStoreOrWithABrokenOne_stillHasTheRest() {
    metrics.answered("ping", 200, Duration.ZERO);
    there = false;
    has("second_unit_http_requests_seconds_count{method=\"ping\",status=\"200\"} 1");
    assertEquals(0, reads);
    there = true;
    broken = true;
    has("second_unit_http_requests_seconds_count{method=\"ping\",status=\"200\"} 1");
    assertFalse(metrics.page().contains("second_unit_queue_due 3"));
    broken = false;
    has("second_unit_queue_due 3.0");
  }
}
