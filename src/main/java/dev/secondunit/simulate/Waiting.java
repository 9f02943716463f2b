package dev.secondunit.simulate;

/** Lets real time pass, for faults that are about slowness. */
@FunctionalInterface
interface Waiting {
  void seconds(double seconds) throws InterruptedException;

  static Waiting real() {
    return seconds -> Thread.sleep(Math.round(seconds * 1000));
  }
}
