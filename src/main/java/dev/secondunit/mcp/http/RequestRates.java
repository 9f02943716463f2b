package dev.secondunit.mcp.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each client may ask: so many times a minute in the long run, and a sixth of that at
 * once. A request over that costs nothing but the answer that says when to come again. Safe for
 * many threads.
 */
final class RequestRates {
  /** The one not heard of for longest is forgotten first, and begins anew when it comes again. */
  static final int MOST_CLIENTS = 10_000;

  private static final int AT_ONCE = 6;
  private static final int NETWORK_BYTES = 8;

  private final double perMillisecond;
  private final double atOnce;
  private final Clock clock;
  private final Map<String, Allowance> clients =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  private record Allowance(double requests, long at) {}

  /**
   * @param perMinute 0 for no limit
   */
  RequestRates(int perMinute, Clock clock) {
    this.perMillisecond = perMinute / 60_000d;
    this.atOnce = Math.max(1, perMinute / (double) AT_ONCE);
    this.clock = clock;
  }

  /** Zero when the client may ask now, else how long it has to wait. */
  synchronized Duration ask(String client) {
    if (perMillisecond == 0) {
      return Duration.ZERO;
    }
    long now = clock.millis();
    Allowance before = clients.getOrDefault(client, new Allowance(atOnce, now));
    double earned = Math.max(0, now - before.at()) * perMillisecond;
    double requests = Math.min(atOnce, before.requests() + earned);
    if (requests >= 1) {
      clients.put(client, new Allowance(requests - 1, now));
      return Duration.ZERO;
    }
    clients.put(client, new Allowance(requests, now));
    return Duration.ofMillis((long) Math.ceil((1 - requests) / perMillisecond));
  }

  /** Who has a whole network of newer addresses is one client. */
  static String client(InetAddress address) {
    return address instanceof Inet6Address
        ? "network:" + Arrays.toString(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
        : "address:" + address.getHostAddress();
  }
}
