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
}
