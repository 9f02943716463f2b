package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the vendors saw and what they bill, at one moment.
 *
 * @param acceptedByMark how many creates were accepted per mark in the prompt ({@code [[mark:…]]}),
 *     or per beginning of the prompt where it has no mark
 * @param receivedByKey how many creates came per {@code Idempotency-Key}
 */
public record Counters(
    Map<Vendor, OfVendor> vendors,
    Map<String, Integer> acceptedByMark,
    Map<String, Integer> receivedByKey) {

  /**
   * @param received requests that reached the vendor, by operation, whatever the answer was
   * @param createsAccepted jobs that exist at the vendor
   * @param refused requests answered with an error of the vendor's
   * @param keysLeaked downloads from public addresses that carried a key
   * @param bill what is billed by the vendor's own rule
   * @param committed the bill when all running jobs end as they will
   */
  public record OfVendor(
      Map<Operation, Long> received,
      int createsAccepted,
      long refused,
      long keysLeaked,
      UsdAmount bill,
      UsdAmount committed) {

    public OfVendor {
      Map<Operation, Long> copy = new EnumMap<>(Operation.class);
      copy.putAll(received);
      received = Map.copyOf(copy);
    }

    public long received(Operation operation) {
      return received.getOrDefault(operation, 0L);
    }

    public long createsReceived() {
      return received(Operation.CREATE);
    }
  }

  public Counters {
    vendors = Map.copyOf(vendors);
    acceptedByMark = Map.copyOf(acceptedByMark);
    receivedByKey = Map.copyOf(receivedByKey);
  }

  public OfVendor of(Vendor vendor) {
    return vendors.get(vendor);
  }
}
