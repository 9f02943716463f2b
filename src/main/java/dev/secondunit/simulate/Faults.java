package dev.secondunit.simulate;

import dev.secondunit.simulate.Markers.FaultMarker;
import dev.secondunit.simulate.Strikes.Strike;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules in force, and which faults strike a request. Safe for many threads. */
final class Faults {
  private static final class Armed {
    private final FaultRule rule;
    private int seen;

    private Armed(FaultRule rule) {
      this.rule = rule;
    }

    private boolean strikes() {
      seen++;
      return seen >= rule.first() && seen - rule.first() < rule.times();
    }

    private boolean spent() {
      return seen - rule.first() + 1 >= rule.times();
    }
  }

  private final List<Armed> armed = new ArrayList<>();
  private final Map<String, Integer> markerStrikes = new HashMap<>();

  synchronized void add(FaultRule rule) {
    armed.add(new Armed(rule));
  }

  synchronized List<FaultRule> rules() {
    return armed.stream().filter(one -> !one.spent()).map(one -> one.rule).toList();
  }

  synchronized void clear() {
    armed.clear();
    markerStrikes.clear();
  }

  /**
   * Counts this request against every rule and marker and tells what strikes it.
   *
   * @param text where markers are looked for; empty when the request carries none
   * @throws Refusal when a marker names an unknown fault
   */
  synchronized Strikes strike(Vendor vendor, Operation operation, String text) {
    Map<Fault, Strike> struck = new EnumMap<>(Fault.class);
    for (Armed one : armed) {
      if (one.rule.matches(vendor, operation) && one.strikes()) {
        struck.put(one.rule.fault(), new Strike(one.rule.value(), 1));
      }
    }
    for (FaultMarker marker : Markers.faults(text)) {
      String key = vendor + " " + marker.fault() + " " + marker.within();
      int earlier = markerStrikes.merge(key, 1, Integer::sum) - 1;
      if (earlier < marker.times()) {
        struck.put(marker.fault(), new Strike(marker.value(), marker.times()));
      }
    }
    return new Strikes(struck);
  }
}
