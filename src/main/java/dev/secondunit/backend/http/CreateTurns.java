package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.time.Duration;

/** When creates of a model may be sent, as its vendor has taught this process. */
final class CreateTurns {
  private final RateLimits limits;
  private final String vendor;

  CreateTurns(RateLimits limits, String vendor) {
    this.limits = limits;
    this.vendor = vendor;
  }

  /** A create whose turn has not come is not sent: the caller queues it. */
  void await(Call call) throws BackendException {
    if (call.kind() != CallKind.CREATE || call.handling().model() == null) {
      return;
    }
    Duration wait = limits.tryCreate(vendor, call.handling().model());
    if (!wait.isZero()) {
      Failure failure =
          Failure.of(
                  ErrorCode.RATE_LIMITED,
                  vendor + " asked to wait with creates of " + call.handling().model() + ".")
              .withRetryAfter(wait.toMillis() / 1_000.0);
      throw new BackendException(Fate.NOT_ACCEPTED, failure);
    }
  }

  void accepted(Call call) {
    if (call.kind() == CallKind.CREATE && call.handling().model() != null) {
      limits.accepted(vendor, call.handling().model());
    }
  }

  /** Learns from a refusal, and says of it for how long the model now waits. */
  CallProblem refused(Call call, CallProblem problem) {
    boolean slowDown = problem.kind() == ErrorKind.RATE_LIMITED || problem.kind() == ErrorKind.BUSY;
    if (call.kind() != CallKind.CREATE || call.handling().model() == null || !slowDown) {
      return problem;
    }
    Duration holds = limits.refused(vendor, call.handling().model(), problem.delay());
    return CallProblem.ofAnswer(
        problem.kind(),
        problem.status(),
        problem.requestId(),
        problem.getMessage(),
        problem.parameter(),
        holds);
  }
}
