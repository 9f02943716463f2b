package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;

/**
 * The most that may be spent. Null means no cap.
 *
 * @param perCall most that one call of a tool may reserve, all its jobs together
 * @param perSession most per session, reservations and unknown outcomes included
 * @param perDay most per UTC day
 * @param total most ever, from this store
 */
public record SpendingCaps(
    UsdAmount perCall, UsdAmount perSession, UsdAmount perDay, UsdAmount total) {
  public static final SpendingCaps NONE = new SpendingCaps(null, null, null, null);

  public boolean any() {
    return perCall != null || perSession != null || perDay != null || total != null;
  }
}
