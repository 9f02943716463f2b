package dev.secondunit.simulate;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Strikes a fault at some of the matching requests.
 *
 * @param vendor whose requests; empty means everybody's
 * @param operation which requests; empty means all
 * @param first the first matching request to strike, from 1
 * @param times how many from there on, at least 1
 * @param value the fault's number, in the unit the fault names; empty means its default
 */
public record FaultRule(
    Optional<Vendor> vendor,
    Optional<Operation> operation,
    Fault fault,
    int first,
    int times,
    OptionalDouble value) {

  public FaultRule {
    Objects.requireNonNull(vendor, "vendor");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(value, "value");
    if (first < 1 || times < 1) {
      throw new IllegalArgumentException("first and times start at 1: " + first + ", " + times);
    }
    if (value.isPresent() && !(value.getAsDouble() >= 0)) {
      throw new IllegalArgumentException("value < 0: " + value.getAsDouble());
    }
  }

  /** Strikes the next request of this kind, once. */
  public static FaultRule next(Vendor vendor, Operation operation, Fault fault) {
    return new FaultRule(
        Optional.of(vendor), Optional.of(operation), fault, 1, 1, OptionalDouble.empty());
  }

  public FaultRule withFirst(int nth) {
    return new FaultRule(vendor, operation, fault, nth, times, value);
  }

  public FaultRule withTimes(int count) {
    return new FaultRule(vendor, operation, fault, first, count, value);
  }

  public FaultRule withValue(double number) {
    return new FaultRule(vendor, operation, fault, first, times, OptionalDouble.of(number));
  }

  boolean matches(Vendor requested, Operation done) {
    return vendor.map(requested::equals).orElse(true) && operation.map(done::equals).orElse(true);
  }
}
