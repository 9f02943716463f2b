/**
 * Vendors played over HTTP, so that failures can be rehearsed for free: they check requests as the
 * vendors do, render real small media, count what was bought, and go wrong on demand. Started by a
 * person or a test, used by nothing else.
 *
 * <p>{@link dev.secondunit.simulate.VendorSimulators} is the door.
 */
package dev.secondunit.simulate;
