package dev.secondunit.simulate;

import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** One piece of work a vendor accepted. Its state follows from the time. Safe for many threads. */
final class Job {
  enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    MODERATED,
    FILTERED,
    FAILED,
    CANCELLED;

    boolean ended() {
      return this != QUEUED && this != RUNNING;
    }
  }

  /**
   * What is done for a request.
   *
   * @param model as asked for
   * @param price in full
   * @param work makes the result; called once, when somebody wants it
   */
  record Order(
      String model, String prompt, UsdAmount price, Billing billing, Supplier<Rendered> work) {
    /** An order for words alone. */
    static Order ofWords(String model, String prompt, UsdAmount price) {
      return new Order(
          model,
          prompt,
          price,
          Billing.AT_END_UNLESS_FAILED,
          () -> {
            throw new IllegalStateException("words have no file");
          });
    }
  }

  private final String id;
  private final Vendor vendor;
  private final Order order;
  private final String mark;
  private final Optional<String> idempotencyKey;
  private final Instant created;
  private final Strikes strikes;
  private final Map<Fault, Integer> mediaFaultsLeft = new EnumMap<>(Fault.class);
  private Instant ready;
  private Instant cancelled;
  private boolean failed;
  private boolean forgotten;
  private int polls;
  private Rendered result;

  Job(
      String id,
      Vendor vendor,
      Order order,
      String mark,
      Optional<String> idempotencyKey,
      Instant created,
      Duration takes,
      Strikes strikes) {
    this.id = Objects.requireNonNull(id);
    this.vendor = Objects.requireNonNull(vendor);
    this.order = Objects.requireNonNull(order);
    this.mark = Objects.requireNonNull(mark);
    this.idempotencyKey = Objects.requireNonNull(idempotencyKey);
    this.created = Objects.requireNonNull(created);
    this.strikes = Objects.requireNonNull(strikes);
    this.failed = strikes.has(Fault.FAILED);
    this.ready = strikes.has(Fault.NEVER_ENDING) ? Instant.MAX : created.plus(takes);
    strikes
        .ofStage(Fault.Stage.MEDIA)
        .forEach((fault, strike) -> mediaFaultsLeft.put(fault, strike.times()));
  }

  String id() {
    return id;
  }

  Vendor vendor() {
    return vendor;
  }

  Order order() {
    return order;
  }

  /** The mark in the prompt, or the beginning of the prompt when it has none. */
  String mark() {
    return mark;
  }

  Optional<String> idempotencyKey() {
    return idempotencyKey;
  }

  Instant created() {
    return created;
  }

  Strikes strikes() {
    return strikes;
  }

  /** The model that is said to have done it. */
  String modelEchoed() {
    return strikes.has(Fault.MODEL_REDIRECT) ? order.model() + "-lite" : order.model();
  }

  synchronized Instant ready() {
    return ready;
  }

  synchronized State state(Instant now) {
    if (cancelled != null) {
      return State.CANCELLED;
    }
    if (now.isBefore(ready)) {
      return progress(now) < 10 ? State.QUEUED : State.RUNNING;
    }
    if (failed) {
      return State.FAILED;
    }
    if (strikes.has(Fault.MODERATED)) {
      return State.MODERATED;
    }
    return strikes.has(Fault.FILTERED) ? State.FILTERED : State.SUCCEEDED;
  }

  /** From 0 to 99 while it runs, then 100. */
  synchronized int progress(Instant now) {
    if (!now.isBefore(ready)) {
      return 100;
    }
    if (ready.equals(Instant.MAX)) {
      return 50;
    }
    double whole = Math.max(1, Duration.between(created, ready).toMillis());
    return (int) Math.min(99, 100 * Duration.between(created, now).toMillis() / whole);
  }

  /** Whether the vendor no longer knows it. */
  synchronized boolean gone(Instant now) {
    return forgotten || (strikes.has(Fault.EXPIRED) && !now.isBefore(ready));
  }

  /** Stops it, unless it has ended. */
  synchronized boolean cancel(Instant now) {
    if (!state(now).ended()) {
      cancelled = now;
    }
    return cancelled != null;
  }

  synchronized void complete(Instant now) {
    if (!state(now).ended()) {
      ready = now;
    }
  }

  synchronized void fail(Instant now) {
    failed = true;
    complete(now);
  }

  synchronized void forget() {
    forgotten = true;
  }

  /** Counts a poll and tells the how-manieth it was, from 1. */
  synchronized int polled() {
    return ++polls;
  }

  synchronized int polls() {
    return polls;
  }

  /** The result; made on the first call. */
  synchronized Rendered result() {
    if (result == null) {
      result = order.work().get();
    }
    return result;
  }

  /** The media faults that strike this download of the result. */
  synchronized Strikes nextDownload() {
    Map<Fault, Strikes.Strike> struck = new EnumMap<>(Fault.class);
    for (Map.Entry<Fault, Integer> left : mediaFaultsLeft.entrySet()) {
      if (left.getValue() > 0) {
        struck.put(left.getKey(), new Strikes.Strike(strikes.value(left.getKey()), 1));
        left.setValue(left.getValue() - 1);
      }
    }
    return new Strikes(struck);
  }

  /** What the vendor has billed for it so far. */
  UsdAmount billed(Instant now) {
    State state = state(now);
    boolean due =
        switch (order.billing()) {
          case AT_ACCEPT -> true;
          case AT_END_UNLESS_FAILED ->
              state == State.SUCCEEDED || state == State.MODERATED || state == State.FILTERED;
          case WHEN_DELIVERED -> state == State.SUCCEEDED;
        };
    return due ? order.price() : UsdAmount.ZERO;
  }

  /** What is billed, or will be when it runs to its end. */
  UsdAmount committed(Instant now) {
    return state(now).ended() ? billed(now) : order.price();
  }
}
