package dev.secondunit.simulate;

import dev.secondunit.media.Identifiers;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What every vendor accepted, and what it counts. Safe for many threads. */
final class Jobs {
  private static final int MARK_CHARACTERS = 200;

  private final Identifiers identifiers;
  private final Map<String, Job> byId = new LinkedHashMap<>();
  private final Map<String, Job> byKey = new LinkedHashMap<>();
  private final Map<String, Integer> createsByKey = new TreeMap<>();
  private final Map<Vendor, Map<Operation, Long>> received = new EnumMap<>(Vendor.class);
  private final Map<Vendor, Long> refused = new EnumMap<>(Vendor.class);
  private final Map<Vendor, Long> leaked = new EnumMap<>(Vendor.class);
  private Duration jobTime;

  Jobs(Identifiers identifiers, Duration jobTime) {
    this.identifiers = identifiers;
    this.jobTime = jobTime;
  }

  synchronized void setJobTime(Duration time) {
    jobTime = time;
  }

  String newId(String prefix) {
    return identifiers.next(prefix);
  }

  /** A job that runs for a while. */
  Job accept(Exchange exchange, String idPrefix, Job.Order order) {
    return accept(exchange, idPrefix, order, false);
  }

  /** A job that is over when its create is answered. */
  Job acceptDone(Exchange exchange, String idPrefix, Job.Order order) {
    return accept(exchange, idPrefix, order, true);
  }

  private synchronized Job accept(
      Exchange exchange, String idPrefix, Job.Order order, boolean done) {
    Duration takes =
        Markers.seconds(order.prompt()).stream()
            .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
            .findFirst()
            .orElse(jobTime);
    String mark =
        Markers.mark(order.prompt())
            .orElse(
                order.prompt().substring(0, Math.min(MARK_CHARACTERS, order.prompt().length())));
    Optional<String> key = exchange.header("Idempotency-Key");
    Job job =
        new Job(
            newId(idPrefix),
            exchange.vendor(),
            order,
            mark,
            key,
            exchange.now(),
            done ? Duration.ZERO : takes,
            exchange.strikes());
    byId.put(job.id(), job);
    key.ifPresent(
        text -> {
          byKey.putIfAbsent(exchange.vendor() + " " + text, job);
        });
    return job;
  }

  /** The job an earlier create made under this key. */
  synchronized Optional<Job> underKey(Vendor vendor, String key) {
    return Optional.ofNullable(byKey.get(vendor + " " + key));
  }

  synchronized Optional<Job> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  synchronized Optional<Job> find(Vendor vendor, String id) {
    return find(id).filter(job -> job.vendor() == vendor);
  }

  synchronized void remove(String id) {
    byId.get(id).forget();
  }

  /** All jobs, oldest first. */
  synchronized List<Job> all() {
    return List.copyOf(byId.values());
  }

  synchronized void countReceived(Exchange exchange) {
    received
        .computeIfAbsent(exchange.vendor(), any -> new EnumMap<>(Operation.class))
        .merge(exchange.operation(), 1L, Long::sum);
    if (exchange.operation() == Operation.CREATE) {
      exchange.header("Idempotency-Key").ifPresent(key -> createsByKey.merge(key, 1, Integer::sum));
    }
  }

  synchronized void countDownload(Vendor vendor) {
    received
        .computeIfAbsent(vendor, any -> new EnumMap<>(Operation.class))
        .merge(Operation.DOWNLOAD, 1L, Long::sum);
  }

  synchronized void countRefused(Vendor vendor) {
    refused.merge(vendor, 1L, Long::sum);
  }

  synchronized void countLeaked(Vendor vendor) {
    leaked.merge(vendor, 1L, Long::sum);
  }

  synchronized Counters counters(Instant now) {
    Map<Vendor, Counters.OfVendor> vendors = new EnumMap<>(Vendor.class);
    for (Vendor vendor : Vendor.values()) {
      List<Job> jobs = all().stream().filter(job -> job.vendor() == vendor).toList();
      vendors.put(
          vendor,
          new Counters.OfVendor(
              received.getOrDefault(vendor, Map.of()),
              jobs.size(),
              refused.getOrDefault(vendor, 0L),
              leaked.getOrDefault(vendor, 0L),
              sum(jobs.stream().map(job -> job.billed(now)).toList()),
              sum(jobs.stream().map(job -> job.committed(now)).toList())));
    }
    Map<String, Integer> byMark = new TreeMap<>();
    byId.values().forEach(job -> byMark.merge(job.mark(), 1, Integer::sum));
    return new Counters(vendors, byMark, createsByKey);
  }

  synchronized void clear() {
    byId.clear();
    byKey.clear();
    createsByKey.clear();
    received.clear();
    refused.clear();
    leaked.clear();
  }

  private static UsdAmount sum(Collection<UsdAmount> amounts) {
    return amounts.stream().reduce(UsdAmount.ZERO, UsdAmount::plus);
  }
}
