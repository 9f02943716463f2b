package dev.secondunit.backend.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which addresses may be reached on behalf of somebody who merely named a URL. */
public enum AddressPolicy {
  /**
   * Only addresses that are routed on the public internet, by the special-purpose registries of RFC
   * 6890: nothing private, link-local (where cloud metadata lives), loopback, shared, documentary
   * or multicast, also not when wrapped in IPv6.
   */
  PUBLIC_ONLY {
    @Override
    boolean permits(InetAddress address) {
      return isPublic(address);
    }
  },
  /** The same, and this machine's loopback: for rehearsals against local servers. */
  PUBLIC_AND_LOOPBACK {
    @Override
    boolean permits(InetAddress address) {
      return address.isLoopbackAddress() || isPublic(address);
    }
  };

  private record Range(int first, int prefixBits) {
    static Range of(int a, int b, int c, int prefixBits) {
      return new Range(a << 24 | b << 16 | c << 8, prefixBits);
    }

    boolean contains(int address) {
      int mask = -1 << (32 - prefixBits);
      return (address & mask) == first;
    }
  }

  private static final Range[] NOT_PUBLIC = {
    Range.of(0, 0, 0, 8),
    Range.of(10, 0, 0, 8),
    Range.of(100, 64, 0, 10),
    Range.of(127, 0, 0, 8),
    Range.of(169, 254, 0, 16),
    Range.of(172, 16, 0, 12),
    Range.of(192, 0, 0, 24),
    Range.of(192, 0, 2, 24),
    Range.of(192, 88, 99, 24),
    Range.of(192, 168, 0, 16),
    Range.of(198, 18, 0, 15),
    Range.of(198, 51, 100, 24),
    Range.of(203, 0, 113, 24),
    Range.of(224, 0, 0, 4),
    Range.of(240, 0, 0, 4)
  };

  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  abstract boolean permits(InetAddress address);

  private static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return isPublic(bytes, 0);
    }
    return address instanceof Inet6Address && isPublicSix(bytes);
  }

  private static boolean isPublicSix(byte[] bytes) {
    if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
      return isPublic(bytes, 12);
    }
    boolean globalUnicast = (bytes[0] & 0xe0) == 0x20;
    int first = pair(bytes, 0);
    int second = pair(bytes, 2);
    boolean protocolAssignments = first == 0x2001 && second < 0x0200;
    boolean documentation = first == 0x2001 && second == 0x0db8;
    boolean newDocumentation = first == 0x3fff && second < 0x1000;
    boolean sixToFour = first == 0x2002;
    return globalUnicast
        && !protocolAssignments
        && !documentation
        && !newDocumentation
        && !sixToFour;
  }

  private static boolean isPublic(byte[] bytes, int at) {
    int address = pair(bytes, at) << 16 | pair(bytes, at + 2);
    return Arrays.stream(NOT_PUBLIC).noneMatch(range -> range.contains(address));
  }

  private static int pair(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** Finds the addresses of a host. */
  @FunctionalInterface
  public interface HostLookup {
    /** The platform's resolver. Blocks. */
    HostLookup SYSTEM = InetAddress::getAllByName;

    InetAddress[] lookup(String host) throws UnknownHostException;
  }
}
