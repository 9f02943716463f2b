package dev.secondunit.backend.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Resolves a host once, checks every address, and hands exactly those to the connector: a name that
 * resolves differently a moment later gains nothing.
 */
final class CheckedResolver implements SocketAddressResolver {
  private final AddressPolicy policy;
  private final AddressPolicy.HostLookup lookup;
  private final Executor executor;

  CheckedResolver(AddressPolicy policy, AddressPolicy.HostLookup lookup, Executor executor) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.lookup = Objects.requireNonNull(lookup, "lookup");
    this.executor = Objects.requireNonNull(executor, "executor");
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    executor.execute(
        () -> {
          try {
            promise.succeeded(checked(host, port));
          } catch (UnknownHostException | DeniedAddressException e) {
            promise.failed(e);
          }
        });
  }

  /** Resolves and checks a host that somebody else is going to connect to. */
  void check(String host) throws UnknownHostException, DeniedAddressException {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    checked(bare, 0);
  }

  private List<InetSocketAddress> checked(String host, int port)
      throws UnknownHostException, DeniedAddressException {
    InetAddress[] addresses = lookup.lookup(host);
    if (addresses.length == 0) {
      throw new UnknownHostException(host);
    }
    for (InetAddress address : addresses) {
      if (!policy.permits(address)) {
        throw new DeniedAddressException(host);
      }
    }
    return Arrays.stream(addresses).map(address -> new InetSocketAddress(address, port)).toList();
  }
}
