package dev.secondunit.backend.http;

import java.io.IOException;

/** A host has an address that may not be reached. The address itself is not told. */
final class DeniedAddressException extends IOException {
  private final String host;

  DeniedAddressException(String host) {
    super("the host " + host + " is not on the public internet");
    this.host = host;
  }

  String host() {
    return host;
  }
}
