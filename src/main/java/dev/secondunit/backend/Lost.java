package dev.secondunit.backend;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A create whose answer was lost, as it is looked for in a vendor's records.
 *
 * @param sentAt when it was begun to be sent, by our clock
 * @param held whether another job of ours stands for what is found; reads the store
 */
public record Lost(Instant sentAt, Predicate<VendorReference> held) {
  public Lost {
    Objects.requireNonNull(sentAt, "sentAt");
    Objects.requireNonNull(held, "held");
  }
}
