package dev.secondunit.simulate;

/** When a vendor bills a job. */
enum Billing {
  /** As soon as it is accepted, whatever becomes of it. */
  AT_ACCEPT,
  /** At its end, also when moderation blocks the result; not when it failed or was cancelled. */
  AT_END_UNLESS_FAILED,
  /** At its end, only when there is a result. */
  WHEN_DELIVERED
}
