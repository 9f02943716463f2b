package dev.secondunit.crash;

import java.util.Map;
import java.util.TreeMap;

/** What a campaign comes to, in counts. Money is in micro-dollars. */
final class Tally {
  final Map<String, Integer> kinds = new TreeMap<>();
  final Map<String, Integer> states = new TreeMap<>();
  final Map<String, Integer> faults = new TreeMap<>();
  final Map<String, Integer> kills = new TreeMap<>();
  int jobs;
  int creates;
  int files;
  int inCreate;
  int broken;
  long billed;
  long billedWithoutPrice;
  long billedUnknown;
  long settled;
  long unknown;

  void count(Order order, Stored.Row row) {
    jobs++;
    kinds.merge(order.backend() + " " + order.kind(), 1, Integer::sum);
    states.merge(row.state(), 1, Integer::sum);
    if (!order.fault().isEmpty()) {
      faults.merge(order.fault(), 1, Integer::sum);
    }
  }

  void add(Tally other) {
    other.kinds.forEach((key, count) -> kinds.merge(key, count, Integer::sum));
    other.states.forEach((key, count) -> states.merge(key, count, Integer::sum));
    other.faults.forEach((key, count) -> faults.merge(key, count, Integer::sum));
    other.kills.forEach((key, count) -> kills.merge(key, count, Integer::sum));
    jobs += other.jobs;
    creates += other.creates;
    files += other.files;
    inCreate += other.inCreate;
    broken += other.broken;
    billed += other.billed;
    billedWithoutPrice += other.billedWithoutPrice;
    billedUnknown += other.billedUnknown;
    settled += other.settled;
    unknown += other.unknown;
  }
}
