package dev.secondunit.backend.http;

import dev.secondunit.job.sql.TestClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An HTTP layer for tests: waits are recorded instead of waited, time goes on when told to. */
public final class TestLayer implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  public static final String KEY = "sk-planted-secret-4711";

  public final List<Duration> waits = new ArrayList<>();
  public final TestClock clock = new TestClock();
  public final RateLimits rateLimits;
  public final HttpLayer layer;

  public TestLayer() {
    this(limits());
  }

  public TestLayer(HttpLimits limits) {
    this(limits, AddressPolicy.PUBLIC_ONLY, AddressPolicy.HostLookup.SYSTEM);
  }

  public TestLayer(HttpLimits limits, AddressPolicy policy, AddressPolicy.HostLookup lookup) {
    this(limits, policy, lookup, null);
  }

  /**
   * @param other whose time it is instead of {@link #clock}, or null
   */
  public TestLayer(
      HttpLimits limits, AddressPolicy policy, AddressPolicy.HostLookup lookup, Clock other) {
    Clock time = other == null ? clock : other;
    rateLimits = new RateLimits(time);
    layer =
        new HttpLayer(
            new HttpTransport(limits, policy, lookup), rateLimits, time, waits::add, new Random(7));
  }

  /** Small sizes and short times, so that every bound can be met also on a busy machine. */
  public static HttpLimits limits() {
    return HttpLimits.withFileBytes(1 << 20)
        .withTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofMillis(800))
        .withSizes(64 << 10, 4 << 10, 1 << 20);
  }

  public VendorHttp vendor(URI baseUrl) {
    return vendor(baseUrl, (status, body, usual) -> usual);
  }

  public VendorHttp vendor(URI baseUrl, ErrorDialect dialect) {
    return layer.vendor(
        new VendorProfile(
            "acme",
            baseUrl,
            Credential.header("Authorization", "Bearer ", KEY),
            dialect,
            "ACME_API_KEY"));
  }

  @Override
  public void close() {
    layer.close();
  }
}
