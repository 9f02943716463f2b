package dev.secondunit.simulate;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The faults that strike one request, or hang on one job. */
final class Strikes {
  static final Strikes NONE = new Strikes(Map.of());

  /**
   * @param value the fault's number, if any was given
   * @param times how many downloads it strikes when it hangs on a job
   */
  record Strike(OptionalDouble value, int times) {}

  private final Map<Fault, Strike> strikes = new EnumMap<>(Fault.class);

  Strikes(Map<Fault, Strike> strikes) {
    this.strikes.putAll(strikes);
  }

  boolean has(Fault fault) {
    return strikes.containsKey(fault);
  }

  double value(Fault fault, double otherwise) {
    return has(fault) ? strikes.get(fault).value().orElse(otherwise) : otherwise;
  }

  OptionalDouble value(Fault fault) {
    return has(fault) ? strikes.get(fault).value() : OptionalDouble.empty();
  }

  /** The one of this stage that comes first in the list of faults, if any. */
  Optional<Fault> first(Fault.Stage stage) {
    return strikes.keySet().stream().filter(fault -> fault.stage() == stage).findFirst();
  }

  Map<Fault, Strike> ofStage(Fault.Stage stage) {
    Map<Fault, Strike> kept = new EnumMap<>(strikes);
    kept.keySet().removeIf(fault -> fault.stage() != stage);
    return kept;
  }

  Strikes with(Strikes others) {
    Map<Fault, Strike> all = new EnumMap<>(strikes);
    all.putAll(others.strikes);
    return new Strikes(all);
  }

  @Override
  public String toString() {
    return strikes.keySet().toString();
  }
}
