package dev.secondunit.simulate;

import java.util.function.DoubleConsumer;

/**
 * What everything in one running simulator shares.
 *
 * @param refusal stops listening for so many seconds
 */
record Simulation(
    SimulatorClock clock,
    Waiting waiting,
    Jobs jobs,
    Faults faults,
    Shelf shelf,
    RequestLog log,
    DoubleConsumer refusal) {

  void refuse(double seconds) {
    refusal.accept(seconds);
  }

  /**
   * Arms a fault. Nobody can be refused a connection whose request is read already, so that one
   * does not wait for a request.
   */
  void arm(FaultRule rule) {
    if (rule.fault() == Fault.CONNECTION_REFUSED) {
      refuse(rule.value().orElse(Fault.SECONDS_REFUSED));
    } else {
      faults.add(rule);
    }
  }
}
