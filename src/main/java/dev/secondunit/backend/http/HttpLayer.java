package dev.secondunit.backend.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** What all vendors share: one transport, one memory of rate limits, one notion of time. */
public record HttpLayer(
    HttpTransport transport,
    RateLimits rateLimits,
    Clock clock,
    Sleeper sleeper,
    RandomGenerator random,
    CallListener calls)
    implements AutoCloseable {
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);

  public HttpLayer {
    Objects.requireNonNull(transport, "transport");
    Objects.requireNonNull(rateLimits, "rateLimits");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(sleeper, "sleeper");
    Objects.requireNonNull(random, "random");
    Objects.requireNonNull(calls, "calls");
  }

  /** A layer whose calls nobody counts. */
  public HttpLayer(
      HttpTransport transport,
      RateLimits rateLimits,
      Clock clock,
      Sleeper sleeper,
      RandomGenerator random) {
    this(transport, rateLimits, clock, sleeper, random, CallListener.NONE);
  }

  /** The layer of a running program. Starts nothing before it is used. */
  public static HttpLayer system(
      HttpLimits limits, AddressPolicy policy, Proxies proxies, CallListener calls) {
    Clock clock = Clock.systemUTC();
    return new HttpLayer(
        new HttpTransport(limits, policy, AddressPolicy.HostLookup.SYSTEM, proxies),
        new RateLimits(clock),
        clock,
        Sleeper.SYSTEM,
        new SecureRandom(),
        calls);
  }

  /** The client of one vendor. */
  public VendorHttp vendor(VendorProfile profile) {
    return new VendorHttp(this, profile);
  }

  /** The bounds in force. */
  public HttpLimits limits() {
    return transport.limits();
  }

  /** A doubling wait with up to half of it taken off by chance, so that clients spread out. */
  Duration backoff(int attempt) {
    long whole = FIRST_BACKOFF.toMillis() << Math.min(attempt - 1, 6);
    return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
  }

  @Override
  public void close() {
    transport.close();
  }
}
